// What the benches of alarms run on: institutions with devices, api and worker with its broker, a fleet of devices and screens.
import { fork, spawnSync } from 'node:child_process';
import path from 'node:path';
import { bundleFiles } from '../../build/bundle.mjs';
import { root } from '../../lib/ensure.mjs';
import { freePort } from '../../lib/services.mjs';
import { openEmpty, startProgram } from './stack.mjs';

const lib = path.join(root, 'tools/bench/lib');
const out = path.join(root, 'dist/bench');

/** `--minutes 2 --devices 500` → `{minutes: 2, devices: 500}`; names that are not in `defaults` are refused. */
export function optionsOf(args, defaults) {
  const chosen = { ...defaults };
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i].replace(/^--/, '');
    const value = Number(args[i + 1]);
    if (!(name in defaults) || !(value > 0)) {
      throw new Error(
        `this bench takes ${Object.keys(defaults)
          .map((each) => `--${each} N`)
          .join(', ')}`,
      );
    }
    chosen[name] = value;
  }
  return chosen;
}

/** A process that is told what to do: `ask(command)` answers what it answers. */
export async function helper(file) {
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const next = () =>
    new Promise((resolve, reject) => {
      const gone = (code) => reject(new Error(`${path.basename(file)} ended with ${code}`));
      child.once('exit', gone);
      child.once('message', ({ answer }) => {
        child.off('exit', gone);
        resolve(answer);
      });
    });
  await next();
  return {
    ask: (command) => {
      const answer = next();
      child.send(command);
      return answer;
    },
    stop: () => child.disconnect(),
  };
}

/** Opens it all: `{env, owner, api, worker, mqtt, devices, cookies, fleet(), screens(), close()}`. */
export async function openWatch({ devices, screens, env: more = {} }) {
  const stores = await openEmpty();
  await bundleFiles(
    ['houses.ts', 'fleet.ts'].map((file) => path.join(lib, file)),
    out,
  );
  console.log(`  registering ${devices} devices`);
  const made = spawnSync(process.execPath, [path.join(out, 'houses.mjs'), String(devices), String(screens)], {
    env: stores.env,
    maxBuffer: 1 << 27,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (made.status !== 0) throw new Error(`houses.ts ended with ${made.status}`);
  const houses = JSON.parse(made.stdout.toString('utf8'));
  const mqtt = await freePort();
  const env = { ...stores.env, NODE_ENV: 'production', HELING_MQTT_PORT: String(mqtt), ...more };
  const [api, worker] = await Promise.all([
    startProgram(path.join(stores.folder, 'api/main.mjs'), env, '"listening"'),
    startProgram(path.join(stores.folder, 'worker/main.mjs'), env, '"ready"'),
  ]);
  const helpers = [];
  const help = async (file) => {
    const one = await helper(file);
    helpers.push(one);
    return one;
  };
  return {
    ...stores,
    env,
    api,
    worker,
    mqtt,
    ...houses,
    fleet: () => help(path.join(out, 'fleet.mjs')),
    screens: () => help(path.join(lib, 'screens.mjs')),
    close: async () => {
      for (const one of helpers) one.stop();
      await Promise.all([api.stop(), worker.stop()]);
      await stores.close();
    },
  };
}

/** Milliseconds from each raise to each screen; `missing`: deliveries that did not come. `keys`: raise → key of the event. */
export function delays(raised, heard, screens, keyOf) {
  const at = new Map(raised.map((raise) => [keyOf(raise), raise.at]));
  const took = [];
  for (const [, key, time] of heard) if (at.has(key)) took.push(time - at.get(key));
  return { took, missing: raised.length * screens - took.length };
}

/** The events' keys of alarms by device and kind. */
export async function alarmKeys(owner) {
  const { rows } = await owner.query(
    'SELECT a.id, d.code, a.kind FROM alarms a JOIN devices d ON d.id = a.device_id WHERE a.number = 1',
  );
  return new Map(rows.map(({ id, code, kind }) => [`${code}/${kind}`, `alarm:${id}`]));
}
