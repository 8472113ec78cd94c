import { Secret, TOTP } from 'otpauth';
import QRCode from 'qrcode';

const ISSUER = '鹤龄';
const PERIOD_SECONDS = 30;
/** A step before or after: clocks of phones are not exact. */
const WINDOW = 1;

/** A new secret of an authenticator app (动态验证码), in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The picture that an authenticator app scans, as a data URL. */
export function totpPicture(secret: string, login: string): Promise<string> {
  return QRCode.toDataURL(totpOf(secret, login).toString(), { margin: 2 });
}

/** The time step that the six digits belong to; null when they are wrong. */
export function stepOf(secret: string, digits: string, now: Date): number | null {
  const delta = totpOf(secret, '').validate({ token: digits, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
}
