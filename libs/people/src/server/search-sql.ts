import type { Plan, Range } from './search-plan';

/** Conditions besides the words; absent ones are not in the statement. */
export interface Filters {
  status: string | null;
  /** Born on this day or before. */
  bornBy: string | null;
  /** Born after this day. */
  bornAfter: string | null;
  living: string | null;
  needLevel: string | null;
  priority: string | null;
}
export type Position = [division: string, id: number];
export interface Statement {
  text: string;
  values: unknown[];
}

const COLUMNS = `p.id, p.division, p.pii, p.key_salt, p.sex, p.birth, p.status, p.living, p.need_level, p.priority,
  p.phone_index`;
const WHOLE: Range = { from: '4106', to: '4107' };

/**
 * The statement that reads candidates in the order of the page. It has the conditions of this search and no others, so
 * that few forms are planned once and kept. All comparisons but that of the groups are leakproof: row-level security
 * leaves the indexes their use.
 */
export function candidatesOf(plan: Plan, filters: Filters, after: Position | null, limit: number): Statement {
  const values: unknown[] = [];
  const give = (value: unknown) => `$${values.push(value)}`;
  const where = conditionsOf(filters, give);
  const within = (division: string, id: string, range: Range) => [
    ...(range.from === WHOLE.from && range.to === WHOLE.to
      ? []
      : [`${division} >= ${give(range.from)}`, `${division} < ${give(range.to)}`]),
    ...(after ? [`(${division}, ${id}) > (${give(after[0])}, ${give(after[1])}::bigint)`] : []),
  ];
  const all = (conditions: readonly string[]) =>
    conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';

  /** Along the divisions. */
  const listed = (range: Range) =>
    `SELECT ${COLUMNS} FROM persons p ${all([...within('p.division', 'p.id', range), ...where])}
     ORDER BY p.division, p.id LIMIT ${limit}`;
  if (plan.kind === 'list') return { text: listed(plan.range), values };

  if (plan.kind === 'number') {
    const index = give(plan.index);
    const found =
      plan.of === 'idNumber'
        ? `p.id_index = ${index}`
        : `p.id IN (SELECT h.id FROM persons h WHERE h.phone_index = ${index} UNION ALL
             SELECT c.person_id FROM contacts c WHERE c.phone_index = ${index})`;
    const text = `SELECT ${COLUMNS}, p.phone_index = ${index} AS own FROM persons p
      ${all([found, ...within('p.division', 'p.id', plan.range), ...where])} ORDER BY p.division, p.id LIMIT ${limit}`;
    return { text, values };
  }

  const has = (token: string) =>
    `EXISTS (SELECT FROM person_tokens x WHERE x.token ${token} AND x.division = t.division AND x.person_id = t.person_id)`;
  const others = plan.others.map(({ tokens, prefixes }) => {
    const either = [
      ...(tokens.length > 0 ? [has(`= ANY (${give(tokens)}::bigint[])`)] : []),
      ...(prefixes.length > 0 ? [`t.division ^@ ANY (${give(prefixes)}::text[])`] : []),
    ];
    return `(${either.join(' OR ')})`;
  });
  /** Along the index of the rarest token; the other tokens are looked up. */
  const byTokens = plan.ways.map(({ token, rest, from, to }) => {
    const conditions = [
      `t.token = ${give(token)}`,
      ...within('t.division', 't.person_id', shared(plan.range, { from, to })),
      ...rest.map((each) => has(`= ${give(each)}`)),
      ...others,
      ...where,
    ];
    return `SELECT ${COLUMNS} FROM person_tokens t JOIN persons p ON p.id = t.person_id ${all(conditions)}
      ORDER BY t.division, t.person_id LIMIT ${limit}`;
  });
  const parts = [...byTokens, ...plan.areas.map((area) => listed(shared(plan.range, area)))];
  return {
    text: parts.length === 1 ? parts[0]! : parts.map((part) => `(${part})`).join(' UNION ALL '),
    values,
  };
}

function conditionsOf(filters: Filters, give: (value: unknown) => string): string[] {
  const { status, bornBy, bornAfter, living, needLevel, priority } = filters;
  return [
    ...(status === null ? [] : [`p.status = ${give(status)}`]),
    ...(bornBy === null ? [] : [`p.birth <= ${give(bornBy)}`]),
    ...(bornAfter === null ? [] : [`p.birth > ${give(bornAfter)}`]),
    ...(living === null ? [] : [`p.living = ${give(living)}`]),
    ...(needLevel === null ? [] : [`p.need_level = ${give(needLevel)}`]),
    ...(priority === null ? [] : [`${give(priority)} = ANY (p.priority)`]),
  ];
}

/** What two ranges share; where they share nothing, a range that holds nothing. */
function shared(a: Range, b: Range): Range {
  return { from: a.from > b.from ? a.from : b.from, to: a.to < b.to ? a.to : b.to };
}
