import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@heling/access/server/audit';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import { problems as general } from './problems';
import { problems } from './personal-data-problems';
import { openPii, PERSON_COLUMNS, type ContactPii, type PersonRow } from './records';

/** Who asks for a senior's data. */
export interface Asked {
  person: PersonRow;
  /** The senior themselves. */
  self: boolean;
}

/** Whole tables of what is held about a person beside the sealed values; each without anybody else's data. */
const PARTS: Record<string, string> = {
  conditions: 'SELECT code, since, until FROM conditions WHERE person_id = $1 ORDER BY since, id',
  allergies: 'SELECT allergen FROM allergies WHERE person_id = $1 ORDER BY allergen',
  assessments: `SELECT standard, assessed_on, state, items, diagnoses, risk_events, total, level, adjustments, valid_until
    FROM assessments WHERE person_id = $1 ORDER BY assessed_on, id`,
  consents: `SELECT relation, covers, basis, granted_at, expires_at, withdrawn_at FROM consents WHERE person_id = $1
    ORDER BY id`,
  quotas: 'SELECT month, authorised, reserved, consumed FROM quotas WHERE person_id = $1 ORDER BY month',
  orders: `SELECT o.id, s.name AS service, o.state, o.day, o.channel, o.placed_at, o.price, o.subsidy, o.self_pay,
      o.pay_state, o.override_reason, o.cancel_reason
    FROM orders o JOIN services s ON s.code = o.service WHERE o.person_id = $1 ORDER BY o.id`,
  visits:
    'SELECT id, order_id, state, day, arrived_at, done_at, gate, outcome FROM visits WHERE person_id = $1 ORDER BY id',
  payments: `SELECT order_id, channel, amount, state, created_at, paid_at, refund, refunded_at FROM payments
    WHERE person_id = $1 ORDER BY id`,
  ratings: 'SELECT order_id, stars, comment, at FROM ratings WHERE person_id = $1 ORDER BY at',
  complaints:
    'SELECT order_id, text, at, state, answer, answered_at FROM complaints WHERE person_id = $1 ORDER BY at',
  messages: 'SELECT template, state, created_at, sent_at FROM messages WHERE person_id = $1 ORDER BY id',
};
/** Who looked, as far as what was done and why: names of staff are not the senior's data. */
const PROCESSING = 'SELECT at, action, subject, purpose FROM audit_log WHERE person_id = $1 ORDER BY id';

/** The copy of a person's own data (个人信息副本), for the senior. */
@Injectable()
export class PersonalDataService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * The senior themselves, or staff in whose scope they are with the number of what the senior signed.
   * @throws Problem 404 outside the scope, `people.not_theirs` for a family, `people.paper_needed` for staff without.
   */
  async asked(ctx: RequestContext, personId: number, paper: string | undefined): Promise<Asked> {
    const found = await this.db.run({ scope: ctx.scope }, (tx) =>
      tx.one<PersonRow & { self: boolean }>(
        `SELECT ${PERSON_COLUMNS}, EXISTS (SELECT FROM accounts a WHERE a.id = $2 AND a.person_id = p.id) AS self
         FROM persons p WHERE p.id = $1`,
        [personId, ctx.accountId],
      ),
    );
    if (!found) throw notFound('没有找到这位老人，或您无权查看。');
    const { self, ...person } = found;
    if (!self && ctx.roles.every((role) => role === 'family')) throw problems.notTheirs();
    if (!person.key_salt) throw general.erased();
    if (!self && !paper) throw problems.paperNeeded();
    return { person, self };
  }

  async export(ctx: RequestContext, personId: number, paper: string | undefined) {
    const { person, self } = await this.asked(ctx, personId, paper);
    const now = this.clock.now();
    // Their own data is theirs wherever it lies, also where the asking office has no scope.
    const entry = {
      ...{ action: 'people.exportPersonalData', subject: 'person' },
      purpose: self ? '本人申请' : '凭本人签字的申请',
    };
    const content = await this.db.run(systemContext(), async (tx) => {
      await audit(tx, ctx, this.clock, {
        ...{ ...entry, subjectId: personId, personId, division: person.division },
        after: { paper: paper ?? null },
      });
      const gathered = await this.gather(tx, person);
      // The audit row of this copy is written when it commits.
      return { ...gathered, processing: [...gathered.processing, { at: now.toISOString(), ...entry }] };
    });
    const text = JSON.stringify(
      {
        about: '鹤龄：个人信息副本（《个人信息保护法》第四十五条）',
        madeAt: now.toISOString(),
        // Says whose copy it is, should it turn up elsewhere.
        madeFor: { accountId: ctx.accountId, requestId: ctx.requestId, paper: paper ?? null },
        ...content,
      },
      null,
      2,
    );
    return {
      fileName: `个人信息副本-${personId}.json`,
      mediaType: 'application/json; charset=utf-8',
      content: Buffer.from(text),
    };
  }

  private async gather(tx: Tx, row: PersonRow) {
    const { id, key_salt: salt } = row;
    const own = openPii(this.vault, row);
    const contacts = await tx.sql<{ pii: Buffer; relation: string; emergency: boolean }>(
      'SELECT pii, relation, emergency FROM contacts WHERE person_id = $1 ORDER BY id',
      [id],
    );
    const residences = await tx.sql<{ address: Buffer; valid_from: string; valid_to: string | null }>(
      'SELECT address, valid_from, valid_to FROM residences WHERE person_id = $1 ORDER BY valid_from, id',
      [id],
    );
    const parts: Record<string, unknown> = {};
    for (const [name, sql] of Object.entries(PARTS)) parts[name] = await tx.sql(sql, [id]);
    const processing = await tx.sql(PROCESSING, [id]);
    return {
      person: {
        ...own,
        ...{ id, division: row.division, sex: row.sex, birth: row.birth, status: row.status },
        ...{ deceasedOn: row.deceased_on, living: row.living, needLevel: row.need_level },
        ...{
          priority: row.priority,
          texture: row.texture,
          bathSex: row.bath_sex,
          noIdReason: row.no_id_reason,
        },
      },
      contacts: contacts.map(({ pii, relation, emergency }) => ({
        ...this.vault.openPerson<ContactPii>(id, salt!, pii),
        relation,
        emergency,
      })),
      residences: residences.map(({ address, valid_from, valid_to }) => ({
        address: this.vault.openPerson<unknown>(id, salt!, address),
        from: valid_from,
        to: valid_to,
      })),
      ...parts,
      processing,
    };
  }
}
