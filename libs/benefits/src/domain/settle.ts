import type { Month } from './calendar';
import type { Verdict } from './judge';

/** What stands on the ledger of one person, scheme and month, in fen. */
export interface Balance {
  /** In a file that the bank has not answered, or in a run under way. */
  reserved: number;
  /** Paid and not recovered. */
  paid: number;
  /** Overpaid, and forgiven by two signatures. */
  writtenOff: number;
}

/** What follows from a person's verdicts and ledger: to be paid now, and to be claimed back. */
export interface Settlement {
  due: { month: Month; fen: number; entitled: number; reason: Verdict['reason'] }[];
  overpaid: { month: Month; fen: number; reason: Verdict['reason'] }[];
}

const NOTHING: Balance = { reserved: 0, paid: 0, writtenOff: 0 };

/** Compares what each month is worth with what was paid or is on its way (arrears and claw-back). Pure. */
export function settle(verdicts: readonly Verdict[], balances: ReadonlyMap<Month, Balance>): Settlement {
  const settlement: Settlement = { due: [], overpaid: [] };
  for (const { month, fen, reason } of verdicts) {
    const { reserved, paid, writtenOff } = balances.get(month) ?? NOTHING;
    const open = fen - paid - reserved;
    if (open > 0) settlement.due.push({ month, fen: open, entitled: fen, reason });
    const over = paid - fen - writtenOff;
    if (over > 0) settlement.overpaid.push({ month, fen: over, reason });
  }
  return settlement;
}
