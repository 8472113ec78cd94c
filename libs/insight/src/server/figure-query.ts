import type { Scope } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { addDays } from '@heling/platform/domain/calendar';
import { afterPrefix, prefixOf } from '@heling/places/domain/divisions';
import type { By } from '../contract/figures';
import { split, type Split } from '../domain/periods';
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
 * Sums by bucket, from the coarsest table that holds the answer and that the caller's scope can see: by county and day
 * over all providers, by street for whole months, or by community and day.
 */
export function sumsBy(query: Query, by: By, scope: Scope): Statement {
  const params = whoOf(query);
  const place = (value: string) => `$${params.push(value)}::date`;
  const read = (table: string, column: string, from: string, below: string) =>
    `SELECT * FROM (SELECT f.* FROM ${table} f WHERE f.${column} >= ${place(from)} AND f.${column} < ${place(below)}
       AND ${WHO}) p(${SHAPE})`;
  const { months, days } = plan(query, by, scope);
  const daily = byCounty(query, by, scope) ? 'county_figures' : 'daily_figures';
  const sources = days.map((span) => read(daily, 'day', span.from, addDays(span.to, 1)));
  // All these tables have the same columns in the same order; a month stands by its first day.
  if (months) sources.push(read('monthly_figures', 'month', months.from, months.until));
  const text = `SELECT ${BUCKETS[by](query.prefix)} AS key, ${SUMS} FROM (${sources.join(' UNION ALL ')}) f GROUP BY 1`;
  return { text, params };
}

function byCounty(query: Query, by: By, scope: Scope): boolean {
  return (
    scope.o.length === 0 &&
    scope.d.every((prefix) => prefix.length <= 6) &&
    query.org === null &&
    by !== 'org' &&
    query.prefix.length <= (by === 'division' ? 4 : 6)
  );
}

/** Which whole months to read by street, and which days by themselves. */
function plan(query: Query, by: By, scope: Scope): Split {
  const byStreet =
    !byCounty(query, by, scope) &&
    scope.d.every((prefix) => prefix.length <= 9) &&
    query.prefix.length <= (by === 'division' ? 6 : 9) &&
    by !== 'day' &&
    by !== 'week';
  return byStreet
    ? split(query.from, query.to)
    : { months: null, days: [{ from: query.from, to: query.to }] };
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
