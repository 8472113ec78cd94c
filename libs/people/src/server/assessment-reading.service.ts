import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import type { Output } from '@heling/platform/contract/route';
import { ageOn, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { CITY, type RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import { ASSESSORS } from '../contract/shared';
import type {
  AssessmentPage,
  listAssessments,
  printAssessment,
  readAssessment,
} from '../contract/assessments';
import { ASSESSMENT_ITEMS, type AssessmentGroup, type AssessmentItem } from '../domain/assessment';
import { ADJUSTMENT_NAMES, GROUP_NAMES, ITEM_WORDS } from '../domain/assessment-form';
import { COMMAND_LABELS, stepsNow } from '../domain/assessment-steps';
import { maskIdNumber, NEED_LEVEL_NAMES, SEX_NAMES, type Sex } from '../domain/person';
import { ASSESSMENT_COLUMNS, factsOf, missingOf, scoreOf, type AssessmentRow } from './assessments.service';
import { Divisions } from './divisions';
import { problems } from './problems';
import { openPii, rangeOf, shownName, type PersonPii } from './records';

interface Row extends AssessmentRow {
  pii: Buffer;
  key_salt: Buffer | null;
  sex: Sex;
  birth: string;
  first: Buffer | null;
  second: Buffer | null;
}
type ListRow = Pick<
  Row,
  | 'id'
  | 'person_id'
  | 'division'
  | 'state'
  | 'assessed_on'
  | 'total'
  | 'level'
  | 'valid_until'
  | 'appeal_of'
  | 'version'
> &
  Pick<Row, 'pii' | 'key_salt' | 'birth'>;
const NEWEST_OF_ACTIVE = `NOT EXISTS (SELECT FROM assessments n WHERE n.person_id = s.person_id AND n.state = 'final'
    AND (n.assessed_on, n.id) > (s.assessed_on, s.id))
  AND EXISTS (SELECT FROM persons a WHERE a.id = s.person_id AND a.status = 'active')`;
const FROM = `FROM assessments s JOIN persons p ON p.id = s.person_id
  LEFT JOIN accounts a ON a.id = s.first_assessor LEFT JOIN accounts b ON b.id = s.second_assessor`;
const COLUMNS = `${ASSESSMENT_COLUMNS}, p.pii, p.key_salt, p.sex, p.birth, a.pii AS first, b.pii AS second`;
const UNKNOWN_SIGNER = '（已签字）';

/** Lists, pages and print-outs of assessments. */
@Injectable()
export class AssessmentReadingService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Divisions) private readonly divisions: Divisions,
  ) {}

  async list(
    ctx: RequestContext,
    body: z.output<(typeof listAssessments)['body']>,
  ): Promise<Output<typeof listAssessments>> {
    await this.divisions.ready();
    const [day, id] = fromCursor(body.cursor, 2) ?? [null, null];
    const now = this.clock.now();
    const today = businessDay(now);
    // The statement has the conditions of this list and no others.
    const values: unknown[] = [];
    const give = (value: unknown) => `$${values.push(value)}`;
    const { from, to } = rangeOf(ctx, body.division);
    // Of the whole city the newest come from an index in their order; of a part, those of the part are sorted.
    const narrow = from.length > CITY.length;
    const where = [
      ...(body.state ? [`s.state = ${give(body.state)}`] : []),
      ...(body.personId ? [`s.person_id = ${give(body.personId)}`] : []),
      ...(narrow ? [`s.division >= ${give(from)} AND s.division < ${give(to)}`] : []),
      ...(body.validUntil
        ? [
            `s.state = 'final' AND s.valid_until BETWEEN ${give(today)} AND ${give(body.validUntil)}`,
            NEWEST_OF_ACTIVE,
          ]
        : []),
      ...(day === null ? [] : [`(s.assessed_on, s.id) < (${give(day)}::date, ${give(id)}::bigint)`]),
    ];
    const rows = await this.db.run(ctx, (tx) =>
      tx.sql<ListRow>(
        // The page is cut before the persons are looked up.
        `SELECT s.*, p.pii, p.key_salt, p.birth FROM (
           SELECT s.id, s.person_id, s.division, s.state, s.assessed_on, s.total, s.level, s.valid_until, s.appeal_of,
             s.version FROM assessments s ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
           ORDER BY s.assessed_on DESC, s.id DESC LIMIT ${body.limit + 1}
         ) s JOIN persons p ON p.id = s.person_id ORDER BY s.assessed_on DESC, s.id DESC`,
        values,
      ),
    );
    return pageFrom(
      rows,
      body.limit,
      now,
      (row) => [row.assessed_on, row.id],
      (row) => ({
        id: row.id,
        personId: row.person_id,
        personName: shownName(row, this.piiOf(row)),
        age: ageOn(row.birth, today),
        division: this.divisions.names(row.division),
        state: row.state,
        assessedOn: row.assessed_on,
        total: row.total,
        level: row.level,
        validUntil: row.valid_until,
        appealOf: row.appeal_of,
        version: row.version,
      }),
    );
  }

  async read(ctx: RequestContext, id: number): Promise<Output<typeof readAssessment>> {
    await this.divisions.ready();
    const row = await this.db.run(ctx, (tx) => this.row(tx, id));
    const mayStep = ctx.roles.some((role) => ASSESSORS.includes(role));
    return {
      id: row.id,
      personId: row.person_id,
      personName: shownName(row, this.piiOf(row)),
      sex: row.sex,
      age: ageOn(row.birth, businessDay(this.clock.now())),
      division: this.divisions.names(row.division),
      standard: row.standard,
      state: row.state,
      assessedOn: row.assessed_on,
      items: row.items,
      diagnoses: row.diagnoses,
      riskEvents: row.risk_events,
      score: scoreOf(row),
      missing: missingOf(row.items),
      first: this.signature(row.first_assessor, row.first, row.first_signed_at),
      second: this.signature(row.second_assessor, row.second, row.second_signed_at),
      validUntil: row.valid_until,
      appealOf: row.appeal_of,
      reason: row.reason,
      commands: mayStep
        ? stepsNow(factsOf(row, ctx)).map((command) => ({ command, label: COMMAND_LABELS[command] }))
        : [],
      version: row.version,
    };
  }

  /** The printed form of a result in effect: names in full, so it is on record who printed it. */
  async print(ctx: RequestContext, id: number): Promise<Output<typeof printAssessment>> {
    await this.divisions.ready();
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const row = await this.row(tx, id);
      const score = scoreOf(row);
      if (row.state !== 'final' || !score || row.valid_until === null) throw problems.assessmentState();
      await audit(tx, ctx, this.clock, {
        action: 'people.printAssessment',
        subject: 'assessment',
        subjectId: id,
        personId: row.person_id,
        division: row.division,
        purpose: 'assessment',
      });
      const caller = await tx.one<{ pii: Buffer }>('SELECT pii FROM accounts WHERE id = $1', [ctx.accountId]);
      const pii = this.piiOf(row);
      const place = this.divisions.names(row.division);
      const nameOf = (sealed: Buffer | null | undefined) =>
        sealed ? this.vault.open<{ name: string }>(sealed).name : UNKNOWN_SIGNER;
      return {
        title: '老年人能力评估报告',
        standard: row.standard,
        person: {
          id: row.person_id,
          name: pii.name,
          idNumber: pii.idNumber === undefined ? null : maskIdNumber(pii.idNumber),
          sex: SEX_NAMES[row.sex],
          birth: row.birth,
          age: ageOn(row.birth, row.assessed_on),
          division: [place.county, place.street, place.community].filter((name) => name !== null).join(' '),
        },
        assessedOn: row.assessed_on,
        validUntil: row.valid_until,
        groups: groupsOf(row.items, score.groups),
        total: score.total,
        levelByScore: NEED_LEVEL_NAMES[score.levelByScore],
        level: NEED_LEVEL_NAMES[score.level],
        adjustments: score.adjustments.map((each) => ADJUSTMENT_NAMES[each]),
        diagnoses: row.diagnoses,
        riskEvents: row.risk_events,
        signatures: [
          { name: nameOf(row.first), at: row.first_signed_at?.toISOString() ?? '' },
          { name: nameOf(row.second), at: row.second_signed_at?.toISOString() ?? '' },
        ],
        printedAt: now.toISOString(),
        printedBy: nameOf(caller?.pii),
      };
    });
  }

  private async row(tx: Tx, id: number): Promise<Row> {
    const row = await tx.one<Row>(`SELECT ${COLUMNS} ${FROM} WHERE s.id = $1`, [id]);
    if (!row) throw notFound('没有找到这份评估，或您无权查看。');
    return row;
  }

  private piiOf(row: Pick<Row, 'person_id' | 'pii' | 'key_salt'>): PersonPii {
    return openPii(this.vault, { id: row.person_id, pii: row.pii, key_salt: row.key_salt });
  }

  private signature(
    accountId: number | null,
    sealed: Buffer | null,
    at: Date | null,
  ): AssessmentPage['first'] {
    if (accountId === null || at === null) return null;
    const name = sealed ? this.vault.open<{ name: string }>(sealed).name : null;
    return { accountId, name, at: at.toISOString() };
  }
}

function groupsOf(items: AssessmentRow['items'], scores: Record<AssessmentGroup, number>) {
  return (Object.keys(ASSESSMENT_ITEMS) as AssessmentGroup[]).map((group) => {
    const maxima = Object.entries(ASSESSMENT_ITEMS[group]) as [AssessmentItem, number][];
    return {
      name: GROUP_NAMES[group],
      score: scores[group],
      max: maxima.reduce((sum, [, max]) => sum + max, 0),
      items: maxima.map(([key, max]) => {
        const score = items[key] ?? 0;
        return {
          key,
          name: ITEM_WORDS[key].name,
          score,
          max,
          meaning: ITEM_WORDS[key].meanings[score] ?? '',
        };
      }),
    };
  });
}
