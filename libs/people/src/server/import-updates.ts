import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@heling/access/server/audit';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import type { Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { Vault } from '@heling/platform/server/vault';
import { normalise } from '../domain/grams';
import type { RowPerson } from '../domain/import-row';
import { priorityOf } from '../domain/registration';
import { ChangesService } from './changes.service';
import { Divisions } from './divisions';
import { PersonWriter, piiOf } from './person-writer';
import { lockPerson, openPii, PERSON_COLUMNS, sealFor, type PersonPii, type PersonRow } from './records';

/** A person on record, as a row of a list is compared with. */
export interface Known extends PersonRow {
  /** Blind indexes of the contacts' telephones, hexadecimal. */
  contacts: string[];
  conditions: string[];
  allergies: string[];
  id_hex: string | null;
}
export type Match = { kind: 'none' } | { kind: 'elsewhere' } | { kind: 'known'; known: Known };

const KNOWN = `SELECT ${PERSON_COLUMNS}, encode(p.id_index, 'hex') AS id_hex,
  ARRAY(SELECT encode(c.phone_index, 'hex') FROM contacts c WHERE c.person_id = p.id) AS contacts,
  ARRAY(SELECT c.code FROM conditions c WHERE c.person_id = p.id AND (c.until IS NULL OR c.until >= $2)) AS conditions,
  ARRAY(SELECT a.allergen FROM allergies a WHERE a.person_id = p.id) AS allergies FROM persons p`;

/** Rows of a list that meet people on record: found, compared, brought up to date. */
@Injectable()
export class ImportUpdates {
  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Divisions) private readonly divisions: Divisions,
    @Inject(PersonWriter) private readonly writer: PersonWriter,
    @Inject(ChangesService) private readonly changes: ChangesService,
  ) {}

  /**
   * Who each row is about, in the order of the rows: by ID number; else, where the row or the record has none, by name,
   * birthday and community.
   */
  async find(tx: Tx, people: readonly RowPerson[]): Promise<Match[]> {
    const today = businessDay(this.clock.now());
    const hexOf = (person: RowPerson) => this.writer.indexOf('id', person.idNumber)?.toString('hex') ?? null;
    const ids = people.map(hexOf);
    const given = ids.filter((hex) => hex !== null);
    // An array that is made once, unlike a joined list, is looked up in the index.
    const byId = await tx.sql<Known>(
      `${KNOWN} WHERE p.id_index = ANY (ARRAY(SELECT decode(h, 'hex') FROM unnest($1::text[]) h))`,
      [given, today],
    );
    const withId = new Map(byId.map((row) => [row.id_hex, row]));
    const open = people.filter((_, i) => !withId.has(ids[i] ?? ''));
    // A row with an ID number can only be somebody whose record has none. Birthdays are few; communities are compared here.
    const birthdays = (rows: readonly RowPerson[]) => [...new Set(rows.map((row) => row.birth))];
    const alike = await tx.sql<Known>(
      `${KNOWN} WHERE p.birth = ANY ($1::date[]) AND (p.id_index IS NULL OR p.birth = ANY ($3::date[]))`,
      [birthdays(open), today, birthdays(open.filter((row) => row.idNumber === undefined))],
    );
    const wanted = new Set(open.map(({ birth, division }) => `${birth} ${division}`));
    const named = new Map(
      alike
        .filter(({ birth, division }) => wanted.has(`${birth} ${division}`))
        .map((row) => [likenessOf({ ...row, name: openPii(this.vault, row).name }), row] as const),
    );
    const elsewhere = await this.elsewhere(
      tx,
      given.filter((hex) => !withId.has(hex)),
    );
    return people.map((person, i): Match => {
      const id = ids[i] ?? null;
      const own = id === null ? undefined : withId.get(id);
      if (own) return { kind: 'known', known: own };
      if (id !== null && elsewhere.has(id)) return { kind: 'elsewhere' };
      const other = named.get(likenessOf(person));
      return other && (id === null || other.id_hex === null)
        ? { kind: 'known', known: other }
        : { kind: 'none' };
    });
  }

  private async elsewhere(tx: Tx, hexes: string[]): Promise<Set<string>> {
    if (hexes.length === 0) return new Set();
    const rows = await tx.sql<{ hex: string }>(
      `SELECT h AS hex FROM unnest($1::text[]) h WHERE person_exists_elsewhere(decode(h, 'hex')) IS NOT NULL`,
      [hexes],
    );
    return new Set(rows.map((row) => row.hex));
  }

  /** Brings a record up to date with a row; false when nothing differs. What the row leaves open stays as it is. */
  async apply(tx: Tx, ctx: RequestContext, known: Known, person: RowPerson): Promise<boolean> {
    const today = businessDay(this.clock.now());
    const old = openPii(this.vault, known);
    const pii = piiOf({
      name: person.name,
      address: old.address,
      idNumber: person.idNumber ?? old.idNumber,
      phone: person.phone ?? old.phone,
    });
    const { living, birth, sex } = person;
    const texture = person.texture ?? known.texture;
    const entered = [...new Set([...known.priority, ...person.priority])];
    const priority = priorityOf(entered, { birth, living, needLevel: known.need_level }, today);
    const fields = (['name', 'idNumber', 'phone'] as const).filter((field) => old[field] !== pii[field]);
    const codes = { living, texture, sex, birth, priority };
    const before = {
      living: known.living,
      texture: known.texture,
      sex: known.sex,
      birth: known.birth,
      priority: known.priority,
    };
    const same =
      living === known.living &&
      texture === known.texture &&
      sex === known.sex &&
      birth === known.birth &&
      [...priority].sort().join() === [...known.priority].sort().join();
    const moves = person.division !== known.division || normalise(person.address) !== normalise(old.address);
    const contact =
      person.contact && this.isNewContact(known, person.contact.phone) ? person.contact : undefined;
    const conditions = person.conditions.filter((code) => !known.conditions.includes(code));
    const allergies = person.allergies.filter((code) => !known.allergies.includes(code));
    if (same && fields.length === 0 && !moves && !contact && conditions.length + allergies.length === 0)
      return false;

    const row = await lockPerson(tx, known.id);
    if (moves) await this.move(tx, ctx, row, person);
    const now = this.clock.now();
    const current: PersonPii = { ...pii, address: moves ? person.address : old.address };
    await tx.sql(
      `UPDATE persons SET pii = $2, id_index = $3, phone_index = $4, no_id_reason = $5, sex = $6, birth = $7, living = $8,
         priority = $9, texture = $10, version = version + 1, updated_at = $11 WHERE id = $1`,
      [
        known.id,
        sealFor(this.vault, row, current),
        this.writer.indexOf('id', current.idNumber),
        this.writer.indexOf('phone', current.phone),
        current.idNumber === undefined ? (person.noIdReason ?? known.no_id_reason) : null,
        sex,
        birth,
        living,
        priority,
        texture,
        now,
      ],
    );
    const { division } = person;
    await this.writer.retoken(
      tx,
      known.id,
      { ...old, address: current.address, division },
      { ...current, division },
    );
    await this.addCare(tx, row, division, { contact, conditions, allergies }, today);
    await emit(tx, { topic: 'person.corrected', key: `person:${known.id}`, division, personId: known.id });
    await audit(tx, ctx, this.clock, {
      action: 'people.import',
      subject: 'person',
      subjectId: known.id,
      personId: known.id,
      division,
      before,
      after: { ...codes, fields, conditions, allergies, contact: contact !== undefined },
      sealed: sealFor(this.vault, row, { before: old, after: current }),
    });
    return true;
  }

  /** A new address since today; of a residence that began today, a correction. */
  private async move(tx: Tx, ctx: RequestContext, row: PersonRow, person: RowPerson): Promise<void> {
    const today = businessDay(this.clock.now());
    const current = await tx.one<{ valid_from: string }>(
      `SELECT r.valid_from FROM residences r WHERE r.person_id = $1 AND r.valid_to IS NULL AND r.superseded_at IS NULL
       ORDER BY r.valid_from DESC LIMIT 1`,
      [row.id],
    );
    const near = person.division === row.division ? row : this.divisions.find(person.division);
    await this.changes.moveIn(tx, ctx, row, {
      division: person.division,
      address: person.address,
      from: today,
      lng: near?.lng ?? row.lng,
      lat: near?.lat ?? row.lat,
      correction: (current?.valid_from ?? '') >= today,
    });
  }

  private isNewContact(known: Known, phone: string): boolean {
    return !known.contacts.includes(this.vault.blindIndex('phone', phone).toString('hex'));
  }

  private async addCare(
    tx: Tx,
    row: PersonRow,
    division: string,
    more: Pick<RowPerson, 'contact' | 'conditions' | 'allergies'>,
    today: string,
  ): Promise<void> {
    if (more.contact) {
      const { name, phone, relation } = more.contact;
      await tx.sql(
        `INSERT INTO contacts (person_id, division, pii, phone_index, relation, emergency) VALUES ($1, $2, $3, $4, $5, true)`,
        [
          row.id,
          division,
          sealFor(this.vault, row, { name, phone }),
          this.vault.blindIndex('phone', phone),
          relation,
        ],
      );
    }
    if (more.conditions.length > 0) {
      await tx.sql(
        'INSERT INTO conditions (person_id, division, code, since) SELECT $1, $2, c, $4 FROM unnest($3::text[]) c',
        [row.id, division, more.conditions, today],
      );
    }
    if (more.allergies.length > 0) {
      await tx.sql(
        `INSERT INTO allergies (person_id, division, allergen) SELECT $1, $2, a FROM unnest($3::text[]) a ON CONFLICT DO NOTHING`,
        [row.id, division, more.allergies],
      );
    }
  }
}

const likenessOf = (person: { name: string; birth: string; division: string }) =>
  `${normalise(person.name)} ${person.birth} ${person.division}`;
