import pg from 'pg';
import { migrate, unmigrate } from '@heling/platform/server/migrate';
import { testDatabase } from '@heling/platform/testing/database';
import { migrations } from '../src/migrations';

/** Every table, column, constraint, index and policy, as texts in a fixed order. */
const SCHEMA = `
  SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
  UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT 'policy ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '') FROM pg_policies
  UNION ALL SELECT 'function ' || proname || ' ' || prosecdef FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  ORDER BY 1`;

describe('migrations', () => {
  it('go up, all the way down and up again to the same schema', async () => {
    const database = await testDatabase();
    const client = new pg.Client(database.ownerUrl);
    await client.connect();
    const lines = async () => (await client.query<{ line: string }>(SCHEMA)).rows.map((row) => row.line);
    try {
      const before = await lines();
      expect(before.length).toBeGreaterThan(300);
      await unmigrate(database.ownerUrl, migrations);
      const left = (await lines()).filter((line) => !line.includes('migrations'));
      expect(left).toEqual([]);
      expect(await migrate(database.ownerUrl, migrations)).toHaveLength(migrations.length);
      expect(await lines()).toEqual(before);
      expect(await migrate(database.ownerUrl, migrations)).toEqual([]);
    } finally {
      await client.end();
      await database.drop();
    }
  });
});
