import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setFirstPassword, signIn } from '@heling/access/contract/session';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { given } from '@heling/platform/testing/database';

interface First {
  role: string;
  login: string;
  initialPassword: string;
}
let app: TestApp;
const begin = () => {
  const run = spawnSync(
    process.execPath,
    [path.join(given('HELING_TEST_BUILD'), 'api/main.mjs'), '--first-accounts'],
    { encoding: 'utf8', env: { ...process.env, ...app.env } },
  );
  const lines = run.stdout.split('\n').filter((line) => line.includes('initialPassword'));
  return { status: run.status, accounts: lines.map((line) => JSON.parse(line) as First) };
};

describe('a new installation', () => {
  beforeAll(async () => {
    app = await startTestApp({ env: { HELING_DEMO: '0' } });
  });
  afterAll(() => app.close());

  it('gets its three administrators once; each chooses a password and must enrol a second factor', async () => {
    const { status, accounts } = begin();
    expect(status).toBe(0);
    expect(accounts.map(({ role, login }) => [role, login])).toEqual([
      ['systemAdmin', 'system'],
      ['securityAdmin', 'security'],
      ['auditor', 'auditor'],
    ]);
    expect(begin()).toEqual({ status: 0, accounts: [] });
    for (const { login, initialPassword } of accounts) {
      const first = await app.nobody().call(signIn, { body: { login, password: initialPassword } });
      if (first.state !== 'newPassword') throw new Error(`unexpected ${first.state}`);
      const next = await app
        .nobody()
        .call(setFirstPassword, { body: { ticket: first.ticket, password: 'Eigenes-2026' } });
      expect(next.state).toBe('enrol');
    }
    const { rows } = await app.db.query(`SELECT 1 FROM audit_log WHERE action = 'access.firstAccount'`);
    expect(rows).toHaveLength(3);
  });
});
