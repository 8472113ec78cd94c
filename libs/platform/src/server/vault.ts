import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

export type TokenKind = 'name' | 'pinyin' | 'initials' | 'address';

export interface VaultKeys {
  data: Buffer;
  index: Buffer;
  token: Buffer;
  audit: Buffer;
  session: Buffer;
}

/** The keys of the environment: HELING_{DATA,INDEX,TOKEN,AUDIT,SESSION}_KEY, 32 bytes each in base64. */
export function keysFromEnv(env: NodeJS.ProcessEnv = process.env): VaultKeys {
  const read = (name: string) => {
    const key = Buffer.from(env[name] ?? '', 'base64');
    if (key.length !== 32) throw new Error(`${name} must be 32 bytes in base64`);
    return key;
  };
  return {
    data: read('HELING_DATA_KEY'),
    index: read('HELING_INDEX_KEY'),
    token: read('HELING_TOKEN_KEY'),
    audit: read('HELING_AUDIT_KEY'),
    session: read('HELING_SESSION_KEY'),
  };
}

/**
 * Seals personal data at rest (AES-256-GCM: nonce 12 ‖ tag 16 ‖ ciphertext of JSON) and makes the keyed indexes
 * beside it. A person's key comes from the data key, their id and their salt: without the salt nothing opens.
 */
export class Vault {
  constructor(private readonly keys: VaultKeys = keysFromEnv()) {}

  seal(value: unknown): Buffer {
    return encrypt(this.keys.data, value);
  }

  /** Throws when the sealed bytes were changed or sealed under another key. */
  open<T>(sealed: Buffer): T {
    return decrypt(this.keys.data, sealed) as T;
  }

  sealPerson(id: number, salt: Buffer, value: unknown): Buffer {
    return encrypt(this.personKey(id, salt), value);
  }

  openPerson<T>(id: number, salt: Buffer, sealed: Buffer): T {
    return decrypt(this.personKey(id, salt), sealed) as T;
  }

  /** 16-byte keyed index for exact search. */
  blindIndex(kind: 'id' | 'phone' | 'account', value: string): Buffer {
    return createHmac('sha256', this.keys.index)
      .update(`${kind}\0${value.toUpperCase()}`)
      .digest()
      .subarray(0, 16);
  }

  /** Signed 64-bit search token of a gram. */
  token(kind: TokenKind, gram: string): bigint {
    return createHmac('sha256', this.keys.token).update(`${kind}\0${gram}`).digest().readBigInt64BE(0);
  }

  mac(key: 'audit' | 'session', data: Buffer | string): Buffer {
    return createHmac('sha256', this.keys[key]).update(data).digest();
  }

  private personKey(id: number, salt: Buffer): Buffer {
    return createHmac('sha256', this.keys.data).update(`person\0${id}\0`).update(salt).digest();
  }
}

function encrypt(key: Buffer, value: unknown): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, sealed: Buffer): unknown {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  const text = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  return JSON.parse(text) as unknown;
}
