import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { ageOn, businessDay, firstOfMonth } from '@heling/platform/domain/calendar';
import { maskPhone } from '@heling/platform/domain/mask';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { page, PersonPage } from '../contract/persons';
import { maskAddress, maskIdNumber, maskName, type PersonStatus, type Sex } from '../domain/person';
import { warningsOf } from '../domain/warnings';
import { Divisions } from './divisions';
import { problems } from './problems';
import { openPii, PERSON_COLUMNS, shownName, type ContactPii, type PersonRow } from './records';

type Health = NonNullable<PersonPage['health']>;

interface Row extends PersonRow {
  household: {
    id: number;
    pii: string;
    salt: string | null;
    birth: string;
    sex: Sex;
    status: PersonStatus;
  }[];
  contacts: { id: number; pii: string; relation: string; emergency: boolean }[];
  consents: { id: number; relation: string; covers: string[]; expiresAt: string; pii: string | null }[];
  conditions: Omit<Health['conditions'][number], 'holds'>[];
  allergies: Health['allergies'];
  assessments: Health['assessments'];
  residences: { id: number; division: string; address: string; from: string; to: string | null }[];
  quota: PersonPage['quota'];
  /** What the caller's own live consent covers; null without one. */
  covers: string[] | null;
  self: boolean;
}

const list = (select: string) => `coalesce((SELECT jsonb_agg(x) FROM (${select}) x), '[]')`;

/** The person with all that hangs on them, in one statement. */
const PAGE = `SELECT ${PERSON_COLUMNS},
  ${list(`SELECT m.id, encode(m.pii, 'base64') AS pii, encode(m.key_salt, 'base64') AS salt, m.birth, m.sex, m.status
    FROM persons m WHERE m.household_id = p.household_id AND m.id <> p.id ORDER BY m.id LIMIT 12`)} AS household,
  ${list(`SELECT c.id, encode(c.pii, 'base64') AS pii, c.relation, c.emergency FROM contacts c
    WHERE c.person_id = p.id ORDER BY c.emergency DESC, c.id LIMIT 20`)} AS contacts,
  ${list(`SELECT c.id, c.relation, c.covers, c.expires_at AS "expiresAt", encode(a.pii, 'base64') AS pii
    FROM consents c LEFT JOIN accounts a ON a.id = c.account_id
    WHERE c.person_id = p.id AND c.withdrawn_at IS NULL AND c.expires_at > $3 ORDER BY c.id LIMIT 20`)} AS consents,
  ${list(`SELECT c.id, c.code, c.since, c.until FROM conditions c WHERE c.person_id = p.id
    ORDER BY c.until DESC NULLS FIRST, c.since DESC LIMIT 50`)} AS conditions,
  ARRAY(SELECT a.allergen FROM allergies a WHERE a.person_id = p.id ORDER BY a.allergen) AS allergies,
  ${list(`SELECT a.id, a.state, a.assessed_on AS "assessedOn", a.total, a.level, a.valid_until AS "validUntil",
      a.appeal_of AS "appealOf", a.version FROM assessments a
    WHERE a.person_id = p.id ORDER BY a.assessed_on DESC, a.id DESC LIMIT 20`)} AS assessments,
  ${list(`SELECT r.id, coalesce(r.place, r.division) AS division, encode(r.address, 'base64') AS address, r.valid_from AS "from", r.valid_to AS "to"
    FROM residences r WHERE r.person_id = p.id AND r.superseded_at IS NULL ORDER BY r.valid_from DESC LIMIT 20`)}
    AS residences,
  (SELECT jsonb_build_object('month', q.month, 'authorised', q.authorised, 'reserved', q.reserved, 'consumed', q.consumed)
    FROM quotas q WHERE q.person_id = p.id AND q.month = $4) AS quota,
  (SELECT c.covers FROM consents c WHERE c.person_id = p.id AND c.account_id = $2 AND c.withdrawn_at IS NULL
    AND c.expires_at > $3) AS covers,
  EXISTS (SELECT FROM accounts a WHERE a.id = $2 AND a.person_id = p.id) AS self
  FROM persons p WHERE p.id = $1`;

/** Everything about a person on one screen. */
@Injectable()
export class PageService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Divisions) private readonly divisions: Divisions,
  ) {}

  /** Staff see identities masked; the senior and a family with the consent `profile` see them whole. */
  async page(ctx: RequestContext, id: number): Promise<Output<typeof page>> {
    await this.divisions.ready();
    const now = this.clock.now();
    const row = await this.db.run(ctx, (tx) => this.read(tx, ctx, id, now));
    if (!row) throw notFound('没有找到这位老人，或您无权查看。');
    const family = ctx.roles.length > 0 && ctx.roles.every((role) => role === 'family');
    const covers = row.self ? ['profile', 'health'] : (row.covers ?? []);
    if (family && !covers.includes('profile')) throw problems.consent();
    return this.toPage(row, now, { masked: !family, health: !family || covers.includes('health') });
  }

  private read(tx: Tx, ctx: RequestContext, id: number, now: Date): Promise<Row | undefined> {
    return tx.one<Row>(PAGE, [id, ctx.accountId, now, firstOfMonth(businessDay(now))]);
  }

  private toPage(row: Row, now: Date, see: { masked: boolean; health: boolean }): Output<typeof page> {
    const today = businessDay(now);
    const pii = openPii(this.vault, row);
    const hide = (mask: (text: string) => string, text: string) => (see.masked ? mask(text) : text);
    const conditions = row.conditions.map((each) => ({
      ...each,
      holds: each.since <= today && (each.until === null || each.until >= today),
    }));
    const final = row.assessments.filter((each) => each.state === 'final');
    const warnings = warningsOf(
      {
        ...row,
        conditions: see.health ? conditions.filter((each) => each.holds).map((each) => each.code) : [],
        allergies: see.health ? row.allergies : [],
        assessedUntil: final[0]?.validUntil ?? null,
        contacts: row.contacts.length,
      },
      today,
    );
    return {
      id: row.id,
      version: row.version,
      warnings,
      identity: {
        name: shownName(row, pii, !see.masked),
        idNumber: pii.idNumber === undefined ? null : hide(maskIdNumber, pii.idNumber),
        noIdReason: row.no_id_reason,
        phone: pii.phone === undefined ? null : hide(maskPhone, pii.phone),
        address: hide(maskAddress, pii.address),
        masked: see.masked,
      },
      sex: row.sex,
      birth: row.birth,
      age: ageOn(row.birth, today),
      status: row.status,
      deceasedOn: row.deceased_on,
      division: this.divisions.names(row.division),
      lng: row.lng,
      lat: row.lat,
      living: row.living,
      needLevel: row.need_level,
      priority: row.priority,
      texture: row.texture as PersonPage['texture'],
      bathSex: row.bath_sex,
      householdId: row.household_id,
      household: row.household.map((each) => ({
        id: each.id,
        name: shownName(keyed(each), openPii(this.vault, keyed(each)), !see.masked),
        age: ageOn(each.birth, today),
        sex: each.sex,
        status: each.status,
      })),
      contacts: row.contacts.map(({ pii: sealed, ...each }) => {
        const { name, phone } = openContact(this.vault, row, Buffer.from(sealed, 'base64'));
        return { ...each, name: hide(maskName, name), phone: hide(maskPhone, phone) };
      }),
      consents: row.consents.map(({ pii: sealed, ...each }) => ({
        ...each,
        name: sealed
          ? maskName(this.vault.open<{ name: string }>(Buffer.from(sealed, 'base64')).name)
          : '家属',
        expiresAt: new Date(each.expiresAt).toISOString(),
      })),
      health: see.health
        ? {
            assessment: final.find((each) => each.validUntil !== null && each.validUntil >= today) ?? null,
            assessments: row.assessments,
            conditions,
            allergies: row.allergies,
          }
        : null,
      residences: row.residences.map((each) => ({
        ...each,
        division: this.divisions.names(each.division),
        address: hide(maskAddress, this.addressOf(row, each.address)),
      })),
      quota: row.quota,
      asOf: now.toISOString(),
    };
  }

  private addressOf(row: PersonRow, sealed: string): string {
    if (!row.key_salt) return '';
    return this.vault.openPerson<string>(row.id, row.key_salt, Buffer.from(sealed, 'base64'));
  }
}

const keyed = (each: { id: number; pii: string; salt: string | null }) => ({
  id: each.id,
  pii: Buffer.from(each.pii, 'base64'),
  key_salt: each.salt === null ? null : Buffer.from(each.salt, 'base64'),
});

/** A contact's values, sealed under the person's key. */
export function openContact(
  vault: Vault,
  person: Pick<PersonRow, 'id' | 'key_salt'>,
  sealed: Buffer,
): ContactPii {
  if (!person.key_salt) return { name: '', phone: '' };
  return vault.openPerson<ContactPii>(person.id, person.key_salt, sealed);
}
