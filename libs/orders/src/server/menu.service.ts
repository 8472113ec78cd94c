import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { firstOfMonth } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database, type Tx } from '@heling/platform/server/database';
import { invalid, notFound } from '@heling/platform/server/problem';
import type { dishesRoute, menuRoute } from '../contract/menu';
import type { quoteRoute, Wish } from '../contract/orders';
import { CATEGORY_NAMES, type Allergen, type Category, type Form, type Texture } from '../domain/menu';
import { splitPrice } from '../domain/money';
import { monthlyQuota, type PolicyValues } from '../domain/policies';
import { allergyStops, contraindicationStops } from '../domain/stops';
import { ServedPeople, type ServedPerson } from './people-port';
import { PlaceService } from './place.service';
import { divisionPath } from './placing-facts';
import { Policies } from './policies';

interface MenuRow {
  code: string;
  category: Category;
  form: Form;
  name: string;
  unit: string;
  minutes: number;
  carers: number;
  gate: boolean;
  active: boolean;
  contraindications: string[];
  offers: { org: number; orgName: string; price: number }[];
}
interface KitchenRow {
  id: number;
  org: number;
  name: string;
  left: number;
  cutoff_at: Date;
  window_start: Date;
  window_end: Date;
  sheet: boolean;
  dishes: {
    id: number;
    name: string;
    price: number;
    textures: Texture[];
    allergens: Allergen[];
    kcal: number;
    protein: number;
    saltMg: number;
  }[];
}

const MENU = `
  SELECT s.code, s.category, s.form, s.name, s.unit, s.minutes, s.carers, s.gate, s.active, s.contraindications,
    coalesce((SELECT jsonb_agg(x ORDER BY x.price, x.org) FROM (
      SELECT DISTINCT a.org, o.name AS "orgName", coalesce(
        (SELECT p.price FROM service_prices p WHERE p.org = a.org AND p.service = s.code AND p.valid @> $2::date),
        (SELECT min(d.price) FROM kitchen_days k JOIN kitchen_day_dishes x ON x.kitchen_day = k.id
           JOIN dishes d ON d.id = x.dish_id WHERE k.org = a.org AND k.day = $2 AND k.meal = s.code)) AS price
      FROM service_areas a JOIN orgs o ON o.id = a.org AND o.active
      WHERE a.service = s.code AND a.division = ANY ($1::text[])) x WHERE x.price IS NOT NULL), '[]') AS offers
  FROM services s ORDER BY s.sort, s.code`;

const KITCHENS = `
  SELECT k.id, k.org, o.name, k.capacity - k.taken AS left, k.cutoff_at, k.window_start, k.window_end,
    k.sheet IS NOT NULL AS sheet,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'price', d.price, 'textures', d.textures,
        'allergens', d.allergens, 'kcal', d.kcal, 'protein', d.protein, 'saltMg', d.salt_mg) ORDER BY d.id)
      FROM kitchen_day_dishes x JOIN dishes d ON d.id = x.dish_id WHERE x.kitchen_day = k.id AND d.active), '[]') AS dishes
  FROM kitchen_days k JOIN orgs o ON o.id = k.org AND o.active
  WHERE k.day = $1 AND k.meal = $2 AND EXISTS (SELECT FROM service_areas a
    WHERE a.org = k.org AND a.service = $2 AND a.division = ANY ($3::text[]))
  ORDER BY o.name, k.org`;

/** The menu as one person sees it, before anything is ordered. */
@Injectable()
export class MenuService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ServedPeople) private readonly people: ServedPeople,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(PlaceService) private readonly placing: PlaceService,
  ) {}

  async menu(
    ctx: RequestContext,
    body: z.output<(typeof menuRoute)['body']>,
  ): Promise<Output<typeof menuRoute>> {
    return this.db.run(ctx, async (tx) => {
      const person = body.personId ? await this.person(tx, ctx, body.personId) : null;
      const division = person?.division ?? body.division;
      if (!division) throw invalid('division', '请选择老人或所在的社区。');
      const policies = await this.policies.on(tx, body.day);
      const remaining = person ? await this.remaining(tx, person, body.day, policies) : null;
      const rows = await tx.sql<MenuRow>(MENU, [divisionPath(division), body.day]);
      return {
        remaining,
        services: rows.map(({ contraindications, offers, ...row }) => ({
          ...row,
          categoryName: CATEGORY_NAMES[row.category],
          stops: person
            ? contraindicationStops({ name: row.name, contraindications }, person.conditions, body.day)
            : [],
          offers: offers.map((offer) => ({
            ...offer,
            split:
              remaining === null ? null : splitPrice(offer.price, remaining, policies.subsidyRules[row.code]),
          })),
        })),
      };
    });
  }

  async dishes(
    ctx: RequestContext,
    body: z.output<(typeof dishesRoute)['body']>,
  ): Promise<Output<typeof dishesRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const person = await this.person(tx, ctx, body.personId);
      const policies = await this.policies.on(tx, body.day);
      const remaining = await this.remaining(tx, person, body.day, policies);
      const rows = await tx.sql<KitchenRow>(KITCHENS, [body.day, body.meal, divisionPath(person.division)]);
      return {
        texture: person.texture as Texture,
        remaining,
        kitchens: rows.map((row) => ({
          kitchenDay: row.id,
          org: row.org,
          orgName: row.name,
          cutoffAt: row.cutoff_at.toISOString(),
          open: now < row.cutoff_at && !row.sheet && row.left > 0,
          left: row.left,
          window: { start: row.window_start.toISOString(), end: row.window_end.toISOString() },
          dishes: row.dishes.map((dish) => ({
            ...dish,
            split: splitPrice(dish.price, remaining, policies.subsidyRules[body.meal]),
            suits: dish.textures.includes(person.texture as Texture),
            stops: allergyStops(dish, person.allergies),
          })),
        })),
      };
    });
  }

  async quote(ctx: RequestContext, wish: Wish): Promise<Output<typeof quoteRoute>> {
    const now = this.clock.now();
    const { proposal, policies, facts } = await this.db.run(ctx, (tx) =>
      this.placing.look(tx, ctx, wish, now),
    );
    const iso = (window: { start: Date; end: Date }) => ({
      start: window.start.toISOString(),
      end: window.end.toISOString(),
    });
    return {
      split: proposal.split,
      remaining: proposal.remaining,
      org: proposal.org,
      orgName: proposal.orgName,
      window: proposal.window && iso(proposal.window),
      windows: proposal.windows.map((window) => ({ ...iso(window), label: label(window) })),
      stops: proposal.stops,
      warnings: proposal.warnings,
      cancelRule: cancelRule(policies.cancelRules[facts.service?.form === 'meal' ? 'meal' : 'visit']),
    };
  }

  private async person(tx: Tx, ctx: RequestContext, personId: number): Promise<ServedPerson> {
    const person = await this.people.find(tx, personId, ctx.accountId, this.clock.now());
    if (!person) throw notFound('没有找到这位老人，或您无权查看。');
    return person;
  }

  /** What remains of the person's quota in the month of a day (fen). */
  private async remaining(
    tx: Tx,
    person: ServedPerson,
    day: string,
    policies: PolicyValues,
  ): Promise<number> {
    const row = await tx.one<{ authorised: number; used: number }>(
      'SELECT authorised, reserved + consumed AS used FROM quotas WHERE person_id = $1 AND month = $2',
      [person.id, firstOfMonth(day)],
    );
    const monthly = monthlyQuota(policies.subsidyQuota, person);
    return Math.max(row?.authorised ?? 0, monthly) - (row?.used ?? 0);
  }
}

function label(window: { start: Date; end: Date }): string {
  const local = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
  return `${local(window.start)}–${local(window.end)}`;
}

function cancelRule(tiers: { hours: number; percent: number }[]): string {
  const parts = [...tiers]
    .sort((a, b) => b.hours - a.hours)
    .map((tier) =>
      tier.hours > 0 ? `提前 ${tier.hours} 小时以上取消退 ${tier.percent}%` : `不足时退 ${tier.percent}%`,
    );
  return `${parts.join('；')}。`;
}
