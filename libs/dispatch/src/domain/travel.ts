import { kilometres, type Place } from '@heling/orders/domain/rounds';

export type Transport = 'walk' | 'ebike' | 'car';
/** Speed by transport (km/h over the straight line) and minutes to set out and find the door. */
export type Speeds = Record<Transport, number> & { overheadMinutes: number };

/** Minutes from door to door, a whole number; 0 between visits at the same place. */
export function travelMinutes(from: Place, to: Place, by: Transport, speeds: Speeds): number {
  const km = kilometres(from, to);
  return km === 0 ? 0 : Math.ceil((km / speeds[by]) * 60 + speeds.overheadMinutes);
}

export { kilometres, type Place };
