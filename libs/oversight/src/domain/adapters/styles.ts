import type { Adapter } from './adapter';
import { readFlat } from './flat';
import { readFrame } from './frame';
import { readHeling } from './heling';

/** Payload styles by name; one more is a function here, its name in the CHECK of `devices.style`, and a case in the adapters' test. */
export const STYLES = { heling: readHeling, flat: readFlat, frame: readFrame } as const satisfies Record<
  string,
  Adapter
>;
export type Style = keyof typeof STYLES;
