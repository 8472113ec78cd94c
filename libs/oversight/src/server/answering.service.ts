import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@heling/access/server/audit';
import type { Input, Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound } from '@heling/platform/server/problem';
import type { ackAlarmRoute, handOverRoute, resolveAlarmRoute, shelveAlarmRoute } from '../contract/alarms';
import type { Command } from '../domain/model';
import type { Said } from './group';
import { GroupEngine } from './group-engine';
import { StaffNames } from './names';
import { problems } from './problems';

/** The engine's reasons in words. */
const REASONS: Record<string, string> = {
  suppressed: '网关失联，设备状态不明',
  shelved: '已搁置，请先取消搁置',
  cleared: '情况已解除，只需确认',
  'not-shelved': '没有搁置',
  'no-until': '搁置的时间必须晚于现在',
};

interface Found {
  root: number;
  code: string;
  kind: string;
  state: string;
  priority: string;
  division: string;
  org: number | null;
  facility_id: number;
}
type Result = Output<typeof ackAlarmRoute>;

/** What people do about alarms (处置); the engine decides what follows. */
@Injectable()
export class AnsweringService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(GroupEngine) private readonly engine: GroupEngine,
    @Inject(StaffNames) private readonly names: StaffNames,
  ) {}

  /** Somebody else has it in hand: 409 with their name, unless the caller takes it over (接手). */
  ack(ctx: RequestContext, id: number, takeOver: boolean): Promise<Result> {
    return this.act(ctx, id, { type: 'ack' }, {}, takeOver ? undefined : (tx) => this.taken(tx, ctx, id));
  }

  resolve(
    ctx: RequestContext,
    id: number,
    { outcome, note }: Input<typeof resolveAlarmRoute>['body'],
  ): Promise<Result> {
    return this.act(ctx, id, { type: 'resolve', reason: outcome }, { outcome, reason: note });
  }

  shelve(
    ctx: RequestContext,
    id: number,
    { until, reason }: Input<typeof shelveAlarmRoute>['body'],
  ): Promise<Result> {
    const shelvedUntil = new Date(until);
    return this.act(
      ctx,
      id,
      { type: 'shelve', reason, until: shelvedUntil.getTime() },
      { reason, shelvedUntil },
    );
  }

  unshelve(ctx: RequestContext, id: number): Promise<Result> {
    return this.act(ctx, id, { type: 'unshelve' }, {});
  }

  private async act(
    ctx: RequestContext,
    id: number,
    command: Omit<Command, 'at' | 'source' | 'kind'>,
    said: Omit<Said, 'by' | 'source' | 'kind'>,
    check?: (tx: Tx) => Promise<void>,
  ): Promise<Result> {
    await this.visible(ctx, id);
    // The group's devices, policy and roster are needed whole, whatever the caller sees of them.
    return this.db.run({ ...ctx, scope: systemContext().scope }, async (tx) => {
      const alarm = await tx.one<Found>(
        `SELECT coalesce(d.parent_id, d.id) AS root, d.code, a.kind, a.state, a.priority, a.division, a.org, a.facility_id
         FROM alarms a JOIN devices d ON d.id = a.device_id WHERE a.id = $1`,
        [id],
      );
      await tx.sql('SELECT 1 FROM alarm_groups WHERE root_id = $1 FOR UPDATE', [alarm!.root]);
      // The open one of the source and kind may be a later one by now.
      const still = await tx.one<{ state: string }>('SELECT state FROM alarms WHERE id = $1', [id]);
      if (still!.state === 'closed') throw problems.closed();
      await check?.(tx);
      const { code: source, kind } = alarm!;
      const lines = await this.engine.feed(
        tx,
        alarm!.root,
        this.clock.now(),
        (engine, at) => engine.command({ ...command, at, source, kind }),
        { ...said, source, kind, by: ctx.accountId },
      );
      const answer = lines.findLast(
        (line): line is typeof line & { source: string; kind: string } =>
          'source' in line && 'kind' in line && line.source === source && line.kind === kind,
      );
      if (answer && 'refused' in answer)
        throw answer.refused === 'p0' ? problems.p0() : wrong(answer.refused);
      if (answer && 'ignored' in answer) throw wrong(answer.ignored);
      // Whoever acknowledges has heard what rang on their screen.
      await tx.sql(
        `UPDATE alarm_calls SET state = 'received', received_at = $3
         WHERE alarm_id = $1 AND account_id = $2 AND state = 'sent' AND channel = 'screen'`,
        [id, ctx.accountId, this.clock.now()],
      );
      const now = await tx.one<{ state: Result['state'] }>('SELECT state FROM alarms WHERE id = $1', [id]);
      await audit(tx, ctx, this.clock, {
        action: `oversight.${command.type}`,
        subject: 'alarm',
        subjectId: id,
        division: alarm!.division,
        before: { state: still!.state },
        after: { state: now!.state, outcome: said.outcome ?? null },
      });
      return { id, state: now!.state };
    });
  }

  /** To somebody whose shift runs or begins within the day, by name. */
  async handOver(
    ctx: RequestContext,
    id: number,
    { shiftId }: Input<typeof handOverRoute>['body'],
  ): Promise<Output<typeof handOverRoute>> {
    await this.visible(ctx, id);
    return this.db.run({ ...ctx, scope: systemContext().scope }, async (tx) => {
      const alarm = await tx.one<Omit<Found, 'root' | 'code'>>(
        'SELECT kind, state, priority, division, org, facility_id FROM alarms WHERE id = $1 FOR UPDATE',
        [id],
      );
      if (alarm!.state === 'closed') throw problems.closed();
      const now = this.clock.now();
      const shift = await tx.one<{ account_id: number }>(
        `SELECT account_id FROM duty_shifts WHERE id = $1 AND facility_id = $2 AND ended_at IS NULL AND ends_at > $3
           AND starts_at < $3::timestamptz + interval '1 day'`,
        [shiftId, alarm!.facility_id, now],
      );
      if (!shift) throw problems.handOver();
      await tx.sql('UPDATE alarms SET owner_id = $2, changed_at = $3 WHERE id = $1', [
        id,
        shift.account_id,
        now,
      ]);
      await tx.sql(
        `INSERT INTO alarm_transitions (alarm_id, division, org, at, change, state, occurrences, by_account)
         SELECT id, division, org, $2, 'handedOver', state, occurrences, $3 FROM alarms WHERE id = $1`,
        [id, now, ctx.accountId],
      );
      await emit(tx, {
        topic: 'alarm.changed',
        key: `alarm:${id}`,
        division: alarm!.division,
        org: alarm!.org,
        payload: { alarmId: id, facilityId: alarm!.facility_id, ownerId: shift.account_id },
      });
      await audit(tx, ctx, this.clock, {
        action: 'oversight.handOver',
        subject: 'alarm',
        subjectId: id,
        division: alarm!.division,
        after: { ownerId: shift.account_id },
      });
      return { id, ownerId: shift.account_id };
    });
  }

  private async taken(tx: Tx, ctx: RequestContext, id: number): Promise<void> {
    const last = await tx.one<{ by_account: number | null; at: Date }>(
      `SELECT t.by_account, t.at FROM alarm_transitions t JOIN alarms a ON a.id = t.alarm_id
       WHERE t.alarm_id = $1 AND t.change = 'acked' AND a.state = 'active-acked' ORDER BY t.id DESC LIMIT 1`,
      [id],
    );
    if (!last?.by_account || last.by_account === ctx.accountId) return;
    const names = await this.names.of([last.by_account]);
    throw problems.taken(names.get(last.by_account) ?? '另一位同事', last.at);
  }

  private async visible(ctx: RequestContext, id: number): Promise<void> {
    const found = await this.db.run({ scope: ctx.scope }, (tx) =>
      tx.one('SELECT 1 FROM alarms WHERE id = $1', [id]),
    );
    if (!found) throw notFound();
  }
}

const wrong = (code: string) => problems.state(REASONS[code] ?? '状态已变');
