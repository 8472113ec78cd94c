import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { addContact, editContact, setHealth } from '../contract/registry';
import { openContact } from './page.service';
import { problems } from './problems';
import { lockPerson, sealFor, touch, type PersonRow } from './records';

type Body<R extends { body: z.ZodType }> = z.output<R['body']>;
interface Changed {
  id: number;
  version: number;
}
const MAX_CONTACTS = 20;

/** Whom to call, and what to mind: contacts, conditions and allergies. */
@Injectable()
export class CareService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async addContact(
    ctx: RequestContext,
    id: number,
    { version, name, phone, relation, emergency }: Body<typeof addContact>,
  ): Promise<Changed & { contactId: number }> {
    return this.db.run(ctx, async (tx) => {
      const row = await lockPerson(tx, id, version);
      const made = await tx.one<{ id: number }>(
        `INSERT INTO contacts (person_id, division, pii, phone_index, relation, emergency)
         SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM contacts c WHERE c.person_id = $1) < ${MAX_CONTACTS}
         RETURNING id`,
        [
          id,
          row.division,
          sealFor(this.vault, row, { name, phone }),
          this.vault.blindIndex('phone', phone),
          relation,
          emergency,
        ],
      );
      if (!made) throw problems.contacts(`联系人最多 ${MAX_CONTACTS} 位，请先删除不再使用的。`);
      const after = { contactId: made.id, relation, emergency };
      const changed = await this.note(tx, ctx, row, 'addContact', { after, sealed: { name, phone } });
      return { ...changed, contactId: made.id };
    });
  }

  async editContact(
    ctx: RequestContext,
    id: number,
    contactId: number,
    wish: Body<typeof editContact>,
  ): Promise<Changed> {
    return this.db.run(ctx, async (tx) => {
      const row = await lockPerson(tx, id, wish.version);
      const old = await this.contactOf(tx, id, contactId);
      const was = openContact(this.vault, row, old.pii);
      const is = { name: wish.name ?? was.name, phone: wish.phone ?? was.phone };
      const codes = { relation: wish.relation ?? old.relation, emergency: wish.emergency ?? old.emergency };
      await tx.sql(
        `UPDATE contacts SET pii = $2, phone_index = $3, relation = $4, emergency = $5 WHERE id = $1`,
        [
          contactId,
          sealFor(this.vault, row, is),
          this.vault.blindIndex('phone', is.phone),
          codes.relation,
          codes.emergency,
        ],
      );
      return this.note(tx, ctx, row, 'editContact', {
        before: { contactId, relation: old.relation, emergency: old.emergency },
        after: { contactId, ...codes },
        sealed: { before: was, after: is },
      });
    });
  }

  async removeContact(ctx: RequestContext, id: number, contactId: number, version: number): Promise<Changed> {
    return this.db.run(ctx, async (tx) => {
      const row = await lockPerson(tx, id, version);
      const old = await this.contactOf(tx, id, contactId);
      await tx.sql('DELETE FROM contacts WHERE id = $1', [contactId]);
      return this.note(tx, ctx, row, 'removeContact', {
        before: { contactId, relation: old.relation, emergency: old.emergency },
        sealed: { before: openContact(this.vault, row, old.pii) },
      });
    });
  }

  /** Sets the conditions that hold and the allergies; a condition no longer named ends yesterday, its history stays. */
  async setHealth(ctx: RequestContext, id: number, wish: Body<typeof setHealth>): Promise<Changed> {
    const now = this.clock.now();
    const today = businessDay(now);
    for (const { since, until } of wish.conditions) {
      if (since > today) throw problems.day('conditions', '健康状况的开始日期不能晚于今天。');
      if (until !== null && until < since)
        throw problems.day('conditions', '健康状况的结束日期早于开始日期。');
    }
    const codes = new Set(wish.conditions.map((each) => each.code));
    if (codes.size < wish.conditions.length) throw problems.day('conditions', '同一健康状况只需填写一次。');
    return this.db.run(ctx, async (tx) => {
      const row = await lockPerson(tx, id, wish.version);
      const before = await tx.one<{ conditions: string[]; allergies: string[] }>(
        `SELECT ARRAY(SELECT c.code FROM conditions c WHERE c.person_id = $1 AND (c.until IS NULL OR c.until >= $2)) AS conditions,
           ARRAY(SELECT a.allergen FROM allergies a WHERE a.person_id = $1) AS allergies`,
        [id, today],
      );
      await tx.sql(
        `WITH given AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS r(code text, since date, until date)),
         ended AS (
           UPDATE conditions c SET until = greatest(c.since, $4::date) WHERE c.person_id = $1
             AND (c.until IS NULL OR c.until >= $5) AND c.code NOT IN (SELECT code FROM given)
         ), kept AS (
           UPDATE conditions c SET since = g.since, until = g.until FROM given g WHERE c.person_id = $1 AND c.code = g.code
             AND (c.until IS NULL OR c.until >= $5) RETURNING c.code
         )
         INSERT INTO conditions (person_id, division, code, since, until)
         SELECT $1, $2, g.code, g.since, g.until FROM given g WHERE g.code NOT IN (SELECT code FROM kept)`,
        [id, row.division, JSON.stringify(wish.conditions), addDays(today, -1), today],
      );
      await tx.sql('DELETE FROM allergies WHERE person_id = $1 AND allergen <> ALL ($2)', [
        id,
        wish.allergies,
      ]);
      await tx.sql(
        `INSERT INTO allergies (person_id, division, allergen) SELECT $1, $2, a FROM unnest($3::text[]) a
         ON CONFLICT DO NOTHING`,
        [id, row.division, wish.allergies],
      );
      return this.note(tx, ctx, row, 'setHealth', {
        before,
        after: { conditions: [...codes], allergies: wish.allergies },
      });
    });
  }

  private async contactOf(tx: Tx, personId: number, contactId: number) {
    const row = await tx.one<{ pii: Buffer; relation: string; emergency: boolean }>(
      'SELECT pii, relation, emergency FROM contacts WHERE id = $1 AND person_id = $2',
      [contactId, personId],
    );
    if (!row) throw notFound('没有找到这位联系人，可能已被删除。');
    return row;
  }

  private async note(
    tx: Tx,
    ctx: RequestContext,
    row: PersonRow,
    verb: string,
    entry: { before?: unknown; after?: unknown; sealed?: unknown },
  ): Promise<Changed> {
    const version = await touch(tx, row.id, this.clock.now());
    await emit(tx, {
      topic: 'person.corrected',
      key: `person:${row.id}`,
      division: row.division,
      personId: row.id,
    });
    await audit(tx, ctx, this.clock, {
      action: `people.${verb}`,
      subject: 'person',
      subjectId: row.id,
      personId: row.id,
      division: row.division,
      before: entry.before,
      after: entry.after,
      sealed: entry.sealed === undefined ? null : sealFor(this.vault, row, entry.sealed),
    });
    return { id: row.id, version };
  }
}
