import { Injectable } from '@nestjs/common';
import type { Tx } from '@heling/platform/server/database';
import type { Consumer, OutboxEvent } from '@heling/platform/server/outbox';

const GONE = '（已按本人申请删除）';

/**
 * What orders and visits hold of a person beside money and times: copies of name, telephone and address, the place of
 * the home, what was measured, and every free text.
 */
const FORGOTTEN = [
  `UPDATE visits v SET recipient = NULL, lng = d.lng, lat = d.lat,
     gate = CASE WHEN v.gate IS NULL THEN NULL ELSE jsonb_strip_nulls(jsonb_build_object('passed', v.gate->'passed')) END
   FROM divisions d WHERE v.person_id = $1 AND d.code = v.division`,
  'UPDATE visits SET recipient = NULL WHERE person_id = $1 AND recipient IS NOT NULL',
  'UPDATE orders SET override_reason = NULL, cancel_reason = NULL WHERE person_id = $1',
  'UPDATE transitions SET note = NULL, lng = NULL, lat = NULL WHERE person_id = $1',
  'UPDATE ratings SET comment = NULL WHERE person_id = $1',
  `UPDATE complaints SET text = '${GONE}', answer = CASE WHEN answer IS NULL THEN NULL ELSE '${GONE}' END
   WHERE person_id = $1`,
  `UPDATE welfare_checks SET result = '${GONE}' WHERE person_id = $1 AND result IS NOT NULL`,
  `UPDATE work_items SET result = NULL, facts = facts - 'lng' - 'lat' WHERE person_id = $1`,
  `UPDATE standing_orders SET state = 'ended', version = version + 1 WHERE person_id = $1 AND state = 'active'`,
];

/** A person was erased (删除个人信息): what their orders leave points to nobody; amounts stay as the accounts need them. */
@Injectable()
export class ErasedConsumer implements Consumer {
  readonly name = 'orders.erased';
  readonly topics = ['person.erased'] as const;

  async consume(tx: Tx, event: OutboxEvent): Promise<void> {
    if (event.personId === null) return;
    for (const statement of FORGOTTEN) await tx.sql(statement, [event.personId]);
  }
}
