import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, violates, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { Problem } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { add, correct } from '../contract/registry';
import { identityFault, priorityOf, type Identity } from '../domain/registration';
import { CallerService } from './caller.service';
import { Divisions } from './divisions';
import { PersonWriter, piiOf } from './person-writer';
import { problems } from './problems';
import { isInScope, lockPerson, openPii, sealFor, type PersonPii } from './records';

type New = z.output<(typeof add)['body']>;
type Correction = z.output<(typeof correct)['body']>;

/** The ID number stands outside the scope: refused, and the question is on record although the transaction is not. */
class TakenElsewhere extends Error {
  constructor(
    readonly county: string,
    readonly problem: Problem,
  ) {
    super('the ID number stands elsewhere');
  }
}

/** Entering and correcting people. */
@Injectable()
export class RegistryService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Divisions) private readonly divisions: Divisions,
    @Inject(CallerService) private readonly callers: CallerService,
    @Inject(PersonWriter) private readonly writer: PersonWriter,
  ) {}

  /** Enters a person. Throws 409 `people.id_taken` or `people.possible_duplicate`, 422 when the identity does not agree. */
  async add(ctx: RequestContext, wish: New): Promise<{ id: number; version: number }> {
    const now = this.clock.now();
    const today = businessDay(now);
    await this.divisions.ready(wish.division);
    refuseFault(wish, today);
    const place = this.placeOf(ctx, wish.division);
    return this.noting(ctx, () =>
      this.db.run(ctx, async (tx) => {
        await this.refuseTaken(tx, wish.idNumber, 0);
        if (!wish.notDuplicate) await this.refuseDuplicates(tx, wish);
        const householdId = wish.householdId ?? null;
        if (
          householdId !== null &&
          !(await tx.one('SELECT 1 FROM households WHERE id = $1', [householdId]))
        ) {
          throw problems.household('没有找到这个住户，请重新选择。');
        }
        const priority = priorityOf(wish.priority, { ...wish, needLevel: null }, today);
        const draft = {
          ...wish,
          householdId,
          priority,
          lng: wish.lng ?? place.lng,
          lat: wish.lat ?? place.lat,
        };
        const [id = 0] = await this.writer.insert(tx, [draft], now, today);
        await emit(tx, { topic: 'person.added', key: `person:${id}`, division: wish.division, personId: id });
        await audit(tx, ctx, this.clock, {
          action: 'people.add',
          subject: 'person',
          subjectId: id,
          personId: id,
          division: wish.division,
          after: { version: 1, living: wish.living, priority, noIdReason: wish.noIdReason ?? null },
        });
        return { id, version: 1 };
      }),
    );
  }

  /** Corrects what was entered wrongly. Throws 409 `platform.stale` for another version than the caller saw. */
  async correct(ctx: RequestContext, id: number, wish: Correction): Promise<{ id: number; version: number }> {
    const now = this.clock.now();
    const today = businessDay(now);
    await this.divisions.ready();
    return this.noting(ctx, () =>
      this.db.run(ctx, async (tx) => {
        const row = await lockPerson(tx, id, wish.version);
        const old = openPii(this.vault, row);
        const pii = piiOf({
          name: wish.name ?? old.name,
          address: old.address,
          idNumber: wish.idNumber === undefined ? old.idNumber : (wish.idNumber ?? undefined),
          phone: wish.phone === undefined ? old.phone : (wish.phone ?? undefined),
        });
        const noIdReason =
          pii.idNumber === undefined ? (wish.noIdReason ?? row.no_id_reason ?? undefined) : undefined;
        const person = { ...pii, noIdReason, sex: wish.sex ?? row.sex, birth: wish.birth ?? row.birth };
        refuseFault(person, today);
        if (pii.idNumber !== old.idNumber) await this.refuseTaken(tx, pii.idNumber, id);
        const living = wish.living ?? row.living;
        const needLevel = row.need_level;
        const entered = wish.priority ?? row.priority;
        const priority = priorityOf(entered, { birth: person.birth, living, needLevel }, today);
        const codes = {
          sex: person.sex,
          birth: person.birth,
          living,
          priority,
          texture: wish.texture ?? row.texture,
          bathSex: wish.bathSex === undefined ? row.bath_sex : wish.bathSex,
          noIdReason: noIdReason ?? null,
        };
        await tx.sql(
          `UPDATE persons SET pii = $2, id_index = $3, phone_index = $4, no_id_reason = $5, sex = $6, birth = $7, living = $8,
             priority = $9, texture = $10, bath_sex = $11, version = version + 1, updated_at = $12 WHERE id = $1`,
          [
            id,
            sealFor(this.vault, row, pii),
            this.writer.indexOf('id', pii.idNumber),
            this.writer.indexOf('phone', pii.phone),
            codes.noIdReason,
            codes.sex,
            codes.birth,
            codes.living,
            codes.priority,
            codes.texture,
            codes.bathSex,
            now,
          ],
        );
        const { division } = row;
        await this.writer.retoken(tx, id, { ...old, division }, { ...pii, division });
        await emit(tx, { topic: 'person.corrected', key: `person:${id}`, division, personId: id });
        const before = {
          sex: row.sex,
          birth: row.birth,
          living: row.living,
          priority: row.priority,
          texture: row.texture,
          bathSex: row.bath_sex,
          noIdReason: row.no_id_reason,
        };
        const fields = (['name', 'idNumber', 'phone'] as const).filter((field) => old[field] !== pii[field]);
        await audit(tx, ctx, this.clock, {
          action: 'people.correct',
          subject: 'person',
          subjectId: id,
          personId: id,
          division,
          before: { ...before, version: row.version },
          after: { ...codes, version: row.version + 1, fields },
          sealed: sealFor(this.vault, row, {
            before: pick(old, fields),
            after: pick(pii, fields),
            reason: wish.reason ?? null,
          }),
        });
        return { id, version: row.version + 1 };
      }),
    );
  }

  /** The middle of a community that the caller may write in. */
  placeOf(ctx: RequestContext, division: string): { lng: number; lat: number } {
    const place = this.divisions.find(division);
    if (place?.level !== 'community') throw problems.division();
    if (!isInScope(ctx, division)) throw problems.outside();
    return place;
  }

  private async refuseTaken(tx: Tx, idNumber: string | undefined, exceptId: number): Promise<void> {
    if (idNumber === undefined) return;
    const index = this.vault.blindIndex('id', idNumber);
    const row = await tx.one<{ here: number | null; county: string | null }>(
      `SELECT (SELECT p.id FROM persons p WHERE p.id_index = $1) AS here, person_exists_elsewhere($1) AS county`,
      [index],
    );
    if (!row || row.county === null || row.here === exceptId) return;
    if (row.here !== null) throw problems.idTaken(`档案编号 ${row.here}`);
    throw new TakenElsewhere(row.county, problems.idTaken(this.divisions.name(row.county) ?? row.county));
  }

  private async refuseDuplicates(tx: Tx, wish: New): Promise<void> {
    const found = (await this.callers.inScope(tx, wish)).filter((item) => item.reasons.includes('nameBirth'));
    if (found.length > 0) throw problems.duplicates(found.length);
  }

  /** Runs a command; that an ID number was asked for outside the scope is noted even though the command is refused. */
  private async noting<T>(ctx: RequestContext, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (violates(error, 'persons_id_index')) throw problems.idTaken('刚刚由他人登记');
      if (!(error instanceof TakenElsewhere)) throw error;
      await this.db.run({ ...ctx, idempotency: undefined }, (tx) =>
        audit(tx, ctx, this.clock, {
          action: 'people.askElsewhere',
          subject: 'idNumber',
          division: ctx.division ?? error.county,
          after: { county: error.county },
        }),
      );
      throw error.problem;
    }
  }
}

/** Throws 422 with the field when the identity does not hold. */
function refuseFault(person: Identity, today: string): void {
  const fault = identityFault(person, today);
  if (fault === null) return;
  if (fault === 'birth') throw problems.birth();
  if (fault === 'idOrReason') throw problems.idOrReason();
  throw problems.idNumber(fault.idNumber);
}

function pick(pii: PersonPii, fields: readonly (keyof PersonPii)[]): Partial<PersonPii> {
  return Object.fromEntries(fields.map((field) => [field, pii[field]]));
}
