import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit, type AuditEntry } from '@heling/access/server/audit';
import { FamilyAccounts } from '@heling/access/server/family-accounts';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { Vault } from '@heling/platform/server/vault';
import type { markDeceased, move, setHousehold, takeBackDeceased } from '../contract/registry';
import { Divisions } from './divisions';
import { coarse, PersonWriter, piiOf } from './person-writer';
import { problems } from './problems';
import { lockPerson, openPii, sealFor, touch, type PersonRow } from './records';
import { RegistryService } from './registry.service';

type Body<R extends { body: z.ZodType }> = z.output<R['body']>;
interface Changed {
  id: number;
  version: number;
}

interface NewHome {
  division: string;
  address: string;
  from: string;
  lng: number;
  lat: number;
  correction: boolean;
}

/** Tables whose rows stand where the person lives: scope follows the person at once. */
const FOLLOWING = ['contacts', 'conditions', 'allergies', 'assessments', 'erasures'];

/** What happens to people: moving, death, households. */
@Injectable()
export class ChangesService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Divisions) private readonly divisions: Divisions,
    @Inject(PersonWriter) private readonly writer: PersonWriter,
    @Inject(RegistryService) private readonly registry: RegistryService,
    @Inject(FamilyAccounts) private readonly families: FamilyAccounts,
  ) {}

  /** Moves a person to another community or address; the residence before is kept with its last day. */
  async move(ctx: RequestContext, id: number, wish: Body<typeof move>): Promise<Changed> {
    const now = this.clock.now();
    const today = businessDay(now);
    await this.divisions.ready(wish.division);
    if (wish.from > today) throw problems.day('from', '迁居日期不能晚于今天，请在迁入当天登记。');
    const place = this.registry.placeOf(ctx, wish.division);
    return this.db.run(ctx, async (tx) => {
      const row = await lockPerson(tx, id, wish.version);
      if (row.status === 'deceased') throw problems.notActive();
      return this.moveIn(tx, ctx, row, { ...wish, lng: wish.lng ?? place.lng, lat: wish.lat ?? place.lat });
    });
  }

  /** Moves a person, locked before, in a running transaction; the new version is one more. */
  async moveIn(tx: Tx, ctx: RequestContext, row: PersonRow, wish: NewHome): Promise<Changed> {
    const now = this.clock.now();
    const { id } = row;
    const { division } = wish;
    const old = openPii(this.vault, row);
    const pii = piiOf({ ...old, address: wish.address });
    await this.changeResidence(tx, row, wish, now);
    await tx.sql(
      `UPDATE persons SET division = $2, pii = $3, lng = $4, lat = $5, version = version + 1, updated_at = $6 WHERE id = $1`,
      [id, wish.division, sealFor(this.vault, row, pii), coarse(wish.lng), coarse(wish.lat), now],
    );
    if (row.division !== wish.division) {
      await tx.sql(
        `UPDATE residences SET place = coalesce(place, division), division = $2 WHERE person_id = $1 AND division <> $2`,
        [id, wish.division],
      );
      await this.families.movePerson(tx, id, wish.division);
      for (const table of FOLLOWING) {
        await tx.sql(`UPDATE ${table} SET division = $2 WHERE person_id = $1 AND division <> $2`, [
          id,
          wish.division,
        ]);
      }
    }
    await this.writer.retoken(tx, id, { ...old, division: row.division }, { ...pii, division });
    // Screens of the old place hear of it too.
    for (const each of new Set([row.division, division])) {
      await emit(tx, {
        topic: 'person.moved',
        key: `person:${id}`,
        division: each,
        personId: id,
        payload: { from: row.division, to: division, current: each === division },
      });
    }
    return this.note(tx, ctx, row, 'move', {
      division,
      before: { division: row.division },
      after: { division, from: wish.from, correction: wish.correction },
      sealed: sealFor(this.vault, row, {
        before: { address: old.address },
        after: { address: wish.address },
      }),
    });
  }

  /** Closes the residence that holds and opens the new one; a correction replaces it. Nothing recorded is overwritten. */
  private async changeResidence(tx: Tx, row: PersonRow, wish: NewHome, now: Date): Promise<void> {
    const current = await tx.one<{ id: number; valid_from: string }>(
      `UPDATE residences r SET superseded_at = $2 WHERE r.id = (SELECT c.id FROM residences c WHERE c.person_id = $1
         AND c.valid_to IS NULL AND c.superseded_at IS NULL ORDER BY c.valid_from DESC LIMIT 1) RETURNING r.id, r.valid_from`,
      [row.id, now],
    );
    if (current && !wish.correction) {
      if (wish.from <= current.valid_from) {
        throw problems.day(
          'from',
          `迁居日期应晚于现住址的起始日期 ${current.valid_from}；如果是更正住址，请选“更正”。`,
        );
      }
      await tx.sql(
        `INSERT INTO residences (person_id, division, address, valid_from, valid_to, recorded_at)
         SELECT person_id, division, address, valid_from, $2, $3 FROM residences WHERE id = $1`,
        [current.id, addDays(wish.from, -1), now],
      );
    }
    await tx.sql(
      `INSERT INTO residences (person_id, division, address, valid_from, recorded_at) VALUES ($1, $2, $3, $4, $5)`,
      [
        row.id,
        wish.division,
        sealFor(this.vault, row, wish.address),
        wish.correction && current ? current.valid_from : wish.from,
        now,
      ],
    );
  }

  /** Records a death: `person.deceased` cancels what is still open for the person. */
  async markDeceased(ctx: RequestContext, id: number, wish: Body<typeof markDeceased>): Promise<Changed> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const row = await lockPerson(tx, id, wish.version);
      if (row.status === 'deceased') throw problems.notActive();
      if (wish.on > businessDay(now) || wish.on < row.birth) {
        throw problems.day('on', '去世日期应在出生之后，且不晚于今天。');
      }
      await tx.sql(
        `UPDATE persons SET status = 'deceased', deceased_on = $2, version = version + 1, updated_at = $3 WHERE id = $1`,
        [id, wish.on, now],
      );
      await this.tell(tx, row, 'person.deceased');
      return this.note(tx, ctx, row, 'markDeceased', {
        before: { status: row.status },
        after: { status: 'deceased', on: wish.on },
        sealed: wish.note ? sealFor(this.vault, row, { note: wish.note }) : null,
      });
    });
  }

  /** Takes a death back that was recorded by mistake; what was cancelled stays cancelled. */
  async takeBackDeceased(
    ctx: RequestContext,
    id: number,
    wish: Body<typeof takeBackDeceased>,
  ): Promise<Changed> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const row = await lockPerson(tx, id, wish.version);
      if (row.status !== 'deceased') throw problems.notDeceased();
      await tx.sql(
        `UPDATE persons SET status = 'active', deceased_on = NULL, version = version + 1, updated_at = $2 WHERE id = $1`,
        [id, now],
      );
      await this.tell(tx, row, 'person.revived');
      return this.note(tx, ctx, row, 'takeBackDeceased', {
        before: { status: 'deceased', on: row.deceased_on },
        after: { status: 'active' },
        sealed: sealFor(this.vault, row, { reason: wish.reason }),
      });
    });
  }

  /** Puts a person into another's household, out of theirs, or into one of their own. */
  async setHousehold(
    ctx: RequestContext,
    id: number,
    wish: Body<typeof setHousehold>,
  ): Promise<Changed & { householdId: number | null }> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const row = await lockPerson(tx, id, wish.version);
      let householdId: number | null = null;
      if (wish.action === 'join') householdId = await this.householdOf(tx, row, wish.with, now);
      if (wish.action === 'new') householdId = await newHousehold(tx, row.division);
      await tx.sql('UPDATE persons SET household_id = $2 WHERE id = $1', [id, householdId]);
      await touch(tx, id, now);
      await this.tell(tx, row, 'person.corrected');
      const changed = await this.note(tx, ctx, row, 'setHousehold', {
        before: { householdId: row.household_id },
        after: { householdId },
      });
      return { ...changed, householdId };
    });
  }

  private async householdOf(tx: Tx, row: PersonRow, withId: number | undefined, now: Date): Promise<number> {
    if (withId === undefined || withId === row.id) throw problems.household('请选择要加入哪位老人的住户。');
    const other = await lockPerson(tx, withId);
    if (other.division !== row.division) throw problems.household('两位老人不在同一社区，请先核对住址。');
    if (other.household_id !== null) return other.household_id;
    const made = await newHousehold(tx, other.division);
    await tx.sql('UPDATE persons SET household_id = $2 WHERE id = $1', [withId, made]);
    await touch(tx, withId, now);
    return made;
  }

  private async tell(tx: Tx, row: PersonRow, topic: string): Promise<void> {
    await emit(tx, { topic, key: `person:${row.id}`, division: row.division, personId: row.id });
  }

  private async note(
    tx: Tx,
    ctx: RequestContext,
    row: PersonRow,
    verb: string,
    entry: Partial<AuditEntry>,
  ): Promise<Changed> {
    await audit(tx, ctx, this.clock, {
      action: `people.${verb}`,
      subject: 'person',
      subjectId: row.id,
      personId: row.id,
      division: row.division,
      ...entry,
    });
    return { id: row.id, version: row.version + 1 };
  }
}

async function newHousehold(tx: Tx, division: string): Promise<number> {
  const row = await tx.one<{ id: number }>('INSERT INTO households (division) VALUES ($1) RETURNING id', [
    division,
  ]);
  return row!.id;
}
