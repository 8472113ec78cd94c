import { businessDay } from '@heling/platform/domain/calendar';
import { makeCarers, type Carer } from './carers';
import { chooseCustomers, type Customer } from './customers';
import { makeMap, type CityMap } from './map';
import { makeMenu, type Menu } from './menu';
import { makeNetwork, type Network } from './network';
import { makePopulation, type Senior } from './population';
import { makeStaff, type Staff } from './staff';

/** The whole city, made but not yet written. */
export interface City {
  seed: number;
  /** The instant that it is made for: everything before is past. */
  now: Date;
  /** The business day of that instant. */
  today: string;
  map: CityMap;
  network: Network;
  menu: Menu;
  carers: Carer[];
  staff: Staff;
  seniors: Senior[];
  /** Those who order, by person id. */
  orders: Map<number, Customer>;
}

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
