// The baseline of the bench `registry`: a bare Fastify and pg that answers the same searches with hand-written SQL on the
// same tables, each search the statement made for it, in a transaction under the same scope, with the same JSON.
import fastify from 'fastify';
import pg from 'pg';
import type { PersonItem } from '@heling/people/contract/persons';
import type { Gram } from '@heling/people/domain/grams';
import { gramChoices, matchesOf, recognise, type Word } from '@heling/people/domain/query';
import type { Divisions } from '@heling/people/server/divisions';
import { openPii, toItem, type PersonRow } from '@heling/people/server/records';
import { tokenOf } from '@heling/people/server/tokens';
import { bornBy, businessDay } from '@heling/platform/domain/calendar';
import { Vault } from '@heling/platform/server/vault';

interface Search {
  q?: string;
  division?: string;
  ageFrom?: number;
  living?: string;
  needLevel?: string;
  cursor?: string;
  limit: number;
}
type Row = PersonRow & { own?: boolean };

const POOL_SIZE = 20;
const CANDIDATES = 2_000;
const COLUMNS =
  'p.id, p.division, p.pii, p.key_salt, p.sex, p.birth, p.status, p.living, p.need_level, p.priority, p.phone_index';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
const scope = `'{4106}|{}|{}|{}'`;
const vault = new Vault();
const names = new Map<string, string>();
for (const row of (await pool.query<{ code: string; name: string }>('SELECT code, name FROM divisions'))
  .rows) {
  names.set(row.code, row.name);
}
const nameOf = (code: string, length: number) =>
  code.length < length ? null : (names.get(code.slice(0, length)) ?? null);
const divisions = {
  names: (code: string) => ({
    code,
    county: nameOf(code, 6),
    street: nameOf(code, 9),
    community: nameOf(code, 12),
  }),
} as Divisions;

const statements = new Map<string, string>();
const counts = new Map<string, number>();

async function query<R extends pg.QueryResultRow>(
  client: pg.PoolClient,
  text: string,
  values: unknown[],
): Promise<R[]> {
  let name = statements.get(text);
  if (!name) statements.set(text, (name = `s${statements.size}`));
  return (await client.query<R>({ name, text, values })).rows;
}

const server = fastify();
server.post('/search', async (request) => {
  const body = request.body as Search;
  const client = await pool.connect();
  try {
    await client.query(`BEGIN; SELECT set_config('heling.scope', ${scope}, true)`);
    const answer = await search(client, body);
    await client.query('COMMIT');
    return answer;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
});

async function search(client: pg.PoolClient, body: Search) {
  const now = new Date();
  const today = businessDay(now);
  const words = body.q === undefined ? [] : recognise(body.q);
  if (typeof words === 'string') throw new Error(words);
  const [word] = words;
  const keys = body.cursor
    ? (JSON.parse(Buffer.from(body.cursor, 'base64url').toString()) as number[])
    : null;
  let at: [string, number] = keys ? [String(keys[0]), keys[1]!] : ['', 0];
  const items: PersonItem[] = [];
  let next: string | null = null;
  let batch = body.limit + 1;
  fill: for (let looked = 0; looked < CANDIDATES; looked += batch) {
    const rows = await candidates(client, word, body, at, batch, today);
    for (const row of rows) {
      const pii = openPii(vault, row);
      const matched = matchedBy(row, pii, word);
      if (word && matched.length === 0) continue;
      if (items.length === body.limit) {
        const last = items.at(-1)!;
        next = Buffer.from(JSON.stringify([Number(last.division.code), last.id])).toString('base64url');
        break fill;
      }
      items.push(toItem(row, pii, divisions, today, matched));
    }
    const last = rows.at(-1);
    if (rows.length < batch || !last) break;
    at = [last.division, last.id];
    batch = Math.min(500, batch * 4);
  }
  return { items, next, asOf: now.toISOString() };
}

function matchedBy(
  row: Row,
  pii: ReturnType<typeof openPii>,
  word: Word | undefined,
): PersonItem['matchedBy'] {
  if (!word) return [];
  if (word.kind === 'idNumber') return pii.idNumber === word.text ? ['idNumber'] : [];
  if (word.kind === 'phone') return [row.own ? 'phone' : 'contactPhone'];
  return matchesOf(word, pii);
}

/** For each kind of search its own statement, with the conditions that it has and no others. */
async function candidates(
  client: pg.PoolClient,
  word: Word | undefined,
  body: Search,
  at: [string, number],
  limit: number,
  today: string,
): Promise<Row[]> {
  const values: unknown[] = [...at, limit];
  const give = (value: unknown) => `$${values.push(value)}`;
  const where = [`p.status = 'active'`];
  if (body.ageFrom !== undefined) where.push(`p.birth <= ${give(bornBy(body.ageFrom, today))}`);
  if (body.living !== undefined) where.push(`p.living = ${give(body.living)}`);
  if (body.needLevel !== undefined) where.push(`p.need_level = ${give(body.needLevel)}`);
  if (!word) {
    const from = body.division ?? '4106';
    where.push(`p.division >= ${give(from)}`, `p.division < ${give(String(Number(from) + 1))}`);
    return query<Row>(
      client,
      `SELECT ${COLUMNS} FROM persons p WHERE (p.division, p.id) > ($1, $2::bigint) AND ${where.join(' AND ')}
       ORDER BY p.division, p.id LIMIT $3`,
      values,
    );
  }
  if (word.kind === 'idNumber' || word.kind === 'phone') {
    const index = give(vault.blindIndex(word.kind === 'phone' ? 'phone' : 'id', word.text));
    const found =
      word.kind === 'idNumber'
        ? `p.id_index = ${index}`
        : `p.id IN (SELECT h.id FROM persons h WHERE h.phone_index = ${index} UNION ALL
            SELECT c.person_id FROM contacts c WHERE c.phone_index = ${index})`;
    return query<Row>(
      client,
      `SELECT ${COLUMNS}, p.phone_index = ${index} AS own FROM persons p WHERE ${found}
         AND (p.division, p.id) > ($1, $2::bigint) AND ${where.join(' AND ')} ORDER BY p.division, p.id LIMIT $3`,
      values,
    );
  }
  const ways = gramChoices(word);
  const rows: Row[] = [];
  for (const way of ways) {
    const own = [...values];
    const tokens = await rarestFirst(client, way);
    const given = tokens.map((token) => `$${own.push(token)}`);
    const others = given.slice(1).map(
      (token) => `AND EXISTS (SELECT FROM person_tokens x WHERE x.token = ${token} AND x.division = t.division
          AND x.person_id = t.person_id)`,
    );
    rows.push(
      ...(await query<Row>(
        client,
        `SELECT ${COLUMNS} FROM person_tokens t JOIN persons p ON p.id = t.person_id WHERE t.token = ${given[0]}
           AND (t.division, t.person_id) > ($1, $2::bigint) ${others.join(' ')} AND ${where.join(' AND ')}
         ORDER BY t.division, t.person_id LIMIT $3`,
        own,
      )),
    );
  }
  if (ways.length === 1) return rows;
  return [...new Map(rows.map((row) => [row.id, row])).values()]
    .sort((a, b) => Number(a.division) - Number(b.division) || a.id - b.id)
    .slice(0, limit);
}

async function rarestFirst(client: pg.PoolClient, way: readonly Gram[]): Promise<string[]> {
  const tokens = way.map((gram) => tokenOf(vault, gram).toString());
  if (tokens.length === 1) return tokens;
  const unknown = tokens.filter((token) => !counts.has(token));
  if (unknown.length > 0) {
    const found = await query<{ token: string; count: number }>(
      client,
      `SELECT k.token::text AS token, (SELECT count(*) FROM (SELECT FROM person_tokens t WHERE t.token = k.token LIMIT 3000) x)
         AS count FROM unnest($1::bigint[]) k(token)`,
      [unknown],
    );
    for (const { token, count } of found) counts.set(token, count);
  }
  return tokens.sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
}

await server.listen({ port: 0, host: '127.0.0.1' });
const address = server.server.address() as { port: number };
process.stdout.write(`${JSON.stringify({ msg: 'listening', port: address.port })}\n`);
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
