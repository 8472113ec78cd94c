import { Inject, Injectable } from '@nestjs/common';
import { FamilyDirectory } from '@heling/notify/server/family-directory';
import { Messages } from '@heling/notify/server/messages';
import { addDays, businessDay, businessMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import type { Sweep } from '@heling/platform/server/outbox';
import { Vault } from '@heling/platform/server/vault';
import { certificationText, deadlineText } from '../domain/messages';
import { dateOfMonth, monthOfDate } from './common';
import { CERTIFIED } from './desk.service';
import { mayKnow } from './step-messages';

const AT_ONCE = 200;
/** Staff are reminded so many days before a deadline. */
const DAYS_AHEAD = 2;
const CERTIFICATION = 'benefitCertification';
const DEADLINE = 'benefitDeadline';

/**
 * Reminders by SMS. Of a life certification: once in each month from its last one to the end of the grace, which with a
 * grace of two months is three times. Of applications: once a day to those of the street (review) and of the county
 * (decision, objection) whose deadline comes.
 */
@Injectable()
export class ReminderSweep implements Sweep {
  readonly name = 'benefits.reminders';
  readonly everySeconds = 300;

  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(FamilyDirectory) private readonly directory: FamilyDirectory,
    @Inject(Messages) private readonly messages: Messages,
  ) {}

  async run(): Promise<void> {
    for (let after = 0; ;) {
      const last = await this.db.run(systemContext(), (tx) => this.certifications(tx, after));
      if (last === null) break;
      after = last;
    }
    await this.db.run(systemContext(), (tx) => this.deadlines(tx));
  }

  /** Answers the last person of this batch; null: nobody is left. */
  private async certifications(tx: Tx, after: number): Promise<number | null> {
    const now = this.clock.now();
    const month = businessMonth(now);
    const rows = await tx.sql<{ person_id: number; division: string; until: string; grace_until: string }>(
      `SELECT v.person_id, p.division, v.until::date AS until, v.grace_until::date AS grace_until
       FROM (${CERTIFIED}) v JOIN persons p ON p.id = v.person_id AND p.status = 'active'
       WHERE v.until <= $1 AND v.grace_until >= $1 AND v.person_id > $3
         AND (EXISTS (SELECT FROM accounts a WHERE a.person_id = v.person_id)
           OR EXISTS (SELECT FROM consents c WHERE c.person_id = v.person_id AND c.withdrawn_at IS NULL))
         AND NOT EXISTS (SELECT FROM messages m WHERE m.person_id = v.person_id AND m.template = '${CERTIFICATION}'
           AND m.created_at >= $1::timestamp AT TIME ZONE 'Asia/Shanghai')
       ORDER BY v.person_id LIMIT $4`,
      [dateOfMonth(month), businessDay(now), after, AT_ONCE],
    );
    for (const row of rows) {
      for (const follower of await mayKnow(tx, this.directory, row.person_id, now)) {
        const whose = follower.self ? '您' : follower.person;
        await this.messages.write(tx, {
          phone: follower.phone,
          text: certificationText(whose, month, monthOfDate(row.until), monthOfDate(row.grace_until)),
          template: CERTIFICATION,
          division: row.division,
          personId: row.person_id,
          accountId: follower.accountId,
          cause: `${CERTIFICATION}:${row.person_id}:${month}:${follower.accountId}`,
          usefulUntil: new Date(now.getTime() + 7 * 86_400_000),
        });
      }
    }
    return rows.length < AT_ONCE ? null : rows.at(-1)!.person_id;
  }

  private async deadlines(tx: Tx): Promise<void> {
    const now = this.clock.now();
    const today = businessDay(now);
    const rows = await tx.sql<{
      account_id: number;
      pii: Buffer;
      division: string;
      waiting: number;
      overdue: number;
    }>(
      `WITH due AS (SELECT left(e.division, 9) AS street, CASE e.state WHEN 'applied' THEN 'street' ELSE 'county' END AS role,
           count(*) AS waiting, count(*) FILTER (WHERE e.due_on < $1) AS overdue
         FROM entitlements e WHERE e.state IN ('applied', 'reviewed', 'objected') AND e.due_on <= $2 GROUP BY 1, 2)
       SELECT a.id AS account_id, a.pii, a.division, sum(d.waiting)::int AS waiting, sum(d.overdue)::int AS overdue
       FROM due d JOIN account_roles r ON r.role = d.role JOIN accounts a ON a.id = r.account_id AND a.status = 'active'
       WHERE EXISTS (SELECT FROM account_scopes s LEFT JOIN management_unit_streets u ON u.unit = s.unit
           WHERE s.account_id = a.id AND (d.street = u.street OR d.street ^@ s.division AND length(s.division) >= 6))
         AND NOT EXISTS (SELECT FROM messages m WHERE m.cause = '${DEADLINE}:' || a.id || ':' || $1::date)
       GROUP BY a.id ORDER BY a.id LIMIT 1000`,
      [today, addDays(today, DAYS_AHEAD)],
    );
    for (const row of rows) {
      const { phone } = this.vault.open<{ phone?: string }>(row.pii);
      if (!phone) continue;
      await this.messages.write(tx, {
        phone,
        text: deadlineText(row.waiting, row.overdue),
        template: DEADLINE,
        division: row.division,
        accountId: row.account_id,
        cause: `${DEADLINE}:${row.account_id}:${today}`,
        usefulUntil: new Date(now.getTime() + 86_400_000),
      });
    }
  }
}
