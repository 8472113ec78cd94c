import { execSync } from 'node:child_process';
import { dryRunRoute, startDryRunRoute } from '../src/contract/trials';
import { certificationsRoute, todoRoute } from '../src/contract/desk';
import { entitlementsRoute } from '../src/contract/entitlements';
import { draftPackRoute } from '../src/contract/packs';
import { oldAgePack, publish, startDesk, until, type Desk } from './support';

let desk: Desk;
const rss = () =>
  execSync('ps -eo pid,ppid,rss,args')
    .toString()
    .split('\n')
    .filter((line) => line.includes('worker/main') && line.trim().split(/\s+/)[1] === String(process.pid))
    .map((line) => Math.round(Number(line.trim().split(/\s+/)[2]) / 1024));
it('241,000', async () => {
  desk = await startDesk({ worker: true });
  await publish(desk, oldAgePack(), '2026-01');
  const n = 241000;
  await desk.app.db.query(`INSERT INTO persons (id, division, pii, no_id_reason, sex, birth, living, lng, lat)
    SELECT i, (ARRAY['410602001001','410602001002','410602002001','410611001001'])[1 + i % 4], '\\x00', 'lost', 'female',
      date '1966-01-01' - (CASE WHEN i % 8 = 0 THEN 7300 + (i * 7) % 5000 ELSE (i * 13) % 7300 END), 'family', 114, 35
    FROM generate_series(1000001, ${1000000 + n}) i`);
  await desk.app.db.query(`INSERT INTO residences (person_id, division, address, valid_from)
    SELECT id, division, '\\x00', '2000-01-01' FROM persons WHERE id > 1000000`);
  await desk.app.db.query(`INSERT INTO entitlements (person_id, division, scheme, state, received, source)
    SELECT id, division, 'old-age-allowance', 'granted', '2021-01-10', 'staff' FROM persons WHERE id > 1000000 AND birth < '1945-12-01'`);
  await desk.app.db.query(`INSERT INTO benefit_facts (person_id, division, kind, valid_from, detail, recorded_at)
    SELECT person_id, division, 'certification', date '2025-01-01' + (person_id % 400)::int, 'visit', now() FROM entitlements`);
  await desk.app.db.query(`INSERT INTO benefit_balances (person_id, scheme, month, division, authorised, paid)
    SELECT person_id, scheme, m, division, 5000, 5000 FROM entitlements, generate_series(date '2021-01-01', '2026-03-01', interval '1 month') m`);
  await desk.app.db.query('ANALYZE');
  const { rows } = await desk.app.db.query('SELECT (SELECT count(*) FROM entitlements)::int AS e, (SELECT count(*) FROM benefit_balances)::int AS b');
  const pack = await desk.reviewer.call(draftPackRoute, {
    body: {
      pack: oldAgePack({
        version: 'd',
        bands: [
          { minAge: 80, maxAge: 89, fen: 6000, from: '2018-01' },
          { minAge: 90, maxAge: 99, fen: 10000, from: '2018-01' },
          { minAge: 100, fen: 30000, from: '2018-01' },
        ],
      }),
      effectiveFrom: '2026-05',
    },
  });
  const began = Date.now();
  const memory: number[] = [];
  const run = await desk.reviewer.call(startDryRunRoute, { params: { id: pack.id } });
  const done = await until(
    async () => {
      memory.push(...rss());
      const now = await desk.reviewer.call(dryRunRoute, { params: { id: run.id } });
      return now.state === 'done' ? now : undefined;
    },
    'done',
    300_000,
  );
  const seconds = (Date.now() - began) / 1000;
  const times: Record<string, number> = {};
  const time = async (name: string, work: () => Promise<unknown>) => {
    const at = Date.now();
    await work();
    times[name] = Date.now() - at;
  };
  for (let i = 0; i < 2; i += 1) {
    await time('todo', () => desk.reviewer.call(todoRoute, {}));
    await time('certifications', () => desk.reviewer.call(certificationsRoute, { body: {} }).catch(String));
    await time('waiting', () => desk.reviewer.call(entitlementsRoute, { body: { waiting: true } }).catch(String));
  }
  console.log(JSON.stringify({ rows, seconds, memory: [Math.min(...memory), Math.max(...memory)], quarter: memory.filter((_, i) => i % Math.ceil(memory.length / 12) === 0), times, done: { ...done, examples: done.examples.length } }));
  await desk.app.close();
}, 400_000);
