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
import { openPii, PERSON_COLUMNS, rangeOf, toItem, type PersonPii, type PersonRow } from './records';
import { SearchPlanner, type Plan } from './search-plan';

type Body = z.output<(typeof search)['body']>;
type Position = [division: string, id: number];

/** A search decrypts at most so many candidates for one page; the next page goes on where it stopped. */
const MAX_CANDIDATES = 2_000;
const START: Position = ['', 0];

// Shared by all ways of finding: filters, place in the list.
const FILTERS = `($1::text = 'all' OR p.status = $1) AND ($2::date IS NULL OR p.birth <= $2)
  AND ($3::date IS NULL OR p.birth > $3) AND ($4::text IS NULL OR p.living = $4)
  AND ($5::text IS NULL OR p.need_level = $5) AND ($6::text IS NULL OR $6 = ANY (p.priority))`;
const inRange = (division: string, id: string) =>
  `${division} >= $7 AND ${division} < $8 AND (${division}, ${id}) > ($9, $10::bigint)`;

/** Without words: along the divisions. */
const LISTED = `SELECT ${PERSON_COLUMNS} FROM persons p
  WHERE ${inRange('p.division', 'p.id')} AND ${FILTERS} ORDER BY p.division, p.id LIMIT $11`;

/**
 * By tokens: for each way of matching, along the index of its rarest token; the other tokens of the way, and one token
 * of each way of the other words, are looked up. All comparisons are leakproof, so row-level security leaves the index
 * its use.
 */
const BY_TOKENS = `SELECT f.* FROM jsonb_to_recordset($12::jsonb) AS w("token" bigint, rest bigint[], "from" text, "to" text)
  CROSS JOIN LATERAL (
    SELECT ${PERSON_COLUMNS} FROM person_tokens t JOIN persons p ON p.id = t.person_id
    WHERE t.token = w.token AND t.division >= w."from" AND t.division < w."to" AND ${inRange('t.division', 't.person_id')}
      AND (w.rest = '{}' OR NOT EXISTS (SELECT FROM unnest(w.rest) r(token) WHERE NOT EXISTS (
        SELECT FROM person_tokens x WHERE x.token = r.token AND x.division = t.division AND x.person_id = t.person_id)))
      AND ($13::bigint[] IS NULL OR t.division ^@ ANY ($14::text[]) OR EXISTS (SELECT FROM person_tokens x
        WHERE x.token = ANY ($13::bigint[]) AND x.division = t.division AND x.person_id = t.person_id))
      AND ($15::bigint[] IS NULL OR t.division ^@ ANY ($16::text[]) OR EXISTS (SELECT FROM person_tokens x
        WHERE x.token = ANY ($15::bigint[]) AND x.division = t.division AND x.person_id = t.person_id))
      AND ${FILTERS}
    ORDER BY t.division, t.person_id LIMIT $11
  ) f`;

/** By a full number: the person's own or a contact's. Few rows. */
const BY_NUMBER = `SELECT ${PERSON_COLUMNS}, p.phone_index = $12 AS own FROM persons p
  WHERE p.id IN (SELECT i.id FROM persons i WHERE i.id_index = $12 UNION ALL SELECT h.id FROM persons h
      WHERE h.phone_index = $12 UNION ALL SELECT c.person_id FROM contacts c WHERE c.phone_index = $12)
    AND ${inRange('p.division', 'p.id')} AND ${FILTERS} ORDER BY p.division, p.id LIMIT $11`;

interface Found extends PersonRow {
  /** With a telephone number: it is the person's own, not a contact's. */
  own?: boolean | null;
}
/** A word with the divisions that it may name. */
interface Sought {
  word: Word;
  places: { prefix: string; rest: string }[];
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
    const filters = [
      body.status,
      body.ageFrom === undefined ? null : bornBy(body.ageFrom, today),
      body.ageTo === undefined ? null : bornBy(body.ageTo + 1, today),
      body.living ?? null,
      body.needLevel ?? null,
      body.priority ?? null,
    ];
    const range = rangeOf(ctx, body.division);
    const page = await this.db.run(ctx, async (tx) => {
      const plan = await this.planner.plan(tx, words, range);
      const sought = words.map((word): Sought => ({ word, places: this.planner.placesOf(word) }));
      return this.fill(tx, plan, sought, filters, start, body.limit, today);
    });
    return { ...page, asOf: now.toISOString() };
  }

  /** Reads candidates and keeps those that match until the page is full. */
  private async fill(
    tx: Tx,
    plan: Plan,
    sought: readonly Sought[],
    filters: unknown[],
    start: Position,
    limit: number,
    today: string,
  ): Promise<{ items: PersonItem[]; next: string | null }> {
    const items: PersonItem[] = [];
    let at = start;
    let last = start;
    let looked = 0;
    let batch = limit + 1;
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
      batch = Math.min(500, batch * 4);
    }
  }

  private async candidates(
    tx: Tx,
    plan: Plan,
    filters: unknown[],
    at: Position,
    limit: number,
  ): Promise<Found[]> {
    const place = [plan.range.from, plan.range.to, ...at, limit];
    if (plan.kind === 'list') return tx.sql<Found>(LISTED, [...filters, ...place]);
    if (plan.kind === 'number') return tx.sql<Found>(BY_NUMBER, [...filters, ...place, plan.index]);
    const [one, two] = plan.others;
    const rows = await tx.sql<Found>(BY_TOKENS, [
      ...filters,
      ...place,
      JSON.stringify(plan.ways),
      one?.tokens ?? null,
      one?.prefixes ?? [],
      two?.tokens ?? null,
      two?.prefixes ?? [],
    ]);
    for (const area of plan.areas) {
      const from = area.from > plan.range.from ? area.from : plan.range.from;
      const to = area.to < plan.range.to ? area.to : plan.range.to;
      rows.push(...(await tx.sql<Found>(LISTED, [...filters, from, to, ...at, limit])));
    }
    if (plan.ways.length + plan.areas.length === 1) return rows;
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

function positionOf(cursor: string | undefined): Position {
  const keys = fromCursor(cursor, 2);
  return keys ? [String(keys[0]), Number(keys[1])] : START;
}

function cursorOf([division, id]: Position): string {
  return toCursor([Number(division), id]);
}
