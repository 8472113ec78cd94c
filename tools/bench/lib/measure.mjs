// Figures: alternating rounds, medians, and results in the form that the benches print.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Runs the two in turn, `rounds` times each after one round that does not count; answers `[ours[], theirs[]]`. */
export async function alternate(ours, theirs, rounds = 5) {
  const taken = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    for (const [i, measure] of [ours, theirs].entries()) {
      const figure = await measure(round);
      if (round > 0) taken[i].push(figure);
      console.log(`  ${round === 0 ? 'warm-up' : `round ${round}`} ${i === 0 ? 'ours' : 'baseline'}`, figure);
    }
  }
  return taken;
}

/** One line of the results; `atLeast` or `atMost` is the goal, held against the ratio when there is a baseline. */
export function result(name, value, unit, { baseline = null, atLeast = null, atMost = null } = {}) {
  const ratio = baseline === null ? null : round(value / baseline, 3);
  const judged = ratio ?? value;
  const goal = atLeast !== null ? `>= ${atLeast}` : atMost !== null ? `<= ${atMost}` : null;
  const met = atLeast !== null ? judged >= atLeast : atMost !== null ? judged <= atMost : null;
  return { name, value: round(value, 2), unit, baseline: baseline && round(baseline, 2), ratio, goal, met };
}

export const round = (value, digits) => Number(value.toFixed(digits));
