/** Mixes a seed, a stream's name and an id into 32 bits (FNV-1a and murmur's finaliser). */
export function hash(seed: number, stream: string, id = 0): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < stream.length; i += 1) h = Math.imul(h ^ stream.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ id, 0x01000193) ^ Math.imul(id, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Random numbers of one stream (sfc32): the same seed, stream and id give the same numbers, whoever asks and in whatever
 * order, so that two threads can make the same person.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  constructor(seed: number, stream: string, id = 0) {
    this.a = hash(seed, stream, id);
    this.b = Math.imul(this.a ^ 0x5bd1e995, 0x2c1b3c6d) | 0;
    this.c = (id ^ seed) | 0;
    for (let i = 0; i < 8; i += 1) this.next();
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  }

  /** An integer from 0 to `n` − 1. */
  int(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!;
  }

  /** Index drawn by cumulated weights. */
  index(cumulated: ArrayLike<number>): number {
    const at = this.next() * cumulated[cumulated.length - 1]!;
    let low = 0;
    let high = cumulated.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulated[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i -= 1) {
      const j = this.int(i + 1);
      [copy[i], copy[j]] = [copy[j]!, copy[i]!];
    }
    return copy;
  }
}

/** Weights as running sums, for `Random.index`. */
export function cumulate(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}
