import type { Tx } from '@heling/platform/server/database';
import { emit } from '@heling/platform/server/outbox';

export interface Whose {
  carerId: number;
  org: number;
  division: string;
}

/** `carer.sick` for each shift that a carer will not work: dispatch gives the day's visits to others. */
export async function tellAbsence(
  tx: Tx,
  { carerId, org, division }: Whose,
  shifts: readonly { id: number; day: string }[],
): Promise<void> {
  if (shifts.length === 0) return;
  await emit(
    tx,
    ...shifts.map(({ id, day }) => ({
      topic: 'carer.sick',
      key: `carer:${carerId}`,
      division,
      org,
      carers: [carerId],
      payload: { carerId, day, shiftId: id },
    })),
  );
}

/** `shift.changed`: a shift was added, moved, taken away or given back. */
export async function tellShift(tx: Tx, { carerId, org, division }: Whose, day: string): Promise<void> {
  await emit(tx, {
    topic: 'shift.changed',
    key: `carer:${carerId}`,
    division,
    org,
    carers: [carerId],
    payload: { carerId, day },
  });
}
