import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import type { Output } from '@heling/platform/contract/route';
import { ageOn, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import type { caller, duplicates, PersonItem } from '../contract/persons';
import { normalise, typedReadings } from '../domain/grams';
import { warningsOf } from '../domain/warnings';
import { Divisions } from './divisions';
import { openContact } from './page.service';
import { openPii, PERSON_COLUMNS, toItem, type PersonRow } from './records';

const MAX_CALLERS = 10;
const MAX_DUPLICATES = 20;
/** Nobody is compared by name with more people of one birthday than these. */
const MAX_OF_BIRTHDAY = 500;

interface CallerRow extends PersonRow {
  contact: Buffer | null;
  relation: string | null;
  contacts: number;
  conditions: string[];
  allergies: string[];
  assessed_until: string | null;
}

const CALLER = `SELECT ${PERSON_COLUMNS}, c.pii AS contact, c.relation,
    (SELECT count(*) FROM contacts n WHERE n.person_id = p.id) AS contacts,
    ARRAY(SELECT x.code FROM conditions x WHERE x.person_id = p.id AND x.since <= $2
      AND (x.until IS NULL OR x.until >= $2)) AS conditions,
    ARRAY(SELECT a.allergen FROM allergies a WHERE a.person_id = p.id) AS allergies,
    (SELECT a.valid_until FROM assessments a WHERE a.person_id = p.id AND a.state = 'final'
      ORDER BY a.assessed_on DESC, a.id DESC LIMIT 1) AS assessed_until
  FROM (SELECT h.id AS person_id, NULL::bigint AS contact_id FROM persons h WHERE h.phone_index = $1
    UNION ALL SELECT o.person_id, o.id FROM contacts o WHERE o.phone_index = $1) f
  JOIN persons p ON p.id = f.person_id LEFT JOIN contacts c ON c.id = f.contact_id
  ORDER BY f.contact_id IS NOT NULL, p.status <> 'active', p.id LIMIT ${MAX_CALLERS}`;

/** Who calls, and who may already be on record. */
@Injectable()
export class CallerService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Divisions) private readonly divisions: Divisions,
  ) {}

  /** The persons of a telephone number, whole: the call is the purpose, and each is noted in the audit. */
  async caller(ctx: RequestContext, phone: string): Promise<Output<typeof caller>> {
    await this.divisions.ready();
    const now = this.clock.now();
    const today = businessDay(now);
    return this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<CallerRow>(CALLER, [this.vault.blindIndex('phone', phone), today]);
      const people = [...new Map(rows.map((row) => [row.id, row])).values()];
      await audit(
        tx,
        ctx,
        this.clock,
        ...people.map(({ id, division }) => ({
          action: 'people.caller',
          subject: 'person',
          subjectId: id,
          personId: id,
          division,
          purpose: 'call',
          after: { fields: ['name', 'address'] },
        })),
      );
      return { items: people.map((row) => this.toCaller(row, today)), asOf: now.toISOString() };
    });
  }

  private toCaller(row: CallerRow, today: string): Output<typeof caller>['items'][number] {
    const pii = openPii(this.vault, row);
    const { id, sex, status, living, priority } = row;
    return {
      id,
      name: pii.name,
      age: ageOn(row.birth, today),
      sex,
      status,
      division: this.divisions.names(row.division),
      address: pii.address,
      living,
      needLevel: row.need_level,
      priority,
      callerIs: row.relation ?? 'self',
      callerName: row.contact ? openContact(this.vault, row, row.contact).name : null,
      warnings: warningsOf({ ...row, assessedUntil: row.assessed_until }, today),
    };
  }

  /** Records that may be the same person, and whether the ID number stands outside the scope. */
  async duplicates(
    ctx: RequestContext,
    wish: z.output<(typeof duplicates)['body']>,
  ): Promise<Output<typeof duplicates>> {
    await this.divisions.ready();
    return this.db.run(ctx, async (tx) => {
      const items = await this.inScope(tx, wish);
      const known = items.some((item) => item.reasons.includes('idNumber'));
      const elsewhere =
        wish.idNumber && !known ? await this.elsewhere(tx, ctx, wish.idNumber, wish.exceptId) : null;
      return { items, elsewhere };
    });
  }

  /** Those within the caller's scope, most alike first. */
  async inScope(
    tx: Tx,
    wish: z.output<(typeof duplicates)['body']>,
  ): Promise<Output<typeof duplicates>['items']> {
    const { name, birth, idNumber, phone, exceptId = 0 } = wish;
    const index = idNumber ? this.vault.blindIndex('id', idNumber) : null;
    const rows = await tx.sql<PersonRow & { by: 'idNumber' | 'phone' | 'birth' }>(
      `SELECT f.by, ${PERSON_COLUMNS} FROM (
         SELECT 'idNumber' AS by, i.id FROM persons i WHERE i.id_index = $1
         UNION ALL (SELECT 'phone', h.id FROM persons h WHERE h.phone_index = $2 LIMIT ${MAX_DUPLICATES})
         UNION ALL (SELECT 'birth', b.id FROM persons b WHERE b.birth = $3 AND $5 LIMIT ${MAX_OF_BIRTHDAY})
       ) f JOIN persons p ON p.id = f.id WHERE p.id <> $4`,
      [
        index,
        phone ? this.vault.blindIndex('phone', phone) : null,
        birth ?? null,
        exceptId,
        name !== undefined,
      ],
    );
    const today = businessDay(this.clock.now());
    const found = new Map<
      number,
      PersonItem & { reasons: Output<typeof duplicates>['items'][number]['reasons'] }
    >();
    for (const row of rows) {
      const pii = openPii(this.vault, row);
      const reason = row.by === 'birth' ? likeness(name ?? '', pii.name) : row.by;
      if (!reason) continue;
      const item = found.get(row.id) ?? { ...toItem(row, pii, this.divisions, today), reasons: [] };
      item.reasons.push(reason);
      found.set(row.id, item);
    }
    return [...found.values()].sort((a, b) => b.reasons.length - a.reasons.length).slice(0, MAX_DUPLICATES);
  }

  /** Does this ID number stand outside the scope? Tells the county only; every question is audited. */
  async elsewhere(
    tx: Tx,
    ctx: RequestContext,
    idNumber: string,
    exceptId = 0,
  ): Promise<{ county: string; countyName: string | null } | null> {
    const index = this.vault.blindIndex('id', idNumber);
    const row = await tx.one<{ county: string | null }>(
      `SELECT person_exists_elsewhere($1) AS county
       WHERE NOT EXISTS (SELECT FROM persons p WHERE p.id_index = $1 AND p.id = $2)`,
      [index, exceptId],
    );
    const county = row?.county ?? null;
    await audit(tx, ctx, this.clock, {
      action: 'people.askElsewhere',
      subject: 'idNumber',
      division: ctx.division ?? '4106',
      after: { county },
    });
    return county === null ? null : { county, countyName: this.divisions.name(county) };
  }
}

/** The same name, or one that sounds the same: 王红 and 王宏. */
function likeness(wanted: string, name: string): 'nameBirth' | 'similarNameBirth' | undefined {
  if (normalise(wanted) === normalise(name)) return 'nameBirth';
  const sounds = new Set(typedReadings(wanted).map((reading) => reading.pinyin));
  return typedReadings(name).some((reading) => sounds.has(reading.pinyin)) ? 'similarNameBirth' : undefined;
}
