import { kilometres, type Place } from './travel';

export type CheckIn = 'position' | 'code' | 'note';
/** An estimate of the error beyond which a position proves nothing more (metres). */
const MOST_ACCURACY = 200;

/** Metres between the recorded place of the home and where the phone says it is. */
export function metresBetween(home: Place, phone: Place): number {
  return Math.round(kilometres(home, phone) * 1000);
}

/**
 * How a check-in (签到) is proven: by position within the radius, else by the code in the home, else only by a note that
 * the office looks at; null when there is none of them.
 */
export function judgeCheckIn(given: {
  home: Place;
  position?: Place & { accuracy: number };
  radiusMetres: number;
  codeRight: boolean;
  note: boolean;
}): CheckIn | null {
  const { home, position, radiusMetres } = given;
  if (position) {
    const reach = radiusMetres + Math.min(position.accuracy, MOST_ACCURACY);
    if (metresBetween(home, position) <= reach) return 'position';
  }
  if (given.codeRight) return 'code';
  return given.note ? 'note' : null;
}
