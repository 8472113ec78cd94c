import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { businessDay, businessMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { ENTITLEMENT_STATES, type EntitlementState } from '../contract/entitlements';
import type { offerRoute } from '../contract/family';
import { monthText, parseDay, parseMonth } from '../domain/calendar';
import { certificationLasts } from '../domain/certification';
import { startMonth } from '../domain/judge';
import { PAPERS, PAPERS_FOR } from '../domain/papers';
import { SCHEME_NAMES, SCHEMES, type Scheme } from '../domain/pack';
import { termsOf } from '../domain/terms';
import { personFor, toWhom, WHOM, type WhomRow } from './common';
import { PacksService, type PackInForce } from './packs.service';

type Offer = Output<typeof offerRoute>;
interface ClaimRow {
  id: number;
  scheme: Scheme;
  state: EntitlementState;
  received: string;
}

/** What a family can apply for, with what is known already, and how long the life certification still lasts. */
@Injectable()
export class OfferService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(PacksService) private readonly packs: PacksService,
  ) {}

  async of(ctx: RequestContext, personId: number): Promise<Offer> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const person = await personFor(tx, ctx, personId, now);
      const whom = await tx.one<WhomRow>(
        `SELECT x.id AS person_id, ${WHOM} FROM persons x JOIN persons p ON p.id = x.id WHERE x.id = $1`,
        [personId],
      );
      const { name, division } = toWhom(this.vault, whom!);
      const claims = await tx.sql<ClaimRow>(
        'SELECT id, scheme, state, received FROM entitlements WHERE person_id = $1',
        [personId],
      );
      const payee = await tx.one(
        `SELECT 1 FROM payees WHERE person_id = $1 AND state = 'confirmed' AND valid_from <= $2 LIMIT 1`,
        [personId, businessDay(now)],
      );
      const book = await this.packs.inForce(tx, businessMonth(now));
      const month = parseMonth(businessMonth(now))!;
      const schemes = SCHEMES.flatMap((scheme): Offer['schemes'] => {
        const inForce = book.of(scheme, person.division);
        if (!inForce) return [];
        const { pack } = inForce;
        const starts = scheme === 'old-age-allowance' ? startMonth(pack, parseDay(person.birth)!) : null;
        const claim = claims.find((each) => each.scheme === scheme);
        return [
          {
            scheme,
            schemeName: SCHEME_NAMES[scheme],
            terms: termsOf(pack, month),
            startsIn: starts === null ? null : monthText(starts),
            papers: PAPERS_FOR[scheme].map((kind) => ({ kind, name: PAPERS[kind] })),
            applied: claim ? { id: claim.id, stateName: ENTITLEMENT_STATES[claim.state] } : null,
            // The month before the first one is early enough.
            open: !claim && person.status === 'active' && (starts === null || starts <= month + 1),
          },
        ];
      });
      const certification = await this.certification(tx, personId, claims, (scheme) =>
        book.of(scheme, person.division),
      );
      return {
        known: { name, birth: person.birth, division },
        hasPayee: payee !== undefined,
        schemes,
        certification,
      };
    });
  }

  /** Of the allowance drawn whose pack asks for certifications. */
  private async certification(
    tx: Tx,
    personId: number,
    claims: readonly ClaimRow[],
    packOf: (scheme: Scheme) => PackInForce | undefined,
  ): Promise<Offer['certification']> {
    const drawn = claims.find((each) => each.state === 'granted' && packOf(each.scheme)?.pack.certification);
    const rule = drawn && packOf(drawn.scheme)?.pack.certification;
    if (!rule) return null;
    const latest = await tx.one<{ day: string | null }>(
      `SELECT max(valid_from) AS day FROM benefit_facts
       WHERE person_id = $1 AND kind = 'certification' AND withdrawn_at IS NULL`,
      [personId],
    );
    const day = latest?.day && latest.day > drawn.received ? latest.day : drawn.received;
    const last = parseMonth(day.slice(0, 7))!;
    const lasts = certificationLasts(rule, last, parseMonth(businessMonth(this.clock.now()))!);
    return {
      last: monthText(last),
      until: monthText(lasts.until),
      graceUntil: monthText(lasts.graceUntil),
      state: lasts.state,
    };
  }
}
