import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import type { Said } from '../domain/adapters/adapter';
import type { DeviceEvent } from '../domain/model';
import { GroupEngine } from './group-engine';

/** The device that a message came from. */
export interface Sender {
  id: number;
  rootId: number;
  code: string;
  division: string;
  org: number | null;
  style: string;
  credential: Buffer;
}

/** A message that waits to be written: what was said, or why it could not be read. */
export interface Pending {
  sender: Sender;
  said?: Said;
  fault?: { reason: string; sample: string };
}

interface QuarantineRow {
  device_id: number;
  division: string;
  org: number | null;
  reason: string;
  count: number;
  /** Sealed, in hexadecimal. */
  sample: string;
}

/** Writes messages of some groups and has them judged, in one transaction. */
@Injectable()
export class MessageStore {
  constructor(
    @Inject(GroupEngine) private readonly engine: GroupEngine,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async store(tx: Tx, now: Date, batch: readonly Pending[]): Promise<void> {
    const all = [...new Set(batch.map(({ sender }) => sender.rootId))];
    // The groups first: two workers with messages of one group take turns.
    await this.engine.lock(tx, all);
    await this.quarantine(tx, now, batch);
    const events = batch.filter((one): one is Pending & { said: Said } => one.said !== undefined);
    if (events.length === 0) return;
    const fresh = await this.insert(tx, now, events);
    const byRoot = new Map<number, DeviceEvent[]>();
    events.forEach(({ sender, said }, i) => {
      const event: DeviceEvent = { type: said.type, at: 0, source: sender.code };
      if (said.kind !== null) event.kind = said.kind;
      if (said.eventAt !== null) event.eventAt = said.eventAt;
      if (!fresh.has(i)) event.repeated = true;
      const own = byRoot.get(sender.rootId);
      if (own) own.push(event);
      else byRoot.set(sender.rootId, [event]);
    });
    await this.engine.feedLocked(tx, [...byRoot.keys()], now, (engine, at, rootId) => {
      for (const event of byRoot.get(rootId)!) engine.event({ ...event, at });
    });
  }

  /** Stores what was said; answers the positions of those that were not there yet. */
  private async insert(
    tx: Tx,
    now: Date,
    events: readonly (Pending & { said: Said })[],
  ): Promise<Set<number>> {
    const rows = events.map(({ sender, said }, n) => ({
      n,
      device_id: sender.id,
      division: sender.division,
      org: sender.org,
      epoch: said.epoch,
      seq: said.seq,
      type: said.type,
      kind: said.kind,
      event_at: said.eventAt === null ? null : new Date(said.eventAt).toISOString(),
      readings: said.readings,
    }));
    const stored = await tx.sql<{ device_id: number; epoch: number; seq: number | null }>(
      `INSERT INTO device_messages (device_id, division, org, epoch, seq, type, kind, event_at, received_at, readings)
       SELECT r.device_id, r.division, r.org, r.epoch, r.seq, r.type, r.kind, r.event_at, $2, r.readings
       FROM jsonb_to_recordset($1::jsonb) AS r(n integer, device_id bigint, division text, org bigint, epoch bigint,
         seq bigint, type text, kind text, event_at timestamptz, readings jsonb)
       ORDER BY r.n ON CONFLICT (device_id, epoch, seq) DO NOTHING RETURNING device_id, epoch, seq`,
      [JSON.stringify(rows), now],
    );
    const keys = new Set(stored.map(({ device_id, epoch, seq }) => `${device_id}/${epoch}/${seq}`));
    const fresh = new Set<number>();
    for (const { n, device_id, epoch, seq } of rows) {
      // Of two alike in one batch only the first is new.
      if (seq === null || keys.delete(`${device_id}/${epoch}/${seq}`)) fresh.add(n);
    }
    return fresh;
  }

  private async quarantine(tx: Tx, now: Date, batch: readonly Pending[]): Promise<void> {
    const rows = new Map<string, QuarantineRow>();
    for (const { sender, fault } of batch) {
      if (!fault) continue;
      const key = `${sender.id}/${fault.reason}`;
      rows.set(key, {
        device_id: sender.id,
        division: sender.division,
        org: sender.org,
        reason: fault.reason,
        count: (rows.get(key)?.count ?? 0) + 1,
        sample: this.vault.seal(fault.sample).toString('hex'),
      });
    }
    if (rows.size === 0) return;
    await tx.sql(
      `INSERT INTO device_quarantine AS q (device_id, division, org, reason, hour, count, sample, last_at)
       SELECT r.device_id, r.division, r.org, r.reason, date_trunc('hour', $2::timestamptz), r.count,
         decode(r.sample, 'hex'), $2
       FROM jsonb_to_recordset($1::jsonb)
         AS r(device_id bigint, division text, org bigint, reason text, count bigint, sample text)
       ON CONFLICT (device_id, reason, hour) DO UPDATE SET count = q.count + EXCLUDED.count,
         sample = EXCLUDED.sample, last_at = EXCLUDED.last_at`,
      [JSON.stringify([...rows.values()]), now],
    );
  }
}
