// The two sides of the bench `benefits` in a process of its own, told by IPC what to do; answers each with its figures.
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { Clock } from '@heling/platform/server/clock';
import { businessMonth } from '@heling/platform/domain/calendar';
import { Database } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { systemContext } from '@heling/platform/server/context';
import { Calculation } from '@heling/benefits/server/calculation';
import { DryRunService } from '@heling/benefits/server/dry-run.service';
import { PacksService } from '@heling/benefits/server/packs.service';
import { RunChecks } from '@heling/benefits/server/run-checks';

const CITY = '4106';
const month = `${businessMonth(new Date())}-01`;
const folder = process.argv[2]!;
mkdirSync(folder, { recursive: true });

/** What a run writes, each table's rows of the run. */
const WRITTEN: Record<string, { columns: string; rows: string }> = {
  benefit_payments: {
    columns:
      'id, run_id, person_id, division, month, fen, last_fen, change, change_reason, state, hold_code, payee_id, version',
    rows: 'run_id = $RUN',
  },
  benefit_lines: {
    columns: 'run_id, payment_id, person_id, division, scheme, month, fen, reason, pack_id',
    rows: 'run_id = $RUN',
  },
  benefit_balances: {
    columns: 'person_id, scheme, month, division, authorised, reserved, paid, written_off',
    rows: `month = '${month}'`,
  },
};
/** What a run reads, row by row, of all who are granted. */
const READ = [
  `SELECT e.id, e.person_id, e.scheme, e.received FROM entitlements e WHERE e.state = 'granted' ORDER BY e.person_id`,
  `SELECT p.id, p.division, p.birth, p.deceased_on, p.pii, p.key_salt FROM persons p
   WHERE EXISTS (SELECT FROM entitlements e WHERE e.person_id = p.id AND e.state = 'granted') ORDER BY p.id`,
  `SELECT r.person_id, coalesce(r.place, r.division) AS place, r.valid_from, r.valid_to FROM residences r
   WHERE r.superseded_at IS NULL AND EXISTS (SELECT FROM entitlements e WHERE e.person_id = r.person_id AND e.state = 'granted')`,
  `SELECT f.person_id, f.kind, f.valid_from, f.valid_to, f.grade, f.detail FROM benefit_facts f WHERE f.withdrawn_at IS NULL
     AND EXISTS (SELECT FROM entitlements e WHERE e.person_id = f.person_id AND e.state = 'granted')`,
  `SELECT b.person_id, b.scheme, b.month, b.reserved, b.paid, b.written_off, b.authorised FROM benefit_balances b
   WHERE EXISTS (SELECT FROM entitlements e WHERE e.person_id = b.person_id AND e.state = 'granted')`,
  `SELECT k.person_id, k.id, k.sealed, k.account_index, k.proxy_relation FROM payees k WHERE k.state = 'confirmed'`,
];

const owner = new pg.Client(process.env.DATABASE_OWNER_URL);
await owner.connect();
const source = await new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL!,
  poolSize: 4,
}).initialize();
const db = new Database(source);
const clock = new Clock();
const vault = new Vault();
const packs = new PacksService(db, clock);
const calculation = new Calculation(db, clock, packs, new RunChecks(clock, vault));
const dryRuns = new DryRunService(db, clock, vault, packs);

const of = async <T extends pg.QueryResultRow>(text: string) => (await owner.query<T>(text)).rows[0]!;
const open = () =>
  of<{ id: string }>(
    `INSERT INTO benefit_runs (division, month, started_by, started_at) VALUES ('${CITY}', '${month}', 6, now()) RETURNING id`,
  );
const rowsOf = (table: string, run: number) => WRITTEN[table]!.rows.replace('$RUN', String(run));
const seconds = (began: bigint) => Number(process.hrtime.bigint() - began) / 1e9;

/** A run as the worker does it. */
async function ours(): Promise<object> {
  const run = Number((await open()).id);
  const began = process.hrtime.bigint();
  while (await calculation.next(run));
  const taken = seconds(began);
  const found = await of<{ people: string; fen: string; held: string }>(
    `SELECT count(*) AS people, sum(fen) AS fen, count(*) FILTER (WHERE state = 'held') AS held FROM benefit_payments WHERE run_id = ${run}`,
  );
  return {
    run,
    seconds: taken,
    people: Number(found.people),
    fen: Number(found.fen),
    held: Number(found.held),
  };
}

/** Keeps the rows of a run in files, for the baseline. */
async function keep(run: number): Promise<object> {
  for (const [table, { columns }] of Object.entries(WRITTEN)) {
    const rows = owner.query(
      to(`COPY (SELECT ${columns} FROM ${table} WHERE ${rowsOf(table, run)}) TO STDOUT`),
    );
    await pipeline(rows, createWriteStream(path.join(folder, table)));
  }
  return {};
}

/** Reads the same and writes the same rows by COPY, without calculating; one transaction. */
async function bare(run: number): Promise<object> {
  const began = process.hrtime.bigint();
  await owner.query('BEGIN');
  await owner.query(
    `INSERT INTO benefit_runs (id, division, month, started_by, started_at) OVERRIDING SYSTEM VALUE VALUES (${run}, '${CITY}', '${month}', 6, now())`,
  );
  let read = 0;
  for (const text of READ) read += (await owner.query(text)).rows.length;
  for (const [table, { columns }] of Object.entries(WRITTEN)) {
    const into = owner.query(from(`COPY ${table} (${columns}) FROM STDIN`));
    await pipeline(createReadStream(path.join(folder, table)), into);
  }
  await owner.query(`UPDATE benefit_runs SET state = 'calculated', calculated_at = now() WHERE id = ${run}`);
  await owner.query('COMMIT');
  return { run, seconds: seconds(began), read };
}

/** The month is open again, and nothing is left for VACUUM to do during the next round. */
async function clean(run: number): Promise<object> {
  await owner.query(`UPDATE benefit_balances b SET reserved = b.reserved - l.fen FROM benefit_lines l WHERE l.run_id = ${run}
    AND b.person_id = l.person_id AND b.scheme = l.scheme AND b.month = l.month AND b.month < '${month}' AND b.reserved >= l.fen`);
  await owner.query(`DELETE FROM benefit_lines WHERE run_id = ${run}`);
  await owner.query(`DELETE FROM benefit_payments WHERE run_id = ${run}`);
  await owner.query(`DELETE FROM benefit_balances WHERE month = '${month}'`);
  await owner.query(`DELETE FROM benefit_facts WHERE kind = 'extension'`);
  await owner.query(`DELETE FROM benefit_runs WHERE id = ${run}`);
  for (const table of Object.keys(WRITTEN)) await owner.query(`VACUUM ANALYZE ${table}`);
  await owner.query('CHECKPOINT').catch(() => undefined);
  return {};
}

/** A dry run of a draft that pays everybody ten yuan more from next month on, as the worker does it. */
async function dry(): Promise<object> {
  const { id } = await of<{ id: string }>(
    `INSERT INTO benefit_packs (scheme, pack_version, jurisdiction, effective_from, data, notice_days, drafted_by, drafted_at)
     SELECT scheme, 'bench-' || clock_timestamp(), jurisdiction, (date '${month}' + interval '1 month')::date,
       jsonb_set(data, '{bands,0,fen}', '6000'), notice_days, 7, now()
     FROM benefit_packs WHERE scheme = 'old-age-allowance' AND published_at IS NOT NULL LIMIT 1 RETURNING id`,
  );
  const began = process.hrtime.bigint();
  const started = await dryRuns.start({ ...systemContext(), accountId: 7 }, Number(id));
  while (await dryRuns.next(started.id));
  const taken = seconds(began);
  const { people } = await of<{ people: string }>(
    `SELECT people FROM benefit_dry_runs WHERE id = ${started.id}`,
  );
  await owner.query(`DELETE FROM benefit_dry_runs WHERE id = ${started.id}`);
  await owner.query(`DELETE FROM benefit_packs WHERE id = ${id}`);
  return { run: 0, seconds: taken, people: Number(people) };
}

/** What a dry run reads, of everybody in the register, without judging. */
const READ_ALL = [
  'SELECT p.id, p.division, p.birth, p.deceased_on FROM persons p ORDER BY p.id',
  `SELECT r.person_id, coalesce(r.place, r.division) AS place, r.valid_from, r.valid_to FROM residences r WHERE r.superseded_at IS NULL`,
  `SELECT f.person_id, f.kind, f.valid_from, f.valid_to, f.grade, f.detail FROM benefit_facts f WHERE f.withdrawn_at IS NULL`,
  `SELECT e.id, e.person_id, e.scheme, e.received FROM entitlements e WHERE e.state = 'granted' AND e.scheme = 'old-age-allowance'`,
  `SELECT b.person_id, b.scheme, b.month, b.reserved, b.paid, b.written_off, b.authorised FROM benefit_balances b`,
];
async function bareDry(): Promise<object> {
  const began = process.hrtime.bigint();
  let read = 0;
  for (const text of READ_ALL) read += (await owner.query(text)).rows.length;
  return { run: 0, seconds: seconds(began), read };
}

const commands: Record<string, (run: number) => Promise<object>> = {
  ours,
  keep,
  bare,
  clean,
  dry,
  bareDry,
};
process.on('message', ({ command, run }: { command: string; run: number }) => {
  commands[command]!(run).then(
    (answer) => process.send!({ ...answer, peakMB: process.resourceUsage().maxRSS / 1024 }),
    (error: Error) => process.send!({ error: error.stack }),
  );
});
process.send!({ ready: true });
