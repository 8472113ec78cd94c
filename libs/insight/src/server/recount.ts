/** Orders that were carried out; a dispute does not undo the service. */
export const DONE = `('completed', 'closed', 'disputed')`;
/** Orders that came to nothing though they were wanted: failed at the door, refused by the provider. */
export const NOT_DONE = `('failed', 'rejected')`;

/** What is charged of a part of an order in the end (SQL; fen); a cancelled order without a charge costs nothing. */
const charged = (part: 'subsidy' | 'self_pay') =>
  `coalesce(o.charged_${part}, CASE WHEN o.state IN ('cancelled', 'rejected') THEN 0 ELSE o.${part} END)`;
export const SUBSIDY = charged('subsidy');
export const SELF_PAY = charged('self_pay');

/** Joins to an order \`o\` its rating \`r\` and, when it was done, whether its visit arrived in time (\`t.on_time\`). */
export const ORDER_FACTS = `
  LEFT JOIN ratings r ON r.order_id = o.id
  LEFT JOIN LATERAL (SELECT v.arrived_at <= v.window_end AS on_time FROM visits v
    WHERE v.order_id = o.id AND v.state = 'done' AND v.arrived_at IS NOT NULL AND o.state IN ${DONE}
    ORDER BY v.id DESC LIMIT 1) t ON true`;

/** The figures of a set of orders \`o\` with \`ORDER_FACTS\`, in the order of \`COUNT_COLUMNS\`. */
export const COUNTS = `count(*) AS orders,
  count(*) FILTER (WHERE o.state IN ${DONE}) AS done,
  count(*) FILTER (WHERE o.state IN ${NOT_DONE}) AS not_done,
  count(*) FILTER (WHERE o.state = 'cancelled') AS cancelled,
  count(t.on_time) AS timed,
  count(*) FILTER (WHERE t.on_time) AS on_time,
  coalesce(sum(${SUBSIDY} + ${SELF_PAY}), 0)::bigint AS price,
  coalesce(sum(${SUBSIDY}), 0)::bigint AS subsidy,
  coalesce(sum(${SELF_PAY}), 0)::bigint AS self_pay,
  coalesce(sum(r.stars), 0)::bigint AS stars,
  count(r.stars) AS rated`;

const NUMBERS = [
  'orders',
  'done',
  'not_done',
  'cancelled',
  'timed',
  'on_time',
  'price',
  'subsidy',
  'self_pay',
  'stars',
  'rated',
] as const;
const COLUMNS = NUMBERS.join(', ');
/** Sums of figures already counted, in the order of the columns. */
export const SUMS = NUMBERS.map((name) => `coalesce(sum(f.${name}), 0)::bigint AS ${name}`).join(', ');

/** Which keys to recount: SQL conditions on `o` (orders) and on `d` (daily_figures). */
export interface KeyFilter {
  orders: string;
  daily: string;
}

/** The keys given by four arrays: `$1` days, `$2` divisions, `$3` organisations, `$4` services. */
const GIVEN = 'SELECT * FROM unnest($1::date[], $2::text[], $3::bigint[], $4::text[])';
const GIVEN_MONTHS = `SELECT date_trunc('month', k.day::timestamp)::date, left(k.division, 9), k.org, k.service
  FROM unnest($1::date[], $2::text[], $3::bigint[], $4::text[]) k(day, division, org, service)`;
export const BY_KEYS: KeyFilter = {
  orders: `(o.day, o.division, o.org, o.service) IN (${GIVEN})`,
  daily: `(d.day, d.division, d.org, d.service) IN (${GIVEN})`,
};

/** Counts \`fresh\` anew, writes what differs and removes what is no more; answers the keys that were wrong. */
function replace(table: string, key: string, fresh: string, stored: string): string {
  const [first, ...rest] = key.split(', ');
  const same = [first, ...rest].map((name) => `f.${name} = d.${name}`).join(' AND ');
  return `WITH fresh AS (${fresh}),
  gone AS (
    DELETE FROM ${table} d WHERE ${stored} AND NOT EXISTS (SELECT FROM fresh f WHERE ${same}) RETURNING ${key}
  ), changed AS (
    INSERT INTO ${table} AS d (${key}, ${COLUMNS}, counted_at)
    SELECT ${key}, ${COLUMNS}, now() FROM fresh
    ON CONFLICT (${key}) DO UPDATE SET (${COLUMNS}, counted_at) = (${NUMBERS.map((name) => `excluded.${name}`).join(', ')}, now())
    WHERE (${NUMBERS.map((name) => `d.${name}`).join(', ')})
      IS DISTINCT FROM (${NUMBERS.map((name) => `excluded.${name}`).join(', ')})
    RETURNING ${key}
  )
  SELECT * FROM gone UNION ALL SELECT * FROM changed`;
}

/** SQL that recounts `daily_figures` from the orders. */
export function recountDaily(filter: KeyFilter): string {
  return replace(
    'daily_figures',
    'day, division, org, service',
    `SELECT o.day, o.division, o.org, o.service, ${COUNTS} FROM orders o ${ORDER_FACTS}
     WHERE ${filter.orders} GROUP BY 1, 2, 3, 4`,
    filter.daily,
  );
}

/** SQL that recounts the months of `BY_KEYS` in `monthly_figures`, after their days in `daily_figures`. */
export function recountMonthly(): string {
  return replace(
    'monthly_figures',
    'month, division, org, service',
    `SELECT m.month, m.division, m.org, m.service, ${SUMS}
     FROM (SELECT DISTINCT * FROM (${GIVEN_MONTHS}) g(month, division, org, service)) m
     JOIN daily_figures f ON f.day >= m.month AND f.day < (m.month + interval '1 month')::date
       AND f.division >= m.division AND f.division < (m.division::bigint + 1)::text AND left(f.division, 9) = m.division
       AND f.org = m.org AND f.service = m.service
     GROUP BY 1, 2, 3, 4`,
    `(d.month, d.division, d.org, d.service) IN (${GIVEN_MONTHS})`,
  );
}

/** SQL that recounts the days and counties of `BY_KEYS` in `county_figures`, after `daily_figures`. */
export function recountCounties(): string {
  const keys = `SELECT DISTINCT g.day, left(g.division, 6) AS division, g.service
    FROM unnest($1::date[], $2::text[], $3::bigint[], $4::text[]) g(day, division, org, service)`;
  return replace(
    'county_figures',
    'day, division, org, service',
    `SELECT k.day, k.division, 0::bigint AS org, k.service, ${SUMS}
     FROM (${keys}) k JOIN daily_figures f ON f.day = k.day
       AND f.division >= k.division AND f.division < (k.division::bigint + 1)::text AND left(f.division, 6) = k.division
       AND f.service = k.service
     GROUP BY 1, 2, 3, 4`,
    `(d.day, d.division, d.service) IN (${keys})`,
  );
}

/**
 * SQL that recounts `served` for the persons and days of `source` (a SELECT of person_id, day, division, org, service),
 * for each provider and service and for all together; one writer at a time.
 */
export function recountServed(source: string): string {
  return `WITH source AS (${source}),
  keys AS (
    SELECT DISTINCT k.person_id, k.division, k.org, k.service, k.day, EXISTS (SELECT FROM orders o
      WHERE o.person_id = k.person_id AND o.day = k.day AND o.division = k.division AND o.org = k.org
        AND o.service = k.service AND o.state IN ${DONE}) AS done FROM source k
    UNION ALL
    SELECT DISTINCT k.person_id, k.division, 0::bigint, '', k.day, EXISTS (SELECT FROM orders o
      WHERE o.person_id = k.person_id AND o.day = k.day AND o.division = k.division AND o.state IN ${DONE})
    FROM source k
  ), days AS (
    SELECT k.person_id, k.division, k.org, k.service,
      coalesce(range_agg(daterange(k.day, k.day, '[]')) FILTER (WHERE k.done), '{}') AS more,
      coalesce(range_agg(daterange(k.day, k.day, '[]')) FILTER (WHERE NOT k.done), '{}') AS fewer
    FROM keys k GROUP BY 1, 2, 3, 4
  ), next AS (
    SELECT n.person_id, n.division, n.org, n.service, coalesce(s.days, '{}') AS old,
      coalesce(s.days, '{}') + n.more - n.fewer AS days
    FROM days n LEFT JOIN served s ON s.person_id = n.person_id AND s.division = n.division AND s.org = n.org
      AND s.service = n.service
  )
  INSERT INTO served (person_id, division, org, service, days)
  SELECT person_id, division, org, service, days FROM next WHERE days <> old
  ON CONFLICT (person_id, division, org, service) DO UPDATE SET days = excluded.days
  RETURNING person_id`;
}

/** The same facts for all orders at once: one pass over the visits instead of a look-up for each order. */
const ALL_FACTS = `
  LEFT JOIN ratings r ON r.order_id = o.id
  LEFT JOIN (SELECT DISTINCT ON (v.order_id) v.order_id, v.arrived_at <= v.window_end AS on_time FROM visits v
    WHERE v.state = 'done' AND v.arrived_at IS NOT NULL ORDER BY v.order_id, v.id DESC) t
    ON t.order_id = o.id AND o.state IN ${DONE}`;

/**
 * Statements that fill all figures from the orders; for the owner of the schema after a bulk load, in this order,
 * with the tables of figures empty.
 */
export const FILL_ALL: readonly string[] = [
  `INSERT INTO daily_figures (day, division, org, service, ${COLUMNS}, counted_at)
   SELECT o.day, o.division, o.org, o.service, ${COUNTS}, now() FROM orders o ${ALL_FACTS} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
  `INSERT INTO monthly_figures (month, division, org, service, ${COLUMNS}, counted_at)
   SELECT date_trunc('month', f.day::timestamp)::date, left(f.division, 9), f.org, f.service, ${SUMS}, now()
   FROM daily_figures f GROUP BY 1, 2, 3, 4`,
  `TRUNCATE county_figures;
   INSERT INTO county_figures (day, division, org, service, ${COLUMNS}, counted_at)
   SELECT f.day, left(f.division, 6), 0, f.service, ${SUMS}, now() FROM daily_figures f GROUP BY 1, 2, 3, 4;
   ANALYZE county_figures`,
  `INSERT INTO served (person_id, division, org, service, days)
   SELECT o.person_id, o.division, coalesce(o.org, 0), coalesce(o.service, ''),
     range_agg(daterange(o.day, o.day, '[]'))
   FROM orders o WHERE o.state IN ${DONE}
   GROUP BY GROUPING SETS ((o.person_id, o.division, o.org, o.service), (o.person_id, o.division))`,
];
