/** What a timer does when it is due; the order is that of timers of one alarm at one instant. */
export const RANK = { silence: 0, unshelve: 1, resolveLimit: 2, step: 3 } as const;

/** Something that becomes due. `mark` tells whether it still holds when it does. */
export interface Timer {
  /** Milliseconds since 1970. */
  at: number;
  /** 0 for a source without a parent (it comes first at one instant), else 1. */
  depth: 0 | 1;
  source: string;
  kind: string;
  rank: (typeof RANK)[keyof typeof RANK];
  /** Step of the escalation; 0 for others. */
  step: number;
  mark: number;
}

/** Order of timers: time; gateways before their children; source and kind by code unit; rank; step. */
function before(a: Timer, b: Timer): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.depth !== b.depth) return a.depth < b.depth;
  if (a.source !== b.source) return a.source < b.source;
  if (a.kind !== b.kind) return a.kind < b.kind;
  if (a.rank !== b.rank) return a.rank < b.rank;
  return a.step < b.step;
}

/** Timers by the order in which they are due (a binary heap). */
export class Timers {
  private readonly heap: Timer[] = [];

  push(timer: Timer): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(timer, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = timer;
  }

  /** In no order. */
  all(): readonly Timer[] {
    return this.heap;
  }

  /** The next timer if it is due before `time` (or, with `included`, at it); it is taken out. */
  take(time: number, included: boolean): Timer | undefined {
    const { heap } = this;
    const first = heap[0];
    if (!first || first.at > time || (first.at === time && !included)) return undefined;
    const last = heap.pop()!;
    if (heap.length > 0) this.sink(last);
    return first;
  }

  private sink(timer: Timer): void {
    const { heap } = this;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, timer)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = timer;
  }
}
