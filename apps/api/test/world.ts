import { emptySummary } from '@heling/benefits/domain/dry-run';
import type { TestApp } from '@heling/platform/testing/app';

const AT = '2026-03-10T01:00:00Z';
const DAY = '2026-03-10';
/** An account beside those of the worlds. */
const OTHER = 1001;

interface Column {
  name: string;
  type: string;
  needed: boolean;
  refers: boolean;
}
interface Table {
  name: string;
  columns: Column[];
  /** Values that a CHECK of one column allows. */
  allowed: Map<string, string>;
}

/** Tables whose rows are the city's own, made once by `cityRows`. */
const CITYS = [
  'divisions',
  'management_units',
  'management_unit_streets',
  'services',
  'migrations',
  'platform_meta',
];
/** Kept by the machinery alone: the tests need no row in them. */
const MACHINERY = ['audit_seal_state', 'outbox_watermarks', 'outbox_deliveries', 'audit_seals'];

/**
 * Fills every table of the schema with one row of number `n`: its id is n, it belongs to division, organisation n,
 * person n and carer n, and everything that it refers to is n. So whatever `:id` of an endpoint means, n is one.
 * A new table is filled as well, by its types and constraints.
 */
export async function fillWorld(app: TestApp, n: number, division: string): Promise<void> {
  await cityRows(app);
  let left = (await tablesOf(app)).filter(({ name }) => ![...CITYS, ...MACHINERY].includes(name));
  while (left.length > 0) {
    const later: Table[] = [];
    const reasons: string[] = [];
    for (const table of left) {
      try {
        await insert(app, table, n, division);
      } catch (error) {
        // What it refers to may come later in the list.
        later.push(table);
        reasons.push(`${table.name}: ${(error as Error).message}`);
      }
    }
    if (later.length === left.length) throw new Error(`no row could be made in: ${reasons.join('; ')}`);
    left = later;
  }
}

async function cityRows(app: TestApp): Promise<void> {
  await app.db.query(
    `INSERT INTO accounts (id, kind, login, pii, division) VALUES (${OTHER}, 'integration', 'other', $1, '4106')
     ON CONFLICT DO NOTHING`,
    [app.vault.seal({ name: '另一个' })],
  );
  await app.db.query(`
    INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES
      ('4106', '鹤壁市', 'city', NULL, 114, 35.9), ('410602', '鹤山区', 'county', '4106', 114, 35.9),
      ('410611', '淇滨区', 'county', '4106', 114, 35.9), ('410602001', '甲街道', 'street', '410602', 114, 35.9),
      ('410611001', '乙街道', 'street', '410611', 114, 35.9),
      ('410602001001', '甲社区', 'community', '410602001', 114, 35.9),
      ('410611001001', '乙社区', 'community', '410611001', 114, 35.9) ON CONFLICT DO NOTHING;
    INSERT INTO services (code, category, form, name, unit, minutes, carers)
      VALUES ('bath', 'living', 'visit', '上门助浴', '次', 60, 1) ON CONFLICT DO NOTHING`);
}

/** Every table of the schema, with what a row of it needs. */
async function tablesOf(app: TestApp): Promise<Table[]> {
  const columns = await app.db.query<{
    table_name: string;
    column_name: string;
    udt_name: string;
    needed: boolean;
    refers: boolean;
  }>(
    `SELECT c.table_name, c.column_name, c.udt_name,
       c.is_nullable = 'NO' AND c.column_default IS NULL AND c.is_identity = 'NO' AS needed,
       EXISTS (SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
         WHERE k.contype = 'f' AND k.conrelid = c.table_name::regclass AND a.attname = c.column_name) AS refers
     FROM information_schema.columns c JOIN pg_tables t ON t.schemaname = 'public' AND t.tablename = c.table_name
     WHERE c.table_schema = 'public' ORDER BY c.table_name, c.ordinal_position`,
  );
  const checks = await app.db.query<{ table: string; text: string }>(
    `SELECT conrelid::regclass::text AS "table", pg_get_constraintdef(oid) AS text FROM pg_constraint
     WHERE contype = 'c' AND connamespace = 'public'::regnamespace`,
  );
  const tables = new Map<string, Table>();
  for (const row of columns.rows) {
    const table: Table = tables.get(row.table_name) ?? {
      name: row.table_name,
      columns: [],
      allowed: new Map(),
    };
    tables.set(row.table_name, table);
    table.columns.push({
      name: row.column_name,
      type: row.udt_name,
      needed: row.needed,
      refers: row.refers,
    });
  }
  for (const { table, text } of checks.rows) {
    const found = /^CHECK \(\((\w+) = (?:ANY \(ARRAY\[)?'([^']+)'::text/.exec(text);
    if (found) tables.get(table)?.allowed.set(found[1]!, found[2]!);
  }
  return [...tables.values()];
}

async function insert(app: TestApp, table: Table, n: number, division: string): Promise<void> {
  const special = specials(app, n)[table.name] ?? {};
  const used = table.columns.filter(
    ({ name, needed }) => needed || name === 'id' || name in special || ['org', 'person_id'].includes(name),
  );
  const values = used.map(
    (column) => special[column.name] ?? valueFor(column, table.allowed.get(column.name), n, division),
  );
  await app.db.query(
    `INSERT INTO ${table.name} (${used.map(({ name }) => `"${name}"`).join(', ')}) OVERRIDING SYSTEM VALUE
     VALUES (${values.map((_, i) => `$${i + 1}`).join(', ')})`,
    values,
  );
}

/** What no type tells: sealed values, and checks over several columns. */
function specials(app: TestApp, n: number): Record<string, Record<string, unknown>> {
  const phone = `138${String(n).padStart(8, '0')}`;
  const salt = Buffer.alloc(16, n);
  const person = { name: '王秀英', phone, address: '一号院' };
  return {
    accounts: {
      kind: 'integration',
      login: `login-${n}`,
      pii: app.vault.seal({ name: '某系统' }),
      status: 'active',
    },
    account_roles: { role: 'street' },
    account_scopes: { org: n },
    benefit_dry_runs: { summary: JSON.stringify(emptySummary()) },
    benefit_files: { content: app.vault.seal('PAY') },
    benefit_packs: { notice_days: 7 },
    carers: { pii: app.vault.seal({ name: '张伟', phone }), birth_year: 1980 },
    consents: { expires_at: '2027-01-01' },
    contacts: { pii: app.vault.sealPerson(n, salt, { name: '王芳', phone }) },
    factor_recoveries: { requested_by: OTHER },
    kitchen_days: { capacity: 10 },
    payees: { sealed: app.vault.seal({ name: '王秀英', bank: '农商行', account: '12345678' }) },
    payments: { amount: 1, reference: `REFERENCE${n}` },
    persons: {
      pii: app.vault.sealPerson(n, salt, person),
      key_salt: salt,
      no_id_reason: '无证件',
      birth: '1940-01-01',
    },
    residences: { address: app.vault.sealPerson(n, salt, '一号院') },
    shifts: { ends_at: '2026-03-10T09:00:00Z' },
    visits: { window_end: '2026-03-10T03:00:00Z' },
    webhooks: { secret: app.vault.seal('secret'), url: 'https://example.org/' },
  };
}

function valueFor(column: Column, allowed: string | undefined, n: number, division: string): unknown {
  const { name, type, refers } = column;
  if (allowed !== undefined) return allowed;
  if (name === 'division') return division;
  if (name === 'service') return 'bath';
  switch (type) {
    case 'int8':
      return refers || /^(id|org|.*_id|.*_by|kitchen_day)$/.test(name) ? n : 0;
    case 'int2':
    case 'int4':
    case 'float4':
    case 'float8':
      return 1;
    case 'text':
    case 'varchar':
      return `${name}-${n}`;
    case 'bool':
      return false;
    case 'date':
      return DAY;
    case 'timestamptz':
      return AT;
    case 'bytea':
      return Buffer.from(`${name}-${n}`);
    case 'json':
    case 'jsonb':
      return '{}';
    case 'tstzrange':
      return `[${AT},2026-03-10T02:00:00Z)`;
    case 'daterange':
      return '[2024-01-01,)';
    case 'datemultirange':
    case '_text':
    case '_int2':
    case '_int8':
      return '{}';
    case 'xid8':
      return '1';
    default:
      throw new Error(`${name} is of type ${type}: say in world.ts what a row has there`);
  }
}
