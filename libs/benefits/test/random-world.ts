import pg from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { testDatabase } from '@heling/platform/testing/database';
import { MOODS, SandboxBank, type Mood } from '../src/server/bank';
import { Calculation } from '../src/server/calculation';
import { DebtsService } from '../src/server/debts.service';
import { PacksService } from '../src/server/packs.service';
import { PaymentsService } from '../src/server/payments.service';
import { Receipts } from '../src/server/receipts';
import { RunChecks } from '../src/server/run-checks';
import { RunsService } from '../src/server/runs.service';
import { RunSweep } from '../src/server/sweeps';
import { oldAgePack } from './support';

/** Numbers from 0 to 1, the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

class Crash extends Error {}

/** A database whose program dies now and then: amid a transaction, or after the commit before anybody hears of it. */
class CrashingDatabase extends Database {
  share = 0;
  crashes = 0;
  constructor(
    source: DataSource,
    private readonly random: () => number,
  ) {
    super(source);
  }

  override async run<T>(caller: Parameters<Database['run']>[0], work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.random() >= this.share) return super.run(caller, work);
    this.crashes += 1;
    if (this.random() < 0.3) {
      await super.run(caller, work);
      throw new Crash();
    }
    let left = Math.floor(this.random() * 8);
    return super.run(caller, async (tx) => {
      const sql: Tx['sql'] = async (text, params) => {
        if ((left -= 1) < 0) throw new Crash();
        return tx.sql(text, params);
      };
      const one: Tx['one'] = async <R>(text: string, params?: readonly unknown[]) =>
        (await sql<R>(text, params))[0];
      const answer = await work({ ...tx, sql, one, afterCommit: (job) => tx.afterCommit(job) });
      if (left >= 0) throw new Crash();
      return answer;
    });
  }
}

/** A bank that loses files, answers late, twice or half, as it likes. */
class MoodyBank extends SandboxBank {
  constructor(
    db: Database,
    clock: Clock,
    private readonly random: () => number,
  ) {
    super(db, clock);
  }

  protected override mood(): Mood {
    return MOODS[Math.floor(this.random() * MOODS.length)]!;
  }
}

class SetClock extends Clock {
  at = new Date('2026-01-10T01:00:00Z');
  override now(): Date {
    return this.at;
  }
}

/** The services of runs in this process, on a database of their own, with crashes. */
export async function randomWorld(seed: number) {
  const random = randomOf(seed);
  const database = await testDatabase();
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  const source = await new DataSource({ type: 'postgres', url: database.appUrl, poolSize: 6 }).initialize();
  const db = new CrashingDatabase(source, random);
  const vault = new Vault();
  const clock = new SetClock();
  const packs = new PacksService(db, clock);
  const checks = new RunChecks(clock, vault);
  const receipts = new Receipts(clock);
  const runs = new RunsService(db, clock, vault, checks, receipts);
  const calculation = new Calculation(db, clock, packs, checks);
  const sweep = new RunSweep(db, clock, vault, calculation, runs, new MoodyBank(db, clock, random));
  const payments = new PaymentsService(db, clock, vault, checks, receipts);
  const debts = new DebtsService(db, clock, vault, packs);
  /** Does it again until it is through. */
  const insist = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
    }
  };
  const as = (accountId: number): RequestContext => ({ ...systemContext(), accountId });
  const close = async () => {
    await source.destroy();
    await owner.end();
    await database.drop();
  };
  return {
    random,
    owner,
    db,
    vault,
    clock,
    packs,
    runs,
    calculation,
    sweep,
    payments,
    debts,
    insist,
    as,
    close,
  };
}
export type World = Awaited<ReturnType<typeof randomWorld>>;

/** People of the county with granted entitlements, each with an account unless luck is against them. */
export async function populate(world: World, count: number): Promise<number[]> {
  const { owner, vault, random } = world;
  await owner.query(
    `INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES ('4106', '鹤壁市', 'city', NULL, 114, 35.9)`,
  );
  await publishPack(world, '2025-01', 5000);
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  for (const id of ids) {
    const salt = Buffer.alloc(16, id);
    const birth =
      random() < 0.2
        ? '1936-02-29'
        : `${1907 + Math.floor(random() * 39)}-0${1 + Math.floor(random() * 9)}-15`;
    const pii = vault.sealPerson(id, salt, { name: `王${id}`, address: '一号院' });
    await owner.query(
      `INSERT INTO persons (id, division, pii, key_salt, no_id_reason, sex, birth, living, lng, lat)
       VALUES ($1, '410602001001', $2, $3, '无证件', 'female', $4, 'alone', 114, 35.9)`,
      [id, pii, salt, birth],
    );
    await owner.query(
      `INSERT INTO residences (person_id, division, address, valid_from) VALUES ($1, '410602001001', $2, '2000-01-01')`,
      [id, pii],
    );
    await owner.query(
      `INSERT INTO entitlements (person_id, division, scheme, state, received, source)
       VALUES ($1, '410602001001', 'old-age-allowance', 'granted', '2025-12-01', 'staff')`,
      [id],
    );
    if (random() < 0.9) await account(world, id, Math.floor(random() * 10));
  }
  return ids;
}

/** A new account in force at once; its last digit says what the sandbox bank does. */
export async function account(world: World, id: number, digit: number): Promise<void> {
  const number = `6228${String(id).padStart(6, '0')}${Math.floor(world.random() * 1e6)}${digit}`;
  await world.owner.query(
    `INSERT INTO payees (person_id, division, sealed, account_index, valid_from, proposed_by, proposed_at, state, decided_by)
     VALUES ($1, '410602001001', $2, $3, '2025-01-01', 1, $4, 'confirmed', 2)`,
    [
      id,
      world.vault.seal({ name: `王${id}`, bank: '农商行', account: number }),
      world.vault.blindIndex('account', number),
      world.clock.now(),
    ],
  );
}

/** Another pack, in force from a month on; it may judge past months anew. */
export async function publishPack(world: World, from: string, fen: number): Promise<void> {
  const pack = oldAgePack({
    version: `${from}-${fen}`,
    bands: [
      { minAge: 80, maxAge: 89, fen, from: '2018-01' },
      { minAge: 90, fen: fen * 2, from: '2018-01' },
    ],
    paidInMonthOfDeath: world.random() < 0.5,
    backPay: { rule: 'from-eligibility', maxMonths: Math.floor(world.random() * 6) },
    certification: null,
  });
  await world.owner.query(
    `INSERT INTO benefit_packs (scheme, pack_version, jurisdiction, effective_from, data, notice_days, drafted_by, drafted_at,
       first_signer, second_signer, published_at)
     VALUES ('old-age-allowance', $1, '4106', $2, $3, 7, 1, now(), 1, 2, now())`,
    [pack.version, `${from}-01`, JSON.stringify(pack)],
  );
}
