import type { Output } from '@heling/platform/contract/route';
import type { Role } from '@heling/platform/contract/roles';
import type { alarmQueueRoute, alarmRoute } from '@heling/oversight/contract/alarms';
import type { dutyShiftsRoute } from '@heling/oversight/contract/duty';

export type QueuedAlarm = Output<typeof alarmQueueRoute>['items'][number];
export type WholeAlarm = Output<typeof alarmRoute>;
export type DutyShift = Output<typeof dutyShiftsRoute>['items'][number];

/** Those who act on alarms; a street only watches. */
export const ANSWERING: readonly Role[] = ['city', 'county', 'institutionDuty', 'institutionManager'];

export const placeOf = ({ room, bed, device }: Pick<QueuedAlarm, 'room' | 'bed' | 'device'>): string =>
  room ? `${room}${bed ? ` ${bed} 床` : ''}` : device;
