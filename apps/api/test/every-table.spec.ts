import { scopeSetting, type Scope } from '@heling/platform/server/context';
import pg from 'pg';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { fillWorld } from './world';

/** Tables without row-level security, with the reason; one more needs a reason here. */
const UNSCOPED: Record<string, string> = {
  account_roles: 'which roles an account number has; reached through accounts, which are scoped',
  account_scopes: 'where an account number stands; reached through accounts, which are scoped',
  api_tokens: 'keyed hashes, looked up before a scope is known; lists join accounts, which are scoped',
  audit_seal_state: 'one row of the sealer',
  audit_seals: 'numbers and seals of audit rows, which are scoped themselves',
  benefit_packs: 'rules that hold for all',
  dishes: 'the menu is public',
  divisions: 'the list of divisions is public',
  factor_recoveries: 'reached through accounts, which are scoped',
  idempotency_keys: 'read by account and key only, before the first answer is given again',
  kitchen_day_dishes: 'the menu is public',
  kitchen_days: 'the menu is public',
  login_codes: 'keyed hashes, before anybody is signed in',
  management_unit_streets: 'the list of management units is public',
  management_units: 'the list of management units is public',
  migrations: 'names of migrations; not granted to the application at all',
  orgs: 'name, place and telephone of organisations are public',
  outbox_deliveries: 'numbers of events',
  outbox_watermarks: 'numbers of events',
  platform_meta: 'what the database was made of',
  policies: 'rules that hold for all',
  service_areas: 'where a service is offered is public',
  service_prices: 'prices are public',
  services: 'the list of services is public',
  sessions: 'keyed hashes, looked up before a scope is known; lists are of the own account',
  sign_in_failures: 'counts by address and keyed hash, before anybody is signed in',
  unmask_hours: 'how often an account number has unmasked in an hour',
};
const CITY = { d: ['4106'], o: [], p: [], c: [] };
const COUNTY = { d: ['410602'], o: [], p: [], c: [] };

let app: TestApp;
let client: pg.Client;
let scoped: string[];
/** Rows of a table in a transaction with a scope, or with none. */
async function rowsOf(table: string, scope: Scope | null): Promise<number> {
  await client.query('BEGIN');
  if (scope) await client.query(`SELECT set_config('heling.scope', $1, true)`, [scopeSetting(scope)]);
  const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`);
  await client.query('COMMIT');
  return Number(rows[0]!.n);
}
const all = async <R extends pg.QueryResultRow>(sql: string) => (await app.db.query<R>(sql)).rows;

beforeAll(async () => {
  app = await startTestApp();
  await fillWorld(app, 1010, '410602001001');
  await fillWorld(app, 1020, '410611001001');
  client = new pg.Client(app.appUrl);
  await client.connect();
  const tables = await all<{ relname: string }>(
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'f')`,
  );
  scoped = tables.map((table) => table.relname).filter((name) => !(name in UNSCOPED));
}, 60_000);
afterAll(async () => {
  await client.end();
  await app.close();
});

describe('every table', () => {
  it('is under row-level security with a policy, or stands in the list of those that need none', async () => {
    const without = await all<{ relname: string }>(
      `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f')
         AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))`,
    );
    expect(without.map((table) => table.relname).sort()).toEqual(Object.keys(UNSCOPED).sort());
  });

  it('shows no row without a scope, though there are rows; nor with the empty one a pooled connection keeps', async () => {
    const there: [string, number][] = [];
    const seen: [string, number][] = [];
    await rowsOf('persons', CITY);
    const left = await client.query(`SELECT current_setting('heling.scope', true) AS scope`);
    expect(left.rows).toEqual([{ scope: '' }]);
    for (const table of scoped) {
      there.push([table, Number((await all<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n)]);
      seen.push([table, await rowsOf(table, null)]);
    }
    expect(there.filter(([, rows]) => rows === 0)).toEqual([]);
    expect(seen.filter(([, rows]) => rows > 0)).toEqual([]);
  });

  it('shows the county’s row in the county’s scope, and both in the city’s', async () => {
    const wrong: unknown[] = [];
    for (const table of scoped) {
      const [county, city] = [await rowsOf(table, COUNTY), await rowsOf(table, CITY)];
      if (county < 1 || city < county + 1) wrong.push([table, county, city]);
    }
    expect(wrong).toEqual([]);
  });

  it('takes no row of another county', async () => {
    const taken: string[] = [];
    for (const table of scoped) {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('heling.scope', $1, true)`, [scopeSetting(COUNTY)]);
      const moved = await client
        .query(`UPDATE ${table} SET division = '410611001001'`)
        .then(() => true)
        .catch((error: { code?: string }) => {
          if (error.code !== '42501') throw error;
          return false;
        });
      await client.query('ROLLBACK');
      if (moved) taken.push(table);
    }
    expect(taken).toEqual([]);
  });

  it('has a view only with the caller’s rights, and no materialised view', async () => {
    const views = await all(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND (relkind = 'm' OR relkind = 'v'
         AND NOT coalesce(reloptions @> '{security_invoker=true}', false))`,
    );
    expect(views).toEqual([]);
  });
});

describe('the application’s role', () => {
  it('is neither superuser nor owner nor exempt from row-level security', async () => {
    const { rows } = await client.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user`,
    );
    expect(rows).toEqual([
      {
        rolname: 'heling_app',
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
      },
    ]);
    const owned = await all(
      `SELECT relname FROM pg_class WHERE relowner = 'heling_app'::regrole
       UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner = 'heling_app'::regrole
       UNION ALL SELECT proname FROM pg_proc WHERE proowner = 'heling_app'::regrole`,
    );
    expect(owned).toEqual([]);
    const member = await all(`SELECT 1 FROM pg_auth_members WHERE member = 'heling_app'::regrole`);
    expect(member).toEqual([]);
  });

  it('can make no tables, and can call no definer function without a fixed search path', async () => {
    await expect(client.query('CREATE TABLE public.mine (id int)')).rejects.toThrow('permission denied');
    const loose = await all(
      `SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
         AND NOT coalesce(proconfig::text LIKE '%search_path=%', false)`,
    );
    expect(loose).toEqual([]);
  });

  it('may not change what is written once', async () => {
    for (const table of ['audit_log', 'audit_seals', 'migrations']) {
      await expect(client.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
    }
  });
});
