import { Random } from '../seed/random';
import type { TruthLine } from '@heling/oversight/domain/compare';
import type { Connection } from './connection';
import { payloadOf, type Saying } from './payload';
import { happenings, type Happening } from './plot';
import type { Registered } from './registry';

const SKEWED = 0.005;
const SKEW_MS = 10 * 60_000;

/** A device that is being played: what it says, when it is heard, what becomes of it. */
export class Player {
  private boot: number;
  private seq = 0;
  private nextBeat = 0;
  private readonly random: Random;
  private readonly skew: number;
  /** While its line is cut. */
  private away = false;
  heardAt = 0;
  /** Episodes under way, by kind: one at a time of each. */
  private readonly going = new Set<string>();
  /** Messages that wait for their acknowledgement. */
  waiting = 0;
  sent = 0;

  constructor(
    readonly device: Registered,
    readonly line: Connection,
    seed: number,
    private readonly write: (line: TruthLine) => void,
  ) {
    this.random = new Random(seed, 'play', device.id);
    this.boot = device.lastBoot + 1;
    this.skew = this.random.chance(SKEWED) ? SKEW_MS : 0;
    // Not all at the same second.
    this.nextBeat = this.random.next() * Math.min(device.heartbeatSeconds, 20) * 1000;
  }

  /** A heartbeat when it is due; `since`: milliseconds since the run began. */
  beat(since: number): void {
    if (this.away || since < this.nextBeat) return;
    this.nextBeat = since + this.device.heartbeatSeconds * 1000 * (0.9 + this.random.next() * 0.1);
    void this.say('heartbeat', undefined, Date.now(), this.readings());
  }

  happenings(step: { stepMs: number; speed: number; hour: number }): Happening[] {
    return happenings(this.random, this.device, step);
  }

  /** Plays what happens here; `later` runs something after so many milliseconds unless the run has ended. */
  play(happening: Happening, later: (ms: number, then: () => void) => void): void {
    if (happening.what === 'reboot') {
      this.boot += 1;
      this.seq = 0;
    } else if (happening.what === 'chatter') {
      for (let i = 0; i < happening.times; i += 1) {
        later(i * 400, () => void this.say(i % 2 === 0 ? 'raise' : 'clear', happening.kind, Date.now()));
      }
    } else if (happening.what === 'episode' && !this.going.has(happening.kind)) {
      const { kind, lastsMs, repeats, lateMs, twice } = happening;
      const began = Date.now();
      this.going.add(kind);
      // A late message stood in the device's buffer: it tells when it really was.
      later(lateMs, () => void this.say('raise', kind, began, undefined, twice));
      for (let i = 1; i <= repeats; i += 1) {
        later((lastsMs * i) / (repeats + 1), () => void this.say('raise', kind, Date.now()));
      }
      later(lastsMs, () => {
        this.going.delete(kind);
        void this.say('clear', kind, Date.now(), undefined, twice);
      });
    }
  }

  leave(): void {
    this.away = true;
    this.line.cut();
  }

  comeBack(): void {
    this.away = false;
    this.nextBeat = 0;
    this.line.mend();
  }

  private async say(
    type: Saying['type'],
    kind: string | undefined,
    at: number,
    readings?: Record<string, number>,
    twice = false,
  ): Promise<void> {
    this.seq += 1;
    const { institution, code, style } = this.device;
    const about = { boot: this.boot, seq: this.seq };
    const payload = payloadOf(style, {
      ...{ type, ...about, at: at + this.skew },
      ...(kind === undefined ? {} : { kind }),
      ...(readings && { readings }),
    });
    let sentAt: number | null = null;
    const truth = (ackedAt: number | null) => {
      if (type === 'heartbeat' || kind === undefined) return;
      this.write({
        ...{ type: 'message', said: type, kind, institution, device: code, ...about },
        sentAt: new Date(sentAt ?? at).toISOString(),
        ackedAt: ackedAt === null ? null : new Date(ackedAt).toISOString(),
      });
    };
    this.unanswered.add(truth);
    this.waiting += 1;
    this.sent += 1;
    const first = this.line.publish(payload, () => (sentAt = Date.now()));
    if (twice) void this.line.publish(payload);
    await first;
    this.waiting -= 1;
    this.heardAt = Date.now();
    this.unanswered.delete(truth);
    truth(this.heardAt);
  }

  private readonly unanswered = new Set<(ackedAt: null) => void>();

  /** The run is over: what was never acknowledged is written down as such. */
  end(): void {
    this.line.close();
    for (const truth of this.unanswered) truth(null);
  }

  private readings(): Record<string, number> | undefined {
    if (!this.device.code.startsWith('bed-')) return undefined;
    return { heartRate: 58 + this.random.int(24), breathing: 12 + this.random.int(7) };
  }
}

/** Outages of a device, or of a gateway with all that hang on it (断网). */
export class Lines {
  private readonly families = new Map<number, Player[]>();
  private readonly cut = new Set<number>();

  constructor(
    players: readonly Player[],
    private readonly write: (line: TruthLine) => void,
  ) {
    for (const player of players) {
      const root = player.device.parentId ?? player.device.id;
      const family = this.families.get(root);
      if (family) family.push(player);
      else this.families.set(root, [player]);
    }
  }

  /** Cuts the line for a while, unless that or its gateway's is cut. */
  outage(player: Player, lastsMs: number, later: (ms: number, then: () => void) => void): void {
    const { id, parentId, institution, code, heartbeatSeconds } = player.device;
    const family = parentId === null ? this.families.get(id)! : [player];
    if (this.cut.has(parentId ?? id) || family.some((each) => this.cut.has(each.device.id))) return;
    for (const each of family) {
      this.cut.add(each.device.id);
      each.leave();
    }
    const heardAt = Math.max(...family.map((each) => each.heardAt));
    const back = () => {
      for (const each of family) {
        this.cut.delete(each.device.id);
        each.comeBack();
      }
      this.write({
        ...{ type: 'outage', institution, device: code, heartbeatSeconds },
        heardAt: new Date(heardAt).toISOString(),
        backAt: new Date().toISOString(),
      });
      this.ending.delete(back);
    };
    this.ending.add(back);
    later(lastsMs, () => {
      if (this.ending.has(back)) back();
    });
  }

  /** Lines that are cut; each comes back when called. */
  readonly ending = new Set<() => void>();
}
