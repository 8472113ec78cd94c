// The MQTT broker mosquitto for the tests of an outside broker: the one that is installed, or Debian's packages unpacked.
import path from 'node:path';
import { onPath, unpacked } from '../lib/debian.mjs';

const PACKAGES = ['mosquitto', 'libcjson1', 'libdlt2', 'libwrap0', 'libwebsockets17', 'libev4', 'libuv1'];
const HELP =
  'no mosquitto was found, and none could be fetched: install it (for example "apt-get install mosquitto")';

/** Its file and the environment to run it in. */
export function mosquitto() {
  const installed = onPath('mosquitto');
  if (installed) return { file: installed, env: process.env };
  const { home, env } = unpacked('mosquitto', PACKAGES, HELP);
  return { file: path.join(home, 'usr/sbin/mosquitto'), env };
}
