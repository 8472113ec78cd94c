import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Output } from '@heling/platform/contract/route';
import { bornBy, businessDay } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, toCursor } from '@heling/platform/server/cursor';
import { Database, type Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import type { PersonItem, search } from '../contract/persons';
import { matchesOf, recognise, type Word } from '../domain/query';
import { Divisions } from './divisions';
import { problems } from './problems';
import { openPii, rangeOf, toItem, type ItemRow, type PersonPii } from './records';
import { SearchPlanner, type Plan, type Sought } from './search-plan';
import { candidatesOf, type Filters, type Position } from './search-sql';

type Body = z.output<(typeof search)['body']>;
/** A search decrypts at most so many candidates for one page; the next page goes on where it stopped. */
const MAX_CANDIDATES = 2_000;
/** Candidates read at once: few sizes, so that few forms of a statement are prepared. */
const BATCHES = [21, 51, 101, 201, 500];
const MAX_BATCH = 500;

interface Found extends ItemRow {
  /** With a telephone number: it is the person's own, not a contact's. */
  own?: boolean | null;
}
/** The registry's one search box with its filters. */
@Injectable()
export class SearchService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Divisions) private readonly divisions: Divisions,
    @Inject(SearchPlanner) private readonly planner: SearchPlanner,
  ) {}

  /** One page of the persons that match, along the divisions. */
  async search(ctx: RequestContext, body: Body): Promise<Output<typeof search>> {
    const words = body.q ? recognise(body.q) : [];
    if (typeof words === 'string') throw problems.query(words);
    const start = positionOf(body.cursor);
    await this.divisions.ready();
    const now = this.clock.now();
    const today = businessDay(now);
    const filters: Filters = {
      status: body.status === 'all' ? null : body.status,
      bornBy: body.ageFrom === undefined ? null : bornBy(body.ageFrom, today),
      bornAfter: body.ageTo === undefined ? null : bornBy(body.ageTo + 1, today),
      living: body.living ?? null,
      needLevel: body.needLevel ?? null,
      priority: body.priority ?? null,
    };
    const range = rangeOf(ctx, body.division);
    const page = await this.db.run(ctx, async (tx) => {
      const sought = words.map((word): Sought => ({ word, places: this.planner.placesOf(word) }));
      const plan = await this.planner.plan(tx, sought, range);
      return this.fill(tx, plan, sought, filters, start, body.limit, today);
    });
    return { ...page, asOf: now.toISOString() };
  }

  /** Reads candidates and keeps those that match until the page is full. */
  private async fill(
    tx: Tx,
    plan: Plan,
    sought: readonly Sought[],
    filters: Filters,
    start: Position | null,
    limit: number,
    today: string,
  ): Promise<{ items: PersonItem[]; next: string | null }> {
    const items: PersonItem[] = [];
    let at = start;
    let last = start;
    let looked = 0;
    let batch = BATCHES.find((size) => size > limit) ?? MAX_BATCH;
    for (;;) {
      const rows = await this.candidates(tx, plan, filters, at, batch);
      for (const row of rows) {
        const matched = this.check(row, sought, today);
        if (matched && items.length === limit) return { items, next: cursorOf(last) };
        if (matched) items.push(matched);
        at = [row.division, row.id];
        if (matched) last = at;
      }
      if (rows.length < batch) return { items, next: null };
      looked += rows.length;
      if (looked >= MAX_CANDIDATES) return { items, next: cursorOf(at) };
      // Most often a few more are enough: reading and opening hundreds holds up everybody else.
      batch = BATCHES.find((size) => size >= batch * 4) ?? MAX_BATCH;
    }
  }

  private async candidates(
    tx: Tx,
    plan: Plan,
    filters: Filters,
    after: Position | null,
    limit: number,
  ): Promise<Found[]> {
    const { text, values } = candidatesOf(plan, filters, after, limit);
    const rows = await tx.sql<Found>(text, values);
    if (plan.kind !== 'tokens' || plan.ways.length + plan.areas.length === 1) return rows;
    const each = new Map(rows.map((row) => [row.id, row]));
    return [...each.values()]
      .sort((a, b) => Number(a.division) - Number(b.division) || a.id - b.id)
      .slice(0, limit);
  }

  /** The item, when every word matches the person's own values. */
  private check(row: Found, sought: readonly Sought[], today: string): PersonItem | undefined {
    const pii = openPii(this.vault, row);
    const matchedBy = new Set<PersonItem['matchedBy'][number]>();
    for (const { word, places } of sought) {
      const matches = this.matches(row, pii, word, places);
      if (matches.length === 0) return undefined;
      for (const match of matches) matchedBy.add(match);
    }
    return toItem(row, pii, this.divisions, today, [...matchedBy]);
  }

  private matches(row: Found, pii: PersonPii, word: Word, places: Sought['places']): PersonItem['matchedBy'] {
    if (word.kind === 'idNumber') return pii.idNumber === word.text ? ['idNumber'] : [];
    if (word.kind === 'phone') return [row.own ? 'phone' : 'contactPhone'];
    const own = matchesOf(word, pii);
    const lives = places.some(
      ({ prefix, rest }) =>
        row.division.startsWith(prefix) &&
        (rest === '' || matchesOf({ kind: 'text', text: rest }, pii).includes('address')),
    );
    return lives ? [...own, 'address'] : own;
  }
}

function positionOf(cursor: string | undefined): Position | null {
  const keys = fromCursor(cursor, 2);
  return keys && [String(keys[0]), Number(keys[1])];
}

function cursorOf(at: Position | null): string | null {
  if (!at) return null;
  const [division, id] = at;
  return toCursor([Number(division), id]);
}
