import pg from 'pg';

let made = 0;

/** Connection strings of one database: as its owner, and as the restricted role of the applications. */
export interface TestDatabase {
  ownerUrl: string;
  appUrl: string;
  drop(): Promise<void>;
}

/** What `tools/test/jest.mjs` gives; throws when the tests are started past it. */
export function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests by "npm test" or "npx nx test <project>"`);
  return value;
}

/** A copy of the migrated, empty database, for this test alone. */
export async function testDatabase(): Promise<TestDatabase> {
  made += 1;
  const name = `heling_test_${given('HELING_TEST_RUN')}_${process.pid}_${made}`;
  await asSuperuser(`CREATE DATABASE ${name} OWNER heling_owner TEMPLATE ${given('HELING_TEST_TEMPLATE')}`);
  const url = (base: string) => {
    const address = new URL(given(base));
    address.pathname = `/${name}`;
    return address.href;
  };
  return {
    ownerUrl: url('HELING_TEST_OWNER_URL'),
    appUrl: url('HELING_TEST_APP_URL'),
    drop: () => asSuperuser(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client(given('HELING_TEST_SUPER_URL'));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
