/** Wrong passwords, second factors or codes in a row that lock an account (锁定), and for how long. */
export const ACCOUNT_FAILURES = 5;
export const LOCK_MINUTES = 15;
/** Failures from one network address within the same minutes; an office behind one address needs some room. */
export const ADDRESS_FAILURES = 40;

/** One-time codes (验证码) by SMS. */
export const CODE = {
  validSeconds: 300,
  resendAfterSeconds: 60,
  tries: 5,
  perHour: 5,
  perDay: 10,
} as const;
