import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@heling/access/server/audit';
import { PageService } from '@heling/people/server/page.service';
import { UnmaskService } from '@heling/people/server/unmask.service';
import type { Input, Output } from '@heling/platform/contract/route';
import { addDays, atLocal } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound } from '@heling/platform/server/problem';
import type { alarmPhonesRoute, alarmResidentRoute, dutyLogRoute, recordAlarmRoute } from '../contract/seat';
import { isKind, kindName } from '../domain/kinds';
import { DUTIES, type Duty } from '../domain/policy';
import { RESPONSES } from '../domain/responses';
import { facilityIn } from './facility';
import { StaffNames } from './names';
import { problems } from './problems';

const LOG_ROWS = 500;

interface AlarmFacts {
  person_id: number | null;
  kind: string;
  state: string;
  division: string;
  org: number | null;
  facility_id: number;
}
interface LogRow {
  at: Date;
  alarm_id: number;
  kind: string;
  priority: Output<typeof dutyLogRoute>['items'][number]['priority'];
  device: string;
  room: string | null;
  change: string;
  by: number | null;
  text: string | null;
  duty: Duty | null;
}

/** The duty seat (值守席): the resident behind an alarm, telephones, what was done, the log of a shift. */
@Injectable()
export class SeatService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PageService) private readonly pages: PageService,
    @Inject(UnmaskService) private readonly unmasking: UnmaskService,
    @Inject(StaffNames) private readonly names: StaffNames,
  ) {}

  /** Masked. Whoever may see the alarm may know whom it concerns, also where the register is not theirs to read. */
  async resident(ctx: RequestContext, id: number): Promise<Output<typeof alarmResidentRoute>> {
    const alarm = await this.alarm(ctx, id);
    if (alarm.person_id === null) return { resident: null };
    const page = await this.pages.page(seeing(ctx, alarm.person_id), alarm.person_id);
    await this.db.run(ctx, (tx) =>
      audit(tx, ctx, this.clock, {
        action: 'oversight.resident',
        subject: 'alarm',
        subjectId: id,
        personId: alarm.person_id,
        division: alarm.division,
        purpose: 'emergency',
      }),
    );
    return {
      resident: {
        personId: page.id,
        name: page.identity.name,
        sex: page.sex,
        age: page.age,
        living: page.living,
        needLevel: page.needLevel,
        warnings: page.warnings.map((warning) => warning.text),
        conditions: page.health?.conditions.filter((each) => each.holds).map((each) => each.code) ?? [],
        allergies: page.health?.allergies ?? [],
        contacts: page.contacts,
      },
    };
  }

  /** Whole telephones for a call-out: counted and audited as every unmasking, its purpose is the emergency. */
  async phones(ctx: RequestContext, id: number): Promise<Output<typeof alarmPhonesRoute>> {
    const { person_id: personId } = await this.alarm(ctx, id);
    if (personId === null) throw problems.noResident();
    const { values, contacts, left } = await this.unmasking.unmask(seeing(ctx, personId), personId, {
      fields: ['name', 'phone'],
      purpose: 'emergency',
      note: `报警 ${id}`,
    });
    return { name: values.name ?? null, phone: values.phone ?? null, contacts: contacts ?? [], left };
  }

  /** Puts a line into the alarm's course; its state stays. */
  async record(
    ctx: RequestContext,
    id: number,
    { what, text }: Input<typeof recordAlarmRoute>['body'],
  ): Promise<Output<typeof recordAlarmRoute>> {
    await this.alarm(ctx, id);
    return this.db.run({ ...ctx, scope: systemContext().scope }, async (tx) => {
      const alarm = (await tx.one<AlarmFacts>(
        'SELECT person_id, kind, state, division, org, facility_id FROM alarms WHERE id = $1 FOR UPDATE',
        [id],
      ))!;
      if (alarm.state === 'closed') throw problems.closed();
      const steps = isKind(alarm.kind) ? RESPONSES[alarm.kind].steps : {};
      if (what === 'step' && !(text && Object.hasOwn(steps, text))) throw problems.step();
      if ((what === 'note' || what === 'callOut') && !text) throw problems.words();
      const now = this.clock.now();
      await tx.sql(
        `INSERT INTO alarm_transitions (alarm_id, division, org, at, change, state, occurrences, by_account, reason)
         SELECT id, division, org, $2, $3, state, occurrences, $4, $5 FROM alarms WHERE id = $1`,
        [id, now, what, ctx.accountId, what === 'step' ? steps[text!] : (text ?? null)],
      );
      await emit(tx, {
        topic: 'alarm.changed',
        key: `alarm:${id}`,
        division: alarm.division,
        org: alarm.org,
        payload: { alarmId: id, facilityId: alarm.facility_id },
      });
      await audit(tx, ctx, this.clock, {
        action: 'oversight.record',
        subject: 'alarm',
        subjectId: id,
        division: alarm.division,
        after: { what },
      });
      return { id };
    });
  }

  /** What happened on a day at an institution: alarms, calls, and what people did. */
  async log(ctx: RequestContext, facilityId: number, day: string): Promise<Output<typeof dutyLogRoute>> {
    const [first, last] = [atLocal(day, '00:00'), atLocal(addDays(day, 1), '00:00')];
    const rows = await this.db.run(ctx, async (tx) => {
      await facilityIn(tx, facilityId);
      return tx.sql<LogRow>(
        `SELECT l.at, l.alarm_id, a.kind, a.priority, d.code AS device, d.room, l.change, l.by, l.text, l.duty
         FROM alarms a JOIN devices d ON d.id = a.device_id CROSS JOIN LATERAL (
           SELECT t.at, t.alarm_id, t.change, t.by_account AS by, t.reason AS text, NULL AS duty, 0 AS after, t.id
             FROM alarm_transitions t
             WHERE t.alarm_id = a.id AND t.at >= $2 AND t.at < $3 AND t.change <> 'repeated'
           UNION ALL
           SELECT c.at, c.alarm_id, CASE c.state WHEN 'nobody' THEN 'nobody' ELSE 'called' END, c.account_id, NULL,
             c.duty, 1, c.id
             FROM alarm_calls c WHERE c.alarm_id = a.id AND c.at >= $2 AND c.at < $3) l
         WHERE a.facility_id = $1 AND a.opened_at < $3 AND (a.closed_at IS NULL OR a.closed_at >= $2)
         ORDER BY l.at, l.after, l.id LIMIT ${LOG_ROWS + 1}`,
        [facilityId, first, last],
      );
    });
    const names = await this.names.of(rows.map((row) => row.by));
    return {
      items: rows.slice(0, LOG_ROWS).map((row) => ({
        at: row.at.toISOString(),
        alarmId: row.alarm_id,
        kindName: kindName(row.kind),
        priority: row.priority,
        device: row.device,
        room: row.room,
        change: row.change,
        by: row.by === null ? null : (names.get(row.by) ?? null),
        text: row.duty ? DUTIES[row.duty] : row.text,
      })),
      more: rows.length > LOG_ROWS,
    };
  }

  private async alarm(ctx: RequestContext, id: number): Promise<AlarmFacts> {
    const alarm = await this.db.run({ scope: ctx.scope }, (tx) =>
      tx.one<AlarmFacts>(
        'SELECT person_id, kind, state, division, org, facility_id FROM alarms WHERE id = $1',
        [id],
      ),
    );
    if (!alarm) throw notFound('没有找到这条报警，或您无权查看。');
    return alarm;
  }
}

/** The same caller, who may also see this one person: the alarm is the reason. */
const seeing = (ctx: RequestContext, personId: number): RequestContext => ({
  ...ctx,
  scope: { ...ctx.scope, p: [...ctx.scope.p, personId] },
});
