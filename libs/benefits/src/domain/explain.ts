import { monthText, type Month } from './calendar';
import { parseHistory } from './facts';
import { objectAt } from './input';
import { judge, type Verdict } from './judge';
import { bandName, parsePack } from './pack';
import { sentenceOf } from './sentences';

/** Neighbouring months whose differences go one way. */
export interface Difference {
  from: string;
  to: string;
  fen: number;
}

/** Month by month what somebody was entitled to, what was paid, and why. */
export interface Explanation {
  months: {
    month: string;
    status: Verdict['status'];
    fen: number;
    paidFen: number;
    band: string | null;
    why: string;
  }[];
  entitledFen: number;
  paidFen: number;
  arrears: Difference[];
  overpaid: Difference[];
}

/**
 * Explains one person's months under one policy pack (`heling benefits explain`): input
 * `{pack, person, application, paid, asOf}`. Throws `BenefitsInputError` with the field.
 */
export function explain(input: unknown): Explanation {
  const raw = objectAt(input, 'input');
  const pack = parsePack(raw.pack);
  const history = parseHistory(raw);
  const verdicts = judge(pack, history);
  return {
    months: verdicts.map((verdict) => ({
      month: monthText(verdict.month),
      status: verdict.status,
      fen: verdict.fen,
      paidFen: verdict.paidFen,
      band: verdict.band && bandName(verdict.band),
      why: sentenceOf(pack, history, verdict),
    })),
    entitledFen: verdicts.reduce((sum, verdict) => sum + verdict.fen, 0),
    paidFen: verdicts.reduce((sum, verdict) => sum + verdict.paidFen, 0),
    arrears: differences(verdicts, (verdict) => verdict.fen - verdict.paidFen),
    overpaid: differences(verdicts, (verdict) => verdict.paidFen - verdict.fen),
  };
}

/** The positive differences, consecutive calendar months in one line whatever their amounts. */
export function differences(verdicts: readonly Verdict[], of: (verdict: Verdict) => number): Difference[] {
  return linesOf(verdicts.map((verdict) => ({ month: verdict.month, fen: of(verdict) })));
}

/** Neighbouring months with a positive amount as one line. */
export function linesOf(amounts: readonly { month: Month; fen: number }[]): Difference[] {
  const lines: { from: Month; to: Month; fen: number }[] = [];
  for (const { month, fen } of amounts) {
    if (fen <= 0) continue;
    const last = lines.at(-1);
    if (last && last.to === month - 1) {
      last.to = month;
      last.fen += fen;
    } else lines.push({ from: month, to: month, fen });
  }
  return lines.map(({ from, to, fen }) => ({ from: monthText(from), to: monthText(to), fen }));
}
