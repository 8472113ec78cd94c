import { Controller, Inject } from '@nestjs/common';
import type { Input, Output } from '@heling/platform/contract/route';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { Handle } from '@heling/platform/server/handle';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import { answerPhoneRoute, phoneCallsRoute } from '../contract/phone';
import { kindName } from '../domain/kinds';
import type { AlarmState, Priority } from '../domain/model';
import { AnsweringService } from './answering.service';

const SHOWN = 20;

interface Row {
  id: number;
  at: Date;
  facility: string;
  duty: string;
  account_id: number;
  alarm_id: number | null;
  kind: string | null;
  priority: Priority | null;
  room: string | null;
  state: AlarmState | null;
  acked: boolean;
}

/** The demonstration's telephone as it would have rung; in production there is no such page. */
@Controller()
export class PhoneController {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(AnsweringService) private readonly answering: AnsweringService,
  ) {}

  @Handle(phoneCallsRoute)
  async calls(
    { body }: Input<typeof phoneCallsRoute>,
    _ctx: RequestContext,
  ): Promise<Output<typeof phoneCallsRoute>> {
    const rows = await this.read(body.phone);
    return {
      items: rows.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        facility: row.facility,
        duty: row.duty,
        alarm:
          row.alarm_id === null
            ? null
            : {
                id: row.alarm_id,
                kindName: kindName(row.kind!),
                priority: row.priority!,
                room: row.room,
                state: row.state!,
                acked: row.acked,
              },
      })),
    };
  }

  /** Whoever holds the telephone that was called acts as the person who was called. */
  @Handle(answerPhoneRoute)
  async answer(
    { params, body }: Input<typeof answerPhoneRoute>,
    ctx: RequestContext,
  ): Promise<Output<typeof answerPhoneRoute>> {
    const call = (await this.read(body.phone)).find((each) => each.id === params.id);
    if (!call || call.alarm_id === null) throw notFound('没有找到这个呼叫，请刷新后重试。');
    const caller = {
      ...systemContext(),
      accountId: call.account_id,
      requestId: ctx.requestId,
      address: ctx.address,
    };
    return this.answering.ack(caller, call.alarm_id, false);
  }

  /** Calls by a message to this number. */
  private async read(phone: string): Promise<Row[]> {
    if (process.env.HELING_DEMO !== '1') throw notFound('演示手机只在演示环境中提供。');
    return this.db.run(systemContext(), (tx) =>
      tx.sql<Row>(
        `SELECT c.id, c.at, f.name AS facility, c.duty, c.account_id, c.alarm_id, a.kind, a.priority, d.room, a.state,
           EXISTS (SELECT FROM alarm_transitions t WHERE t.alarm_id = a.id AND t.change = 'acked'
             AND t.by_account = c.account_id) AS acked
         FROM messages m JOIN alarm_calls c ON m.cause = 'alarmCall:' || c.id
           JOIN facilities f ON f.id = c.facility_id LEFT JOIN alarms a ON a.id = c.alarm_id
           LEFT JOIN devices d ON d.id = a.device_id
         WHERE m.phone_index = $1 AND m.template IN ('alarm', 'alarmTest') ORDER BY c.id DESC LIMIT ${SHOWN}`,
        [this.vault.blindIndex('phone', phone)],
      ),
    );
  }
}
