import { parentPort, workerData } from 'node:worker_threads';
import { Vault } from '@heling/platform/server/vault';
import { makeCity } from './city';
import { Loader } from './loader';
import { writeAllowances } from './allowance-rows';
import { writeOrders } from './orders';
import { writeCarers } from './carers';
import { writeInstitutions } from './institutions';
import { writeMenu } from './menu';
import { writeNetwork } from './network';
import { writePeople } from './people-rows';
import { vaultSeals } from './seals';
import { shownAccounts, writeStaff, type ShownAccount } from './staff';

/** One half of the city: both threads make the same city and write different tables. */
export interface Part {
  part: 'people' | 'orders';
  url: string;
  seed: number;
  people: number;
  now: string;
  password: string;
  passwordHash: string;
}
export interface Made {
  rows: number;
  accounts: ShownAccount[];
}

const { part, url, seed, people, now, password, passwordHash } = workerData as Part;
const city = makeCity({ seed, people, now: new Date(now) });
const seals = vaultSeals(new Vault());
const loader = await Loader.open(url);
if (part === 'people') {
  writeNetwork(city, loader);
  writeStaff(city, seals, passwordHash, loader);
  writeInstitutions(city, seals, loader);
  writeMenu(city, loader);
  await writeCarers(city, seals, loader);
  await writePeople(city, seals, loader);
} else {
  await writeOrders(city, seals, loader);
  await writeAllowances(city, seals, loader);
}
const made: Made = { rows: await loader.close(), accounts: shownAccounts(city, password) };
parentPort!.postMessage(made);
