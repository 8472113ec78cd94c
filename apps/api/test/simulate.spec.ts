import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { compare, type Recorded, type TruthLine } from '@heling/oversight/domain/compare';
import { STYLES, type Style } from '@heling/oversight/domain/adapters/styles';
import { credentialMac } from '@heling/oversight/server/credential';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { payloadOf, speaks } from '../../../tools/simulate/payload';
import { happenings } from '../../../tools/simulate/plot';
import { Random } from '../../../tools/seed/random';
import { seededCredential } from '../../../tools/seed/seals';

const about = { institution: 1, device: 'bed-101-1', boot: 1 };
const message = (seq: number, more: object = {}): TruthLine => ({
  ...{ type: 'message', said: 'raise', kind: 'fall', ...about, seq },
  ...{ sentAt: '2026-11-24T00:00:00.000Z', ackedAt: '2026-11-24T00:00:00.040Z', ...more },
});
const stored = (seq: number): Recorded['messages'][number] => ({ ...about, seq });
const raised = (count: number, kind = 'fall') => ({ institution: 1, device: 'bed-101-1', kind, count });

describe('the truth held against the record', () => {
  it('names what was lost, missed, doubled and never caused', () => {
    const truth = [message(1), message(2), message(3, { ackedAt: null })];
    const messages = [stored(1), stored(2)];
    expect(compare(truth, { messages, raises: [raised(2)] })).toMatchObject({
      ...{ same: true, lost: 0, unacknowledged: 1, latencyMs: { p50: 40, p99: 40, max: 40 } },
      raises: { caused: 2, raised: 2, missed: 0, doubled: 0, extra: 0 },
    });
    expect(compare(truth, { messages: [stored(1)], raises: [raised(1)] })).toMatchObject({
      ...{ same: false, lost: 1, raises: { missed: 1 } },
      differences: [{ device: 'bed-101-1', kind: 'fall', caused: 2, raised: 1 }],
    });
    expect(compare(truth, { messages, raises: [raised(4), raised(1, 'sos')] }).raises).toMatchObject({
      ...{ missed: 0, doubled: 2, extra: 1 },
    });
  });

  it('wants one silence for an outage of more than three heartbeats, and none for a short one', () => {
    const outage = (seconds: number): TruthLine => ({
      ...{ type: 'outage', institution: 1, device: 'gw1', heartbeatSeconds: 30 },
      heardAt: '2026-11-24T00:00:00.000Z',
      backAt: new Date(Date.parse('2026-11-24T00:00:00Z') + seconds * 1000).toISOString(),
    });
    const silent = [{ institution: 1, device: 'gw1', kind: 'silent', count: 1 }];
    expect(compare([outage(120)], { messages: [], raises: silent }).same).toBe(true);
    expect(compare([outage(120)], { messages: [], raises: [] }).silences).toMatchObject({ missed: 1 });
    expect(compare([outage(40)], { messages: [], raises: silent }).silences).toMatchObject({ extra: 1 });
  });
});

describe('the simulator', () => {
  it('speaks the payload styles that the adapters read', () => {
    const at = Date.parse('2026-11-24T00:00:00Z');
    for (const style of Object.keys(STYLES) as Style[]) {
      for (const kind of [
        'fall',
        'sos',
        'bed-exit',
        'no-breathing',
        'heart-rate',
        'battery',
        'door',
        'gas',
      ]) {
        if (!speaks(style, kind)) continue;
        for (const type of ['raise', 'clear'] as const) {
          const [said] = STYLES[style](payloadOf(style, { type, kind, boot: 3, seq: 7, at }));
          expect(said).toMatchObject({ type, kind, epoch: 3, seq: 7, eventAt: at });
        }
      }
      const readings = { heartRate: 62, breathing: 14 };
      const beat = payloadOf(style, { type: 'heartbeat', boot: 3, seq: 8, at, readings });
      expect(STYLES[style](beat)).toMatchObject([{ type: 'heartbeat', kind: null, seq: 8, readings }]);
    }
  });

  it('makes the same happen for the same seed, and more in the night', () => {
    const plot = (seed: number, hour: number) => {
      const random = new Random(seed, 'play', 1);
      const actor = { code: 'bed-101-1', style: 'heling' as const, gateway: false };
      return Array.from({ length: 4000 }, () =>
        happenings(random, actor, { stepMs: 60_000, speed: 5, hour }),
      ).flat();
    };
    expect(plot(1, 3)).toEqual(plot(1, 3));
    expect(plot(2, 3)).not.toEqual(plot(1, 3));
    const exits = (hour: number) =>
      plot(1, hour).filter((one) => one.what === 'episode' && one.kind === 'bed-exit');
    expect(exits(3).length).toBeGreaterThan(10);
    expect(exits(12)).toEqual([]);
  });
});

describe('a run against the platform', () => {
  let app: TestApp;
  let folder: string;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    folder = mkdtempSync(path.join(os.tmpdir(), 'heling-truth-'));
    await house();
  }, 60_000);
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A gateway with forty bands, which is what most happens to. */
  async function house(): Promise<void> {
    const facility = await app.db.query<{ id: string }>(
      `INSERT INTO facilities (kind, name, division, lng, lat, address, phone, area, beds, places, opens, licence,
         licence_until, fire_permit_until)
       VALUES ('nursingHome', '安康养老院', '410602001001', 114, 35.9, '一号', '0392-1234567', 1000, 100, 0, '全天', 'L1',
         '2030-01-01', '2030-01-01') RETURNING id`,
    );
    const id = Number(facility.rows[0]!.id);
    const add = async (code: string, parent: number | null) => {
      const credential = credentialMac(app.vault, seededCredential(app.vault, id, code));
      const device = await app.db.query<{ id: string }>(
        `INSERT INTO devices (facility_id, division, code, model, style, parent_id, life, heartbeat_seconds, credential, enrolled_at)
         VALUES ($1, '410602001001', $2, '测试', 'heling', $3, false, 30, $4, now()) RETURNING id`,
        [id, code, parent, credential],
      );
      return Number(device.rows[0]!.id);
    };
    const gateway = await add('gw1', null);
    await app.db.query(
      `INSERT INTO alarm_groups (root_id, facility_id, division) VALUES ($1, $2, '410602001001')`,
      [gateway, id],
    );
    for (let i = 0; i < 40; i += 1) await add(`band-${i}`, gateway);
  }
  const run = (file: string, args: string[], env: object) =>
    promisify(execFile)(process.execPath, [file, ...args], { env: { ...process.env, ...app.env, ...env } });

  it('over HTTPS loses nothing and counts nothing twice', async () => {
    const truth = path.join(folder, 'truth.ndjson');
    const args = ['--speed', '900', '--minutes', '0.13', '--truth', truth];
    await run('tools/simulate/main.mjs', args, { HELING_SIM_API: app.url });
    const caused = readFileSync(truth, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"raise"'));
    expect(caused.length).toBeGreaterThan(3);
    const { stdout } = await run('tools/heling.mjs', ['oversight', 'compare', truth], {});
    const result = JSON.parse(stdout) as ReturnType<typeof compare>;
    expect(result).toMatchObject({ same: true, lost: 0, raises: { missed: 0, doubled: 0, extra: 0 } });
    expect(result.raises.caused).toBeGreaterThan(3);
  }, 60_000);
});
