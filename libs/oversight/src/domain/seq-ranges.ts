/** The sequence numbers seen of one source, as ranges: a device that counts on costs one range, however long it runs. */
export class SeqRanges {
  /** Ascending, apart from each other: from0, to0, from1, to1 … (both ends included). */
  private readonly ends: number[];

  /** `ends`: what `toArray` of another gave. */
  constructor(ends: readonly number[] = []) {
    this.ends = [...ends];
  }

  toArray(): number[] {
    return [...this.ends];
  }

  /** Notes a number; false when it has been seen before. */
  add(seq: number): boolean {
    const { ends } = this;
    // The first range whose end is not before the number.
    let low = 0;
    let high = ends.length / 2;
    if (high > 0 && ends[ends.length - 1]! < seq) low = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle * 2 + 1]! < seq) low = middle + 1;
      else high = middle;
    }
    const at = low * 2;
    if (at < ends.length && ends[at]! <= seq) return false;
    const joinsBefore = at > 0 && ends[at - 1] === seq - 1;
    const joinsAfter = at < ends.length && ends[at] === seq + 1;
    if (joinsBefore && joinsAfter) ends.splice(at - 1, 2);
    else if (joinsBefore) ends[at - 1] = seq;
    else if (joinsAfter) ends[at] = seq;
    else ends.splice(at, 0, seq, seq);
    return true;
  }
}
