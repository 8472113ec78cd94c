import { Inject, Injectable } from '@nestjs/common';
import { audit } from '@heling/access/server/audit';
import { businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { systemContext, type RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';
import { Vault } from '@heling/platform/server/vault';
import { normalise } from '../domain/grams';
import { readRow, type RowPerson, type RowProblem } from '../domain/import-row';
import { priorityOf } from '../domain/registration';
import { Divisions } from './divisions';
import { ImportUpdates, type Known } from './import-updates';
import { IMPORT_COLUMNS, type ImportRow } from './import-reading';
import { ImportsService } from './imports.service';
import { PersonWriter, type PersonDraft } from './person-writer';

interface WaitingRow {
  row: number;
  cells: Buffer;
}
type Outcome =
  { state: 'added' | 'updated' | 'unchanged'; personId: number } | { state: 'rejected'; problem: RowProblem };

/** Works off an import batch by batch; each is one transaction, so that a killed worker goes on where it stopped. */
@Injectable()
export class ImportBatch {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Divisions) private readonly divisions: Divisions,
    @Inject(ImportsService) private readonly imports: ImportsService,
    @Inject(PersonWriter) private readonly writer: PersonWriter,
    @Inject(ImportUpdates) private readonly updates: ImportUpdates,
  ) {}

  /** Takes the next rows of an import, within the scope of its cause; false when it is over. */
  async next(importId: number, size: number): Promise<boolean> {
    await this.divisions.ready();
    const item = await this.db.run(systemContext(), (tx) =>
      tx.one<ImportRow>(`SELECT ${IMPORT_COLUMNS} FROM imports i WHERE i.id = $1`, [importId]),
    );
    if (item?.state !== 'running') return false;
    const ctx = causeOf(item);
    try {
      return await this.db.run(ctx, (tx) => this.batch(tx, ctx, importId, size));
    } catch (error) {
      // One row may break a statement for all: the rows then go one by one, and the one that cannot be saved is refused.
      if (size > 1 && isOfRow(error)) {
        for (let i = 0; i < size; i += 1) if (!(await this.next(importId, 1))) return false;
        return true;
      }
      if (!isOfRow(error)) throw error;
      await this.db.run(ctx, (tx) => this.refuseFirst(tx, importId));
      return true;
    }
  }

  private async batch(tx: Tx, ctx: RequestContext, importId: number, size: number): Promise<boolean> {
    const item = await tx.one<ImportRow>(
      `SELECT ${IMPORT_COLUMNS} FROM imports i WHERE i.id = $1 AND i.state = 'running' FOR UPDATE`,
      [importId],
    );
    if (!item) return false;
    const waiting = await tx.sql<WaitingRow>(
      `SELECT r.row, r.cells FROM import_rows r WHERE r.import_id = $1 AND r.state = 'waiting' ORDER BY r.row LIMIT $2`,
      [importId, size],
    );
    if (waiting.length === 0) return this.finish(tx, item);
    const outcomes = await this.take(tx, ctx, item, waiting);
    await this.record(tx, item, outcomes);
    return true;
  }

  private async take(
    tx: Tx,
    ctx: RequestContext,
    item: ImportRow,
    waiting: readonly WaitingRow[],
  ): Promise<Map<number, Outcome>> {
    const now = this.clock.now();
    const today = businessDay(now);
    const setting = this.imports.settingOf(item, today);
    const outcomes = new Map<number, Outcome>();
    const people: { row: number; person: RowPerson }[] = [];
    const seen = new Set<string>();
    for (const { row, cells } of waiting) {
      const read = readRow(this.vault.open<string[]>(cells), setting);
      if ('problems' in read) {
        outcomes.set(row, { state: 'rejected', problem: read.problems[0]! });
        continue;
      }
      // The same person twice in a batch: the later row waits for the next one, and then meets the record.
      const key = keyOf(read.person);
      if (seen.has(key)) break;
      seen.add(key);
      people.push({ row, person: read.person });
    }
    const found = await this.updates.find(
      tx,
      people.map(({ person }) => person),
    );
    const fresh: { row: number; draft: PersonDraft }[] = [];
    for (const [i, { row, person }] of people.entries()) {
      const match = found[i]!;
      if (match.kind === 'elsewhere') outcomes.set(row, refused('elsewhere'));
      else if (match.kind === 'none') fresh.push({ row, draft: this.draftOf(person, today) });
      else if (match.known.status !== 'active') outcomes.set(row, refused('notActive'));
      else outcomes.set(row, await this.update(tx, ctx, match.known, person));
    }
    if (fresh.length > 0) {
      const ids = await this.writer.insert(
        tx,
        fresh.map(({ draft }) => draft),
        now,
        today,
      );
      fresh.forEach(({ row }, i) => outcomes.set(row, { state: 'added', personId: ids[i]! }));
      await audit(
        tx,
        ctx,
        this.clock,
        ...fresh.map(({ row, draft }, i) => ({
          action: 'people.import',
          subject: 'person',
          subjectId: ids[i]!,
          personId: ids[i]!,
          division: draft.division,
          after: { version: 1, importId: item.id, row },
        })),
      );
      await emit(
        tx,
        ...fresh.map(({ draft }, i) => ({
          topic: 'person.added',
          key: `person:${ids[i]!}`,
          division: draft.division,
          personId: ids[i]!,
        })),
      );
    }
    return outcomes;
  }

  private async update(tx: Tx, ctx: RequestContext, known: Known, person: RowPerson): Promise<Outcome> {
    const changed = await this.updates.apply(tx, ctx, known, person);
    return { state: changed ? 'updated' : 'unchanged', personId: known.id };
  }

  private draftOf(person: RowPerson, today: string): PersonDraft {
    const place = this.divisions.find(person.division);
    return {
      ...person,
      lng: place?.lng ?? 0,
      lat: place?.lat ?? 0,
      priority: priorityOf(person.priority, { ...person, needLevel: null }, today),
      texture: person.texture ?? 'normal',
      bathSex: null,
      householdId: null,
      contacts: person.contact ? [{ ...person.contact, emergency: true }] : [],
    };
  }

  private async record(tx: Tx, item: ImportRow, outcomes: Map<number, Outcome>): Promise<void> {
    const rows = [...outcomes].map(([row, outcome]) => ({
      row,
      state: outcome.state,
      code: outcome.state === 'rejected' ? outcome.problem.code : null,
      field: outcome.state === 'rejected' ? outcome.problem.field : null,
      person: outcome.state === 'rejected' ? null : outcome.personId,
    }));
    await tx.sql(
      `UPDATE import_rows r SET state = o.state, code = o.code, field = o.field, person_id = o.person,
         cells = CASE WHEN o.state = 'rejected' THEN r.cells END
       FROM jsonb_to_recordset($2::jsonb) AS o(row int, state text, code text, field text, person bigint)
       WHERE r.import_id = $1 AND r.row = o.row`,
      [item.id, JSON.stringify(rows)],
    );
    const count = (state: Outcome['state']) => rows.filter((each) => each.state === state).length;
    await tx.sql(
      `UPDATE imports SET added = added + $2, updated = updated + $3, unchanged = unchanged + $4, rejected = rejected + $5
       WHERE id = $1`,
      [item.id, count('added'), count('updated'), count('unchanged'), count('rejected')],
    );
    await tell(tx, item);
  }

  private async finish(tx: Tx, item: ImportRow): Promise<boolean> {
    await tx.sql(`UPDATE imports SET state = 'done', finished_at = $2, version = version + 1 WHERE id = $1`, [
      item.id,
      this.clock.now(),
    ]);
    await tell(tx, item);
    return false;
  }

  private async refuseFirst(tx: Tx, importId: number): Promise<void> {
    await tx.sql(
      `WITH first AS (
         UPDATE import_rows r SET state = 'rejected', code = 'failed' WHERE r.import_id = $1 AND r.row = (
           SELECT min(w.row) FROM import_rows w WHERE w.import_id = $1 AND w.state = 'waiting') RETURNING 1
       ) UPDATE imports SET rejected = rejected + (SELECT count(*) FROM first) WHERE id = $1`,
      [importId],
    );
  }
}

/** A fault of what is written (SQLSTATE 22, 23, 42501), not of the database: trying again would not help. */
function isOfRow(error: unknown): boolean {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  return /^(22|23|42501)/.test(driverError?.code ?? code ?? '');
}

function causeOf(item: ImportRow): RequestContext {
  return { ...systemContext({ d: item.scope }), accountId: item.account_id, division: item.division };
}

const refused = (code: RowProblem['code']): Outcome => ({
  state: 'rejected',
  problem: { code, field: 'idNumber' },
});

const keyOf = (person: RowPerson) =>
  person.idNumber ?? `${normalise(person.name)} ${person.birth} ${person.division}`;

async function tell(tx: Tx, item: ImportRow): Promise<void> {
  await emit(tx, { topic: 'import.changed', key: `import:${item.id}`, division: item.division });
}
