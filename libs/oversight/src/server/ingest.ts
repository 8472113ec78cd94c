import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { PayloadFault, type Said } from '../domain/adapters/adapter';
import { STYLES, type Style } from '../domain/adapters/styles';
import { KINDS, isKind } from '../domain/kinds';
import { credentialMac } from './credential';
import { MessageStore, type Pending, type Sender } from './message-store';

/** Transactions at once, each of which takes a connection; the last is for groups with a P0 only. */
const AT_ONCE = 5;
/** Groups and messages of one transaction. */
const GROUPS = 8;
const BATCH = 500;
/** A device's messages a minute, and at once. */
const PER_MINUTE = 600;
const MAX_BYTES = 64 * 1024;
/** How long a device's record is believed; so long does a credential that was replaced still hold. */
const KNOWN_MS = 10_000;
const MAX_KNOWN = 50_000;

interface Waiting {
  pending: Pending;
  done: () => void;
  failed: (error: unknown) => void;
}
interface Queue {
  waiting: Waiting[];
  urgent: boolean;
}

/**
 * Messages of devices, from any transport. `take` resolves once a message is stored and judged; until then nobody acknowledges it.
 * What arrives meanwhile is written together next, of several groups in one transaction; groups with a P0 come first, by themselves.
 */
@Injectable()
export class Ingest {
  private readonly queues = new Map<number, Queue>();
  private readonly busy = new Set<number>();
  private running = 0;
  private readonly known = new Map<string, { sender: Sender; until: number }>();
  private readonly budgets = new Map<number, { left: number; at: number }>();

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(MessageStore) private readonly store: MessageStore,
  ) {}

  /** The device of this name if the credential is its own. */
  async authenticate(institution: number, code: string, credential: string): Promise<Sender | null> {
    const sender = await this.sender(institution, code);
    const mac = credentialMac(this.vault, credential);
    return sender && sender.credential.length === mac.length && timingSafeEqual(sender.credential, mac)
      ? sender
      : null;
  }

  /** The device of this name; null when there is none or it is out of use. */
  async sender(institution: number, code: string): Promise<Sender | null> {
    const key = `${institution}/${code}`;
    const now = Date.now();
    const known = this.known.get(key);
    if (known && known.until > now) return known.sender;
    const sender = await this.db.run(systemContext(), (tx) =>
      tx.one<Sender>(
        `SELECT id, coalesce(parent_id, id) AS "rootId", code, division, org, style, credential FROM devices
         WHERE facility_id = $1 AND code = $2 AND active`,
        [institution, code],
      ),
    );
    if (this.known.size >= MAX_KNOWN) this.known.clear();
    if (sender) this.known.set(key, { sender, until: now + KNOWN_MS });
    else this.known.delete(key);
    return sender ?? null;
  }

  /** Takes one payload; resolves after the commit. What cannot be read is quarantined, which also counts as taken. */
  async take(sender: Sender, payload: Uint8Array): Promise<void> {
    const fault = (reason: string): Pending => ({ sender, fault: { reason, sample: sampleOf(payload) } });
    if (payload.length > MAX_BYTES) return this.push([fault('too-large')]);
    let said: Said[];
    try {
      said = STYLES[sender.style as Style](payload);
    } catch (error) {
      if (error instanceof PayloadFault) return this.push([fault(error.reason)]);
      throw error;
    }
    return this.push(
      said.map((one) =>
        isUrgent(one) || this.mayTake(sender.id) ? { sender, said: one } : fault('too-many'),
      ),
    );
  }

  /** A bucket for each device; a life in danger is never refused. */
  private mayTake(deviceId: number): boolean {
    const now = Date.now();
    const budget = this.budgets.get(deviceId) ?? { left: PER_MINUTE, at: now };
    budget.left = Math.min(PER_MINUTE, budget.left + ((now - budget.at) * PER_MINUTE) / 60_000);
    budget.at = now;
    this.budgets.set(deviceId, budget);
    if (budget.left < 1) return false;
    budget.left -= 1;
    return true;
  }

  private async push(all: readonly Pending[]): Promise<void> {
    const written = all.map(
      (pending) =>
        new Promise<void>((done, failed) => {
          const root = pending.sender.rootId;
          const queue = this.queues.get(root) ?? { waiting: [], urgent: false };
          queue.waiting.push({ pending, done, failed });
          queue.urgent ||= pending.said !== undefined && isUrgent(pending.said);
          this.queues.set(root, queue);
        }),
    );
    this.pump();
    await Promise.all(written);
  }

  /** Starts writing groups that wait, as many as may be written at once. */
  private pump(): void {
    while (this.running < AT_ONCE) {
      const batch: Waiting[] = [];
      const roots: number[] = [];
      for (const root of this.next()) {
        if (batch.length >= BATCH) break;
        roots.push(root);
        const queue = this.queues.get(root)!;
        batch.push(...queue.waiting.splice(0, BATCH - batch.length));
        if (queue.waiting.length === 0) this.queues.delete(root);
        this.busy.add(root);
      }
      if (batch.length === 0) return;
      this.running += 1;
      void this.write(batch).finally(() => {
        this.running -= 1;
        for (const root of roots) this.busy.delete(root);
        this.pump();
      });
    }
  }

  /** The groups to write next: those with a P0 if there are any. */
  private next(): number[] {
    const [urgent, others]: [number[], number[]] = [[], []];
    for (const [root, queue] of this.queues) {
      if (this.busy.has(root)) continue;
      if (queue.urgent) urgent.push(root);
      else if (others.length < GROUPS) others.push(root);
      if (urgent.length === GROUPS) break;
    }
    if (urgent.length > 0) return urgent;
    return this.running < AT_ONCE - 1 ? others : [];
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.db.run(systemContext(), (tx) =>
        this.store.store(
          tx,
          this.clock.now(),
          batch.map(({ pending }) => pending),
        ),
      );
      for (const { done } of batch) done();
    } catch (error) {
      // One message must not hold up the others for ever.
      if (batch.length > 1) for (const one of batch) await this.write([one]);
      else batch[0]!.failed(error);
    }
  }
}

const isUrgent = ({ type, kind }: Said): boolean =>
  type === 'raise' && kind !== null && isKind(kind) && KINDS[kind].priority === 'P0';

const SAMPLE_BYTES = 500;
/** The beginning of a payload, as text where it is text. */
function sampleOf(payload: Uint8Array): string {
  const bytes = Buffer.from(payload.subarray(0, SAMPLE_BYTES));
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') || text.includes('\0') ? bytes.toString('hex') : text;
}
