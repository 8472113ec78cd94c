import { until } from '@heling/platform/testing/until';
import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { auditState, searchAudit } from '@heling/access/contract/auditLog';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { given } from '@heling/platform/testing/database';

const T0 = '2026-03-10T01:00:00Z';
let app: TestApp;

interface Verdict {
  ok: boolean;
  sealed: number;
  unsealed: { count: number; auditIds: number[] };
  break: Record<string, unknown> | null;
  message: string;
}
function verify(extra: string[] = [], env: Record<string, string> = {}) {
  const run = spawnSync(
    process.execPath,
    [
      path.join(given('HELING_TEST_BUILD'), 'cli/main.mjs'),
      'audit',
      'verify',
      '--database',
      app.ownerUrl,
      ...extra,
    ],
    { encoding: 'utf8', env: { ...process.env, ...app.env, ...env } },
  );
  return {
    status: run.status,
    error: run.stderr,
    verdict: run.stdout ? (JSON.parse(run.stdout) as Verdict) : null,
  };
}
const headsFile = () => path.join(app.env.HELING_STATE_DIR!, 'audit-heads.ndjson');
const insert = `INSERT INTO audit_log (at, account_id, action, subject, division, after)
  VALUES (now(), NULL, 'test.happens', 'person', '410602', '{"名": "值", "n": 1.50}')`;
const happens = async (count: number) => {
  for (let i = 0; i < count; i += 1) await app.db.query(insert);
};
const sealed = async () =>
  Number((await app.db.query<{ n: string }>('SELECT count(*) AS n FROM audit_seals')).rows[0]!.n);
const allSealed = () =>
  until(async () => {
    const { rows } = await app.db.query(
      `SELECT 1 FROM audit_log a WHERE NOT EXISTS (SELECT FROM audit_seals s WHERE s.audit_id = a.id)`,
    );
    const heads = readFileSync(headsFile(), 'utf8').trim().split('\n');
    return rows.length === 0 && (JSON.parse(heads.at(-1)!) as { seq: number }).seq === (await sealed());
  });

describe('the sealed audit', () => {
  beforeAll(async () => {
    app = await startTestApp({ now: T0, worker: true });
    writeFileSync(headsFile(), '');
  });
  afterAll(() => app.close());

  it('chains each committed row within seconds and is found whole', async () => {
    await happens(5);
    await allSealed();
    const { status, verdict } = verify();
    expect(verdict).toMatchObject({ ok: true, sealed: 5, unsealed: { count: 0 }, break: null });
    expect(status).toBe(0);
    expect(verify(['--database', app.appUrl]).verdict!.sealed).toBe(5);
  });

  it('seals a row that commits late, though rows with higher ids were sealed before it', async () => {
    const late = new pg.Client(app.ownerUrl);
    await late.connect();
    await late.query('BEGIN');
    await late.query(insert);
    await happens(3);
    await until(async () => (await sealed()) === 8);
    // A long time under way, while others come and are sealed.
    for (let i = 0; i < 3; i += 1) {
      await happens(1);
      await new Promise((later) => setTimeout(later, 1100));
    }
    expect(verify().verdict).toMatchObject({ ok: true, sealed: 11 });
    await late.query('COMMIT');
    await late.end();
    await allSealed();
    expect(verify().verdict).toMatchObject({ ok: true, sealed: 12, unsealed: { count: 0 } });
    const { rows } = await app.db.query('SELECT 1 FROM audit_seals ORDER BY seq DESC LIMIT 1');
    expect(rows).toHaveLength(1);
  });

  it('does not move past rows of a transaction that was rolled back', async () => {
    const gone = new pg.Client(app.ownerUrl);
    await gone.connect();
    await gone.query('BEGIN');
    await gone.query(insert);
    await happens(1);
    await gone.query('ROLLBACK');
    await gone.end();
    await happens(1);
    await allSealed();
    expect(verify().verdict).toMatchObject({ ok: true, sealed: 14 });
  });

  it('says which rows are not sealed yet', async () => {
    await app.kill('worker');
    await happens(2);
    const auditor = await app.as('auditor');
    const state = await auditor.call(auditState, {});
    expect(state).toMatchObject({ sealed: 14, waiting: 2 });
    const { status, verdict } = verify();
    expect(status).toBe(0);
    expect(verdict!.unsealed.count).toBe(2);
    expect(verdict!.message).toContain('2 rows are not sealed yet');
    await app.start('worker');
    await allSealed();
    expect(await auditor.call(auditState, {})).toMatchObject({
      sealed: 16,
      waiting: 0,
      oldestWaitingAt: null,
    });
  });

  it('goes on sealing after the database was restored where transactions count from lower on', async () => {
    // As a restored copy looks: rows of transactions that this cluster will reach only long from now.
    await app.kill('worker');
    await app.db.query(`UPDATE audit_log SET tx = (tx::text::bigint + 1000000000)::text::xid8`);
    await app.db.query(
      `UPDATE audit_seal_state SET horizon = (horizon::text::bigint + 1000000000)::text::xid8`,
    );
    await happens(2);
    await app.start('worker');
    await allSealed();
    await happens(1);
    await allSealed();
    expect(verify().verdict).toMatchObject({ ok: true, sealed: 19 });
    const { rows } = await app.db.query<{ base_id: string }>('SELECT base_id FROM audit_seal_state');
    expect(Number(rows[0]!.base_id)).toBeGreaterThan(15);
  });

  it('cannot be changed or deleted by the application', async () => {
    const client = new pg.Client(app.appUrl);
    await client.connect();
    await client.query(`SELECT set_config('heling.scope', '{4106}|{}|{}|{}', false)`);
    for (const statement of [
      `UPDATE audit_log SET action = 'x'`,
      'DELETE FROM audit_log',
      'UPDATE audit_seals SET seq = seq + 1',
      'DELETE FROM audit_seals',
    ]) {
      await expect(client.query(statement)).rejects.toThrow('permission denied');
    }
    await client.end();
  });
});

describe('heling audit verify', () => {
  const copy = () => `${headsFile()}.copy`;
  beforeAll(async () => {
    app = await startTestApp({ now: T0, worker: true });
    await happens(6);
    await until(async () => (await sealed()) === 6);
    await happens(4);
    await until(async () => (await sealed()) === 10);
    await allSealed();
    await app.kill('worker');
    copyFileSync(headsFile(), copy());
  });
  afterAll(() => app.close());
  /** Does harm as the owner of the tables could, verifies, and undoes it. */
  async function harmed(statements: string[], extra: string[] = []) {
    for (const table of ['audit_log', 'audit_seals'])
      await app.db.query(`CREATE TABLE keep_${table} AS TABLE ${table}`);
    try {
      for (const statement of statements) await app.db.query(statement);
      return verify(extra);
    } finally {
      await app.db.query('TRUNCATE audit_log, audit_seals');
      await app.db.query('INSERT INTO audit_log OVERRIDING SYSTEM VALUE TABLE keep_audit_log');
      await app.db.query('INSERT INTO audit_seals TABLE keep_audit_seals');
      await app.db.query('DROP TABLE keep_audit_log, keep_audit_seals');
    }
  }

  it('names the row that the owner changed', async () => {
    const { rows } = await app.db.query<{ audit_id: string }>(
      'SELECT audit_id FROM audit_seals WHERE seq = 4',
    );
    const id = Number(rows[0]!.audit_id);
    const { status, verdict } = await harmed([`UPDATE audit_log SET after = '{"n": 2}' WHERE id >= ${id}`]);
    expect(status).toBe(1);
    expect(verdict!.break).toEqual({ kind: 'changed', seq: 4, auditId: id });
    expect(verdict!.message).toBe(`broken at seal 4: audit row ${id} or its seal was changed`);
  });

  it.each([
    [
      'a deleted row',
      ['DELETE FROM audit_log WHERE id = (SELECT audit_id FROM audit_seals WHERE seq = 3)'],
      'rowMissing',
    ],
    ['a missing seal', ['DELETE FROM audit_seals WHERE seq = 3'], 'sealMissing'],
    ['a forged seal', [`UPDATE audit_seals SET mac = '\\xaa' WHERE seq = 3`], 'changed'],
    [
      'seals renumbered after a deletion',
      ['DELETE FROM audit_seals WHERE seq = 3', 'UPDATE audit_seals SET seq = seq - 1 WHERE seq > 3'],
      'changed',
    ],
    [
      'two rows exchanged',
      [
        'UPDATE audit_seals SET audit_id = -audit_id WHERE seq IN (3, 4)',
        `UPDATE audit_seals a SET audit_id = -b.audit_id FROM audit_seals b WHERE a.seq IN (3, 4) AND b.seq = 7 - a.seq`,
      ],
      'changed',
    ],
    ['a changed microsecond', [`UPDATE audit_log SET at = at + interval '1 microsecond'`], 'changed'],
  ])('finds %s', async (_what, statements, kind) => {
    const { status, verdict } = await harmed(statements);
    expect(status).toBe(1);
    expect(verdict!.break).toMatchObject({ kind });
  });

  it('finds a cut tail by the exported heads, and says that without them it could not', async () => {
    const cut = [
      'DELETE FROM audit_log WHERE id IN (SELECT audit_id FROM audit_seals WHERE seq > 8)',
      'DELETE FROM audit_seals WHERE seq > 8',
    ];
    const found = await harmed(cut);
    expect(found.status).toBe(1);
    expect(found.verdict!.break).toMatchObject({ kind: 'tailCut', seq: 8, headSeq: 10 });
    writeFileSync(`${headsFile()}.empty`, '');
    expect((await harmed(cut, ['--heads', `${headsFile()}.empty`])).status).toBe(0);
    const without = verify([], { HELING_STATE_DIR: path.join(app.env.HELING_STATE_DIR!, 'nowhere') });
    expect(without.verdict!.message).toContain('without exported heads a cut tail cannot be seen');
  });

  it('finds heads that were made up', () => {
    const lines = readFileSync(copy(), 'utf8').trim().split('\n');
    const forged = { ...(JSON.parse(lines[0]!) as { seq: number }), seq: 3 };
    writeFileSync(`${headsFile()}.forged`, `${JSON.stringify(forged)}\n`);
    const { status, verdict } = verify(['--heads', `${headsFile()}.forged`]);
    expect([status, verdict!.break]).toEqual([1, { kind: 'headForged', line: 1 }]);
  });

  it('overlooks a last line that a crash cut off', () => {
    appendFileSync(copy(), '{"seq": 9, "au');
    expect(verify(['--heads', copy()]).status).toBe(0);
  });

  it('answers bad input with a sentence and exit code 2', () => {
    writeFileSync(`${headsFile()}.bad`, 'no json\n');
    for (const [extra, env, says] of [
      [['--heads', '/no/such/file'], {}, 'no such file'],
      [['--heads', `${headsFile()}.bad`], {}, 'line 1 is not a head'],
      [['--database', 'mysql://x'], {}, 'must be an address like'],
      [['--database', 'postgresql://heling_app:secret@127.0.0.1:1/x'], {}, 'cannot be read'],
      [[], { HELING_AUDIT_KEY: 'short' }, '32 bytes'],
      [['--no-such'], {}, 'unknown option'],
    ] as const) {
      const { status, error } = verify([...extra], env);
      expect([status, error.includes(says), error.includes('secret')]).toEqual([2, true, false]);
    }
  });

  it('is wrong under another key', () => {
    const { status, verdict } = verify([], { HELING_AUDIT_KEY: Buffer.alloc(32, 7).toString('base64') });
    expect([status, verdict!.ok]).toEqual([1, false]);
  });
});

describe('the auditor', () => {
  it('searches by time, account, person and action within the scope; nobody else does', async () => {
    app = await startTestApp({ now: T0 });
    try {
      const row = (action: string, division: string, person: number | null, at: string) =>
        app.db.query(
          `INSERT INTO audit_log (at, action, subject, division, person_id) VALUES ($1, $2, 'person', $3, $4)`,
          [at, action, division, person],
        );
      await row('people.move', '410602001', 7, '2026-03-09T00:00:00Z');
      await row('people.correct', '410602001', 8, '2026-03-09T12:00:00Z');
      await row('orders.place', '410611001', 7, '2026-03-10T00:00:00Z');
      const auditor = await app.as('auditor');
      const county = await app.as('auditor', { divisions: ['410602'] });
      const actions = async (client: typeof auditor, body: object) =>
        (await client.call(searchAudit, { body })).items.map((item) => item.action);
      expect(await actions(auditor, {})).toEqual(['orders.place', 'people.correct', 'people.move']);
      const days = { from: '2026-03-01T00:00:00Z', to: '2026-03-11T00:00:00Z' };
      expect(await actions(auditor, { action: 'people.', ...days })).toEqual([
        'people.correct',
        'people.move',
      ]);
      // No index knows the actions: without a time (or somebody) nothing is searched.
      for (const range of [{}, { to: days.to }, { ...days, from: '2025-03-01T00:00:00Z' }]) {
        const body = { action: 'people.', ...range };
        expect(await auditor.refusal(searchAudit, { body })).toEqual([422, 'access.audit_range']);
      }
      expect(await actions(auditor, { action: 'people.', personId: 7 })).toEqual(['people.move']);
      expect(await actions(auditor, { personId: 7 })).toEqual(['orders.place', 'people.move']);
      expect(await actions(auditor, { from: '2026-03-09T06:00:00Z', to: '2026-03-09T23:00:00Z' })).toEqual([
        'people.correct',
      ]);
      expect(await actions(county, {})).toEqual(['people.correct', 'people.move']);
      const first = await auditor.call(searchAudit, { body: { limit: 2 } });
      expect(await actions(auditor, { limit: 2, cursor: first.next })).toEqual(['people.move']);
      for (const role of ['systemAdmin', 'securityAdmin', 'city'] as const) {
        const other = await app.as(role);
        expect(await other.refusal(searchAudit, { body: {} })).toEqual([403, 'access.role']);
      }
    } finally {
      await app.close();
    }
  });
});
