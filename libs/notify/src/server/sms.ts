import { createHmac } from 'node:crypto';

/** A message as the provider gets it. */
export interface Sms {
  /** The same at each attempt, so that a provider can refuse a second sending. */
  reference: string;
  phone: string;
  text: string;
  template: string;
}

/** The provider will never take this message: trying again is useless. */
export class SmsRefused extends Error {}

/** A provider of short messages (短信通道). `send` resolves once the provider has taken the message. */
export abstract class SmsAdapter {
  /** @throws SmsRefused when it will never be taken; any other error means "try again later". */
  abstract send(sms: Sms): Promise<void>;
}

/** The demonstration's: nothing leaves the machine, the phone page shows what was sent. */
export class PhonePageSms extends SmsAdapter {
  override async send(): Promise<void> {
    // Marked as sent by the sender, it stands on the phone page.
  }
}

/** No provider is set up: messages wait and are then given up, which the log says. */
export class NoSms extends SmsAdapter {
  override async send(): Promise<void> {
    throw new Error('no SMS provider: set HELING_SMS_URL and HELING_SMS_KEY');
  }
}

const TIMEOUT_MS = 10_000;

/**
 * A provider's HTTP interface: POST {id, phone, sign, template, text} as JSON, with
 * `X-Signature: hex(HMAC-SHA-256(key, X-Timestamp + "." + body))`. 2xx: taken. 4xx but 408 and 429: never.
 */
export class HttpSms extends SmsAdapter {
  constructor(
    private readonly url: string,
    private readonly key: string,
    /** Signature that the provider shows before the text (短信签名). */
    private readonly sign: string,
    private readonly now: () => Date,
  ) {
    super();
  }

  override async send(sms: Sms): Promise<void> {
    const { reference, phone, template, text } = sms;
    const body = JSON.stringify({ id: reference, phone, sign: this.sign, template, text });
    const timestamp = String(Math.floor(this.now().getTime() / 1000));
    const response = await fetch(this.url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'x-timestamp': timestamp,
        'x-signature': createHmac('sha256', this.key).update(`${timestamp}.${body}`).digest('hex'),
      },
    });
    await response.body?.cancel();
    const { status } = response;
    if (status >= 200 && status < 300) return;
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      throw new SmsRefused(`status ${status}`);
    }
    throw new Error(`status ${status}`);
  }
}

/** The adapter that the environment asks for: HELING_SMS_URL and HELING_SMS_KEY, or HELING_DEMO=1, or none. */
export function smsFromEnv(now: () => Date, env: NodeJS.ProcessEnv = process.env): SmsAdapter {
  const { HELING_SMS_URL: url, HELING_SMS_KEY: key } = env;
  if (url && key) return new HttpSms(url, key, env.HELING_SMS_SIGN ?? '鹤龄', now);
  return env.HELING_DEMO === '1' ? new PhonePageSms() : new NoSms();
}
