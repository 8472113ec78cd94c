import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Vault } from '@heling/platform/server/vault';

/** Codes of the cards in seniors' homes (门内码): six digits that only who stands in the home can read. */
@Injectable()
export class DoorCodes {
  constructor(@Inject(Vault) private readonly vault: Vault) {}

  /** Keyed by the person, so it need not be stored. */
  codeOf(personId: number): string {
    const number = this.vault.mac('session', `door-code\0${personId}`).readUInt32BE(0) % 1_000_000;
    return String(number).padStart(6, '0');
  }

  isRight(personId: number, code: string): boolean {
    const [given, right] = [Buffer.from(code), Buffer.from(this.codeOf(personId))];
    return given.length === right.length && timingSafeEqual(given, right);
  }
}
