import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { addressGrams, type Gram } from '../domain/grams';
import { gramChoices, type Word } from '../domain/query';
import { Divisions } from './divisions';
import { problems } from './problems';
import { after } from './records';
import { tokenOf } from './tokens';

export interface Range {
  from: string;
  to: string;
}
/** One way of matching by tokens, the rarest first; tokens as decimal text, since JSON has no 64-bit numbers. */
interface Way extends Range {
  token: string;
  rest: string[];
}
/** How the candidates of a search are found. */
export type Plan =
  | { kind: 'list'; range: Range }
  | { kind: 'number'; range: Range; of: 'idNumber' | 'phone'; index: Buffer }
  | {
      kind: 'tokens';
      range: Range;
      ways: Way[];
      /** Divisions of which everybody is a candidate. */
      areas: Range[];
      /** The other words: one of these tokens must be there, or the division lie in one of the prefixes. */
      others: { tokens: string[]; prefixes: string[] }[];
    };

/** A word with the divisions that it may name, and what then remains of it. */
export interface Sought {
  word: Word;
  places: { prefix: string; rest: string }[];
}

/** A word's ways: tokens with how often each is met, within a range; no tokens: the whole range. */
interface Choice {
  tokens: { token: string; count: number }[];
  prefix: string | null;
}

const COUNTED = 1_000;
/** So many further tokens narrow enough; what remains is checked on the person's own values. */
const MAX_REST = 5;
const KEEP_MS = 10 * 60_000;
const MAX_KEPT = 50_000;

/** Decides by which word, and by which of its tokens, a search begins: the rarest. */
@Injectable()
export class SearchPlanner {
  private readonly counts = new Map<string, { count: number; until: number }>();

  constructor(
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Divisions) private readonly divisions: Divisions,
  ) {}

  /** Throws `people.query_too_vague` when no word can be looked for. */
  async plan(tx: Tx, sought: readonly Sought[], range: Range): Promise<Plan> {
    if (sought.length === 0) return { kind: 'list', range };
    const number = sought
      .map(({ word }) => word)
      .find((word) => word.kind === 'idNumber' || word.kind === 'phone');
    if (number) {
      const of = number.kind === 'idNumber' ? 'idNumber' : 'phone';
      return {
        kind: 'number',
        range,
        of,
        index: this.vault.blindIndex(of === 'phone' ? 'phone' : 'id', number.text),
      };
    }
    const grams = sought.map(gramsOf);
    const single = grams.length === 1 && grams[0]!.every((choice) => choice.grams.length <= 1);
    const counts = single
      ? undefined
      : await this.count(
          tx,
          grams.flat().flatMap((choice) => choice.grams),
          range,
        );
    const choices = grams.map((each) =>
      each.map(({ grams: own, prefix }): Choice => {
        const tokens = own.map((gram) => {
          const token = tokenOf(this.vault, gram).toString();
          return { token, count: counts?.get(token) ?? 0 };
        });
        return { prefix, tokens: tokens.sort((a, b) => a.count - b.count) };
      }),
    );
    const usable = choices.filter((each) => each.length > 0).sort((a, b) => costOf(a) - costOf(b));
    const [driver, ...others] = usable;
    if (!driver) throw problems.query('tooVague');
    const within = (prefix: string | null): Range =>
      prefix === null ? range : { from: prefix, to: after(prefix) };
    return {
      kind: 'tokens',
      range,
      ways: driver
        .filter((choice) => choice.tokens.length > 0)
        .map(({ tokens: [first, ...rest], prefix }) => ({
          token: first!.token,
          rest: rest.slice(0, MAX_REST).map((each) => each.token),
          ...within(prefix),
        })),
      areas: driver.filter((choice) => choice.tokens.length === 0).map((choice) => within(choice.prefix)),
      others: others.map((each) => ({
        tokens: each.flatMap((choice) => choice.tokens.slice(0, 1).map(({ token }) => token)),
        prefixes: each.flatMap((choice) =>
          choice.tokens.length === 0 && choice.prefix ? [choice.prefix] : [],
        ),
      })),
    };
  }

  /** Divisions that a word names, with what remains of it as an address. */
  placesOf(word: Word): { prefix: string; rest: string }[] {
    return word.kind === 'text' ? this.divisions.split(word.text) : [];
  }

  /** How often each token is met, at most `COUNTED`; remembered for some minutes, for it only decides the order. */
  private async count(tx: Tx, grams: readonly Gram[], range: Range): Promise<Map<string, number>> {
    const now = performance.now();
    const found = new Map<string, number>();
    const unknown: string[] = [];
    for (const gram of grams) {
      const token = tokenOf(this.vault, gram).toString();
      const kept = this.counts.get(range.from + token);
      if (kept && kept.until > now) found.set(token, kept.count);
      else unknown.push(token);
    }
    if (unknown.length > 0) {
      const rows = await tx.sql<{ token: string; count: number }>(
        `SELECT k.token::text AS token, (SELECT count(*) FROM (SELECT FROM person_tokens t WHERE t.token = k.token
           AND t.division >= $2 AND t.division < $3 LIMIT ${COUNTED}) x) AS count FROM unnest($1::bigint[]) k(token)`,
        [unknown, range.from, range.to],
      );
      if (this.counts.size > MAX_KEPT) this.counts.clear();
      for (const { token, count } of rows) {
        found.set(token, count);
        this.counts.set(range.from + token, { count, until: now + KEEP_MS });
      }
    }
    return found;
  }
}

/** The grams of a word's ways: as a name, pinyin or address by itself, and as an address within a division. */
function gramsOf({ word, places }: Sought): { grams: Gram[]; prefix: string | null }[] {
  return [
    ...gramChoices(word).map((grams) => ({ grams, prefix: null })),
    ...places.map(({ prefix, rest }) => ({
      grams: addressGrams(rest, true).map((gram): Gram => ({ kind: 'address', gram })),
      prefix,
    })),
  ];
}

function costOf(choices: readonly Choice[]): number {
  const ofChoice = ({ tokens, prefix }: Choice) =>
    tokens[0]?.count ?? (prefix!.length === 12 ? 300 : COUNTED);
  return choices.reduce((sum, choice) => sum + ofChoice(choice), 0);
}
