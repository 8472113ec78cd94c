/** The columns of an audit row in the order in which they are sealed, each as text or null. */
export type AuditContent = readonly (string | null)[];

/** One link of the chain (链): the seal of an audit row. */
export interface Link {
  seq: number;
  auditId: number;
  /** Hex. */
  mac: string;
  /** Null when the audit row is gone. */
  content: AuditContent | null;
}

/** A head (链头) as it was exported: what the chain ended with at that moment. */
export interface Head {
  seq: number;
  auditId: number;
  mac: string;
  at: string;
  /** HMAC under the audit key over the rest. */
  signature: string;
}

/** HMAC-SHA-256 under the audit key, which lies outside the database, in hex. */
export type Mac = (text: string) => string;

const BEFORE_THE_FIRST = '0'.repeat(64);

/** The seal of a row: under the key, over the seal before it, its place and its content. */
export function sealOf(mac: Mac, before: string | null, seq: number, content: AuditContent): string {
  return mac(JSON.stringify(['link', before ?? BEFORE_THE_FIRST, seq, content]));
}

/** Signs what the chain ends with. */
export function signHead(mac: Mac, head: Omit<Head, 'signature'>): Head {
  const { seq, auditId, mac: last, at } = head;
  return { seq, auditId, mac: last, at, signature: mac(JSON.stringify(['head', seq, auditId, last, at])) };
}

export type Break =
  | { kind: 'sealMissing'; seq: number }
  | { kind: 'rowMissing'; seq: number; auditId: number }
  | { kind: 'changed'; seq: number; auditId: number }
  | { kind: 'otherHistory'; seq: number; auditId: number; headAt: string }
  | { kind: 'tailCut'; seq: number; headSeq: number; headAt: string }
  | { kind: 'headForged'; line: number };

/**
 * Walks the chain from its first seal, link by link, against the exported heads. `next` takes the links in the order
 * of `seq` and answers the first break; `end` answers what only the end shows.
 */
export class ChainWalk {
  private seq = 0;
  private before: string | null = null;
  private readonly bySeq: Map<number, Head>;
  private readonly last: Head | undefined;

  constructor(
    private readonly mac: Mac,
    heads: readonly Head[],
  ) {
    this.bySeq = new Map(heads.map((head) => [head.seq, head]));
    this.last = heads.reduce<Head | undefined>((a, b) => (a && a.seq > b.seq ? a : b), undefined);
  }

  /** How many links have been walked. */
  get length(): number {
    return this.seq;
  }

  next(link: Link): Break | null {
    const { seq, auditId, content } = link;
    if (seq !== this.seq + 1) return { kind: 'sealMissing', seq: this.seq + 1 };
    if (!content) return { kind: 'rowMissing', seq, auditId };
    if (content[0] !== String(auditId) || sealOf(this.mac, this.before, seq, content) !== link.mac) {
      return { kind: 'changed', seq, auditId };
    }
    const head = this.bySeq.get(seq);
    if (head && head.mac !== link.mac) return { kind: 'otherHistory', seq, auditId, headAt: head.at };
    this.seq = seq;
    this.before = link.mac;
    return null;
  }

  end(): Break | null {
    const { last } = this;
    return last && last.seq > this.seq
      ? { kind: 'tailCut', seq: this.seq, headSeq: last.seq, headAt: last.at }
      : null;
  }
}

/** The first head that was not signed under this key. */
export function forgedHead(mac: Mac, heads: readonly Head[]): Break | null {
  const at = heads.findIndex((head) => signHead(mac, head).signature !== head.signature);
  return at < 0 ? null : { kind: 'headForged', line: at + 1 };
}
