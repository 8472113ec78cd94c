import { businessDay } from '@heling/platform/domain/calendar';
import { makeCarers } from './carers';
import { chooseCustomers } from './customers';
import { makeMap } from './map';
import { makeMenu } from './menu';
import { makeNetwork } from './network';
import { makePopulation } from './population';
import { makeStaff } from './staff';
import type { City } from './model';

export const FULL = 241_000;
export const SMALL = 5_000;

/** The same seed, size and instant give the same city. */
export function makeCity(options: { seed: number; people: number; now: Date }): City {
  const { seed, people, now } = options;
  const today = businessDay(now);
  const map = makeMap(seed);
  const network = makeNetwork(seed, map);
  const carers = makeCarers(seed, map, network, people, today);
  const seniors = makePopulation(seed, map, people, today);
  return {
    seed,
    now,
    today,
    map,
    network,
    menu: makeMenu(seed, network),
    carers,
    staff: makeStaff(map, network, carers),
    seniors,
    orders: chooseCustomers(seed, seniors, today),
  };
}
