import type { Scope } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { afterPrefix, prefixOf } from '@heling/places/domain/divisions';
import type { By } from '../contract/figures';
import { split } from '../domain/periods';
import { SUMS } from './recount';

/** A filter as the statements take it. */
export interface Query {
  prefix: string;
  org: number | null;
  service: string | null;
  from: string;
  to: string;
}

/** Digits of a division's children: county 6, street 9, community 12. */
export function childLength(prefix: string): number {
  return prefix.length < 6 ? 6 : Math.min(prefix.length + 3, 12);
}

/** A caller of one organisation alone asks for its rows by name, so that an index serves; the walls stay the scope's. */
export function queryOf(
  filter: { division: string; org?: number; service?: string; from: string; to: string },
  scope: Scope,
): Query {
  const only = scope.d.length === 0 && scope.o.length === 1 ? scope.o[0] : undefined;
  return {
    prefix: prefixOf(filter.division),
    org: filter.org ?? only ?? null,
    service: filter.service ?? null,
    from: filter.from,
    to: filter.to,
  };
}

/**
 * The statements of figures get a plan for each question: one plan for all, from a community's day to two years of the
 * city, would be wrong for most.
 */
export async function planEach(tx: Tx): Promise<void> {
  await tx.sql(`SELECT set_config('plan_cache_mode', 'force_custom_plan', true)`);
}

interface Statement {
  text: string;
  params: unknown[];
}

const BUCKETS: Record<By, (prefix: string) => string> = {
  day: () => 'f.day::text',
  week: () => `date_trunc('week', f.day::timestamp)::date::text`,
  month: () => `date_trunc('month', f.day::timestamp)::date::text`,
  service: () => 'f.service',
  org: () => 'f.org::text',
  division: (prefix) => `left(f.division, ${childLength(prefix)})`,
};

/** $1–$4: first and last prefix, organisation, service. */
const WHO = `f.division >= $1 AND f.division < $2 AND ($3::bigint IS NULL OR f.org = $3)
  AND ($4::text IS NULL OR f.service = $4)`;
const whoOf = (query: Query) => [query.prefix, afterPrefix(query.prefix), query.org, query.service];

/**
 * Sums by bucket. Whole months are read from `monthly_figures` (by street) when neither the question nor the caller's
 * scope is finer than a street; else everything from `daily_figures`.
 */
export function sumsBy(query: Query, by: By, scope: Scope): Statement {
  const coarse =
    scope.d.every((prefix) => prefix.length <= 9) &&
    query.prefix.length <= (by === 'division' ? 6 : 9) &&
    by !== 'day' &&
    by !== 'week';
  const spans = coarse
    ? split(query.from, query.to)
    : { months: null, days: [{ from: query.from, to: query.to }] };
  const params = whoOf(query);
  const place = (value: string) => `$${params.push(value)}::date`;
  const sources = spans.days.map(
    (span) => `SELECT f.* FROM daily_figures f
      WHERE f.day >= ${place(span.from)} AND f.day <= ${place(span.to)} AND ${WHO}`,
  );
  if (spans.months) {
    sources.push(`SELECT f.* FROM monthly_figures f
      WHERE f.month >= ${place(spans.months.from)} AND f.month < ${place(spans.months.until)} AND ${WHO}`);
  }
  // Both tables have the same columns in the same order; a month stands by its first day.
  const text = `SELECT ${BUCKETS[by](query.prefix)} AS key, ${SUMS}
    FROM (${sources.map((source) => `SELECT * FROM (${source}) p(${SHAPE})`).join(' UNION ALL ')}) f GROUP BY 1`;
  return { text, params };
}
const SHAPE = `day, division, org, service, orders, done, not_done, cancelled, timed, on_time, price, subsidy, self_pay,
  stars, rated, counted_at`;

/** Is the row of all providers and services together the right one to count persons by? */
function kindOf(query: Query, by: By | 'total', scope: Scope): string {
  const apart =
    query.org !== null ||
    query.service !== null ||
    by === 'org' ||
    by === 'service' ||
    scope.o.length > 0 ||
    scope.d.length === 0;
  return apart ? 'f.org > 0' : `f.org = 0 AND f.service = ''`;
}

/** Different persons served in the whole span. */
export function servedIn(query: Query, scope: Scope): Statement {
  return {
    text: `SELECT count(DISTINCT f.person_id) AS persons FROM served f
      WHERE ${kindOf(query, 'total', scope)} AND ${WHO} AND f.days && daterange($5::date, $6::date, '[]')`,
    params: [...whoOf(query), query.from, query.to],
  };
}

/** Different persons served, by bucket. */
export function servedBy(query: Query, by: By, scope: Scope): Statement {
  const params = [...whoOf(query), query.from, query.to];
  const where = `${kindOf(query, by, scope)} AND ${WHO} AND f.days && daterange($5::date, $6::date, '[]')`;
  if (by === 'org' || by === 'service' || by === 'division') {
    return {
      text: `SELECT ${BUCKETS[by](query.prefix)} AS key, count(DISTINCT f.person_id) AS persons FROM served f
        WHERE ${where} GROUP BY 1`,
      params,
    };
  }
  return {
    text: `SELECT ${BUCKETS[by](query.prefix)} AS key, count(DISTINCT f.person_id) AS persons
      FROM (SELECT f.person_id, d::date AS day FROM served f,
          unnest(f.days * datemultirange(daterange($5::date, $6::date, '[]'))) r,
          generate_series(lower(r)::timestamp, (upper(r) - 1)::timestamp, interval '1 day') d
        WHERE ${where}) f GROUP BY 1`,
    params,
  };
}
