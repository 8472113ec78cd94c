import { Inject, Injectable } from '@nestjs/common';
import { CITY, systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { normalise } from '../domain/grams';

interface Division {
  code: string;
  name: string;
  level: 'city' | 'county' | 'street' | 'community';
  lng: number;
  lat: number;
}
export interface DivisionNames {
  code: string;
  county: string | null;
  street: string | null;
  community: string | null;
}

const KEEP_MS = 5 * 60_000;
const LOOK_AGAIN_MS = 2_000;
const MAX_FOUND = 5;

/** The about 1,100 divisions (reference data without scope), kept in memory: every list shows their names. */
@Injectable()
export class Divisions {
  private byCode = new Map<string, Division>();
  /** Names as typed, by their first character, longest first. */
  private written = new Map<string, { text: string; code: string }[]>();
  private readAt = -Infinity;

  constructor(@Inject(Database) private readonly db: Database) {}

  /** Reads the divisions when they are old or `code` is not among them; call it before the others, outside a transaction. */
  async ready(code?: string): Promise<void> {
    const age = performance.now() - this.readAt;
    if (age < (code !== undefined && !this.byCode.has(code) ? LOOK_AGAIN_MS : KEEP_MS)) return;
    const rows = await this.db.run(systemContext(), (tx) =>
      tx.sql<Division>('SELECT code, name, level, lng, lat FROM divisions'),
    );
    this.byCode = new Map(rows.map((row) => [row.code, row]));
    const written = rows
      .filter((row) => row.level !== 'city')
      .flatMap((row) => waysOfWriting(row.name).map((text) => ({ text, code: row.code })))
      .sort((a, b) => b.text.length - a.text.length);
    this.written = new Map();
    for (const each of written) {
      const first = each.text.charAt(0);
      this.written.set(first, [...(this.written.get(first) ?? []), each]);
    }
    // An empty table is about to be filled: look again soon.
    this.readAt = rows.length > 0 ? performance.now() : performance.now() - KEEP_MS + LOOK_AGAIN_MS;
  }

  names(code: string): DivisionNames {
    const name = (length: number) =>
      code.length < length ? null : (this.byCode.get(code.slice(0, length))?.name ?? null);
    return { code, county: name(6), street: name(9), community: name(12) };
  }

  name(code: string): string | null {
    return this.byCode.get(code)?.name ?? null;
  }

  /** A division of the table; undefined when there is none with this code. */
  find(code: string): Division | undefined {
    return this.byCode.get(code);
  }

  /** A community by its code or by its names as an office writes them; undefined when none or several fit. */
  community(text: string, within: readonly string[]): string | undefined {
    const code = text.trim();
    if (/^\d{12}$/.test(code)) return this.byCode.get(code)?.level === 'community' ? code : undefined;
    const found = this.split(
      normalise(text)
        .replace(/^河南省?/, '')
        .replace(/^鹤壁市/, ''),
    ).filter(
      (each) =>
        each.rest === '' &&
        each.prefix.length === 12 &&
        within.some((prefix) => each.prefix.startsWith(prefix)),
    );
    return found.length === 1 ? found[0]?.prefix : undefined;
  }

  /** Divisions that a text begins with (several of one name are possible), and what remains of the text. */
  split(text: string): { prefix: string; rest: string }[] {
    let found = [{ prefix: CITY, rest: text }];
    for (let level = 0; level < 3; level += 1) {
      found = found.flatMap(({ prefix, rest }) => {
        const inside = (this.written.get(rest.charAt(0)) ?? []).filter(
          (each) =>
            each.code.length > prefix.length && each.code.startsWith(prefix) && rest.startsWith(each.text),
        );
        const longest = inside[0]?.text.length;
        if (longest === undefined) return [{ prefix, rest }];
        const best = inside.filter((each) => each.text.length === longest);
        return best.map((each) => ({ prefix: each.code, rest: rest.slice(longest) }));
      });
    }
    const own = found.filter((each) => each.prefix !== CITY);
    return own.length <= MAX_FOUND ? own : [];
  }
}

/** 西一巷社区居民委员会 → also 西一巷社区; 大李庄村民委员会 → also 大李庄村; 大胡街道 → as it is. */
function waysOfWriting(name: string): string[] {
  const short = name
    .replace(/社区居民委员会$|社区居委会$/, '社区')
    .replace(/村民委员会$|村委会$/, '村')
    .replace(/居民委员会$|居委会$/, '');
  return [...new Set([name, short])].map(normalise).filter((text) => text.length >= 2);
}
