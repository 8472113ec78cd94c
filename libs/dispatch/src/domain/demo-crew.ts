import type { VisitState } from '@heling/orders/domain/visit-machine';

const MINUTE = 60_000;
/** A played carer leaves so long before the start. */
const LEAVES = 12 * MINUTE;

/** A visit as who plays its carers in the demonstration sees it; times are milliseconds of the epoch. */
export interface Played {
  id: number;
  state: VisitState;
  meal: boolean;
  gateNeeded: boolean;
  startsAt: number;
  minutes: number;
  arrivedAt: number | null;
  vitalsTaken: boolean;
  crew: readonly { carerId: number; arrived: boolean }[];
}
export type PlayedStep = 'depart' | 'arrive' | 'deliver' | 'gate' | 'start' | 'vitalsAfter' | 'finish';
export interface Due {
  carerId: number;
  step: PlayedStep;
  at: number;
}

/** What the crew does next and when: nearly to the minute, as most do. Null: nothing more is theirs to do. */
export function nextStep(visit: Played): Due | null {
  const [first] = visit.crew;
  if (!first) return null;
  const by = (step: PlayedStep, at: number, carerId = first.carerId): Due => ({ carerId, step, at });
  const jitter = ((visit.id * 7) % 11) * MINUTE;
  if (visit.meal) {
    const waiting = ['assigned', 'accepted', 'enRoute', 'arrived'].includes(visit.state);
    return waiting ? by('deliver', visit.startsAt + jitter / 4) : null;
  }
  const arrived = visit.arrivedAt ?? visit.startsAt - 5 * MINUTE + jitter;
  const missing = visit.crew.find((each) => !each.arrived);
  switch (visit.state) {
    case 'assigned':
    case 'accepted':
      return by('depart', visit.startsAt - LEAVES);
    case 'enRoute':
      return by('arrive', arrived);
    case 'arrived':
      if (missing) return by('arrive', arrived + MINUTE, missing.carerId);
      return visit.gateNeeded ? by('gate', arrived + 6 * MINUTE) : by('start', arrived + 2 * MINUTE);
    case 'gated':
      return by('start', arrived + 9 * MINUTE);
    case 'inService': {
      const ends = arrived + visit.minutes * MINUTE;
      return visit.gateNeeded && !visit.vitalsTaken
        ? by('vitalsAfter', ends - 4 * MINUTE)
        : by('finish', ends - 2 * MINUTE);
    }
    default:
      return null;
  }
}
