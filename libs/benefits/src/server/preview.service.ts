import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { addDays, businessMonth, firstOfMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import { CITY, type RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import type { previewRoute } from '../contract/desk';
import { monthText } from '../domain/calendar';
import { changeReasonName } from '../domain/changes';
import { linesOf } from '../domain/explain';
import { SCHEME_NAMES } from '../domain/pack';
import { sentenceOf } from '../domain/sentences';
import { settle } from '../domain/settle';
import { personFor } from './common';
import { judgePersons, type Judged, type PersonRow } from './histories';
import { PacksService } from './packs.service';

type News = z.output<(typeof previewRoute)['body']>;
type Outcome = Output<typeof previewRoute>['schemes'][number]['after'];

/** What late news would bring (迟到的消息), calculated on what is known now; nothing is recorded. */
@Injectable()
export class PreviewService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PacksService) private readonly packs: PacksService,
  ) {}

  async preview(ctx: RequestContext, personId: number, news: News): Promise<Output<typeof previewRoute>> {
    const now = this.clock.now();
    const asOf = businessMonth(now);
    return this.db.run(ctx, async (tx) => {
      await personFor(tx, ctx, personId, now);
      const book = await this.packs.inForce(tx, asOf);
      const [before] = await judgePersons(tx, book, asOf, { persons: [personId] });
      const [after] = await judgePersons(tx, book, asOf, { persons: [personId] }, false, (person) =>
        withNews(person, news),
      );
      return {
        asOf,
        schemes: (after?.schemes ?? []).map((judged) => {
          const old = before!.schemes.find((each) => each.scheme === judged.scheme);
          return {
            entitlementId: judged.entitlementId,
            scheme: judged.scheme,
            schemeName: SCHEME_NAMES[judged.scheme],
            before: old ? outcomeOf(old) : { monthly: 0, arrears: [], overpaid: [] },
            after: outcomeOf(judged),
            months: differing(old, judged),
          };
        }),
        problem: after?.problem ? `这样登记后资料有误：${changeReasonName(after.problem.field)}。` : null,
      };
    });
  }
}

/** The person as they would stand in the register. */
function withNews(person: PersonRow, { died, moved, paidElsewhere, born }: News): PersonRow {
  return {
    ...person,
    ...(born ? { birth: born } : {}),
    ...(died ? { deceased_on: died } : {}),
    ...(moved
      ? {
          // Who has left the city is still judged by the pack of the place where they were.
          division: moved.division.startsWith(CITY) ? moved.division : person.division,
          residence: [
            ...person.residence
              .filter((spell) => spell.from < moved.on)
              .map((spell) => ({
                ...spell,
                to: spell.to === null || spell.to > moved.on ? moved.on : spell.to,
              })),
            { division: moved.division, from: moved.on, to: null },
          ],
        }
      : {}),
    ...(paidElsewhere
      ? {
          facts: [
            ...person.facts,
            {
              kind: 'paidElsewhere',
              from: `${paidElsewhere.from}-01`,
              to: paidElsewhere.to === undefined ? null : firstOfMonth(addDays(`${paidElsewhere.to}-28`, 4)),
              grade: null,
              detail: null,
            },
          ],
        }
      : {}),
  };
}

function outcomeOf(judged: Judged): Outcome {
  const { due, overpaid } = settle(judged.verdicts, judged.balances);
  return {
    monthly: judged.verdicts.at(-1)?.fen ?? 0,
    arrears: linesOf(due),
    overpaid: linesOf(overpaid),
  };
}

function differing(
  old: Judged | undefined,
  judged: Judged,
): Output<typeof previewRoute>['schemes'][number]['months'] {
  const before = new Map(old?.verdicts.map((verdict) => [verdict.month, verdict]));
  return judged.verdicts.flatMap((verdict) => {
    const was = before.get(verdict.month);
    if ((was?.fen ?? 0) === verdict.fen) return [];
    return [
      {
        month: monthText(verdict.month),
        before: was?.fen ?? 0,
        after: verdict.fen,
        paidFen: verdict.paidFen,
        why: sentenceOf(judged.inForce.pack, judged.history, verdict),
      },
    ];
  });
}
