import type { Vault } from '@heling/platform/server/vault';

/** How a device's credential is kept. */
export const credentialMac = (vault: Vault, credential: string): Buffer =>
  vault.mac('session', `device:${credential}`);
