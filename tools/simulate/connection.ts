import net from 'node:net';

/** How a device reaches the platform. */
export interface Connection {
  /** Sends a payload until it is acknowledged; `sent` hears when it was first put on the wire. */
  publish(payload: Uint8Array, sent?: () => void): Promise<void>;
  /** Cuts the line (网络中断); what is published meanwhile waits. */
  cut(): void;
  /** Lets it come back. */
  mend(): void;
  close(): void;
}

const AGAIN_MS = 1000;
const KEEP_ALIVE_S = 600;
const DUP = 0x08;

interface Waiting {
  packet: Buffer;
  tried: boolean;
  done: () => void;
  sent?: (() => void) | undefined;
}

/**
 * A device's MQTT 3.1.1 connection with what a device needs and no more (CONNECT, PUBLISH with QoS 1, PUBACK): thousands of them fit
 * into one process. What was not acknowledged is sent again, marked as repeated, after each reconnection.
 */
export class MqttConnection implements Connection {
  private socket?: net.Socket;
  private open = false;
  private wanted = true;
  private lastId = 0;
  private readonly waiting = new Map<number, Waiting>();
  private inbox: Buffer = Buffer.alloc(0);
  private timer?: NodeJS.Timeout;
  /** Attempts to come in that were refused for the credential. */
  refused = 0;
  private letIn!: () => void;
  /** Comes true when it is connected for the first time. */
  readonly opened = new Promise<void>((open) => (this.letIn = open));

  constructor(
    private readonly to: { host: string; port: number },
    private readonly who: { userName: string; credential: string; topic: string },
  ) {
    this.connect();
  }

  publish(payload: Uint8Array, sent?: () => void): Promise<void> {
    this.lastId = (this.lastId % 65_535) + 1;
    const id = this.lastId;
    return new Promise((done) => {
      const packet = publishPacket(this.who.topic, id, payload);
      const waiting: Waiting = { packet, tried: false, done, sent };
      this.waiting.set(id, waiting);
      if (this.open) this.put(waiting);
    });
  }

  cut(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    this.drop();
  }

  mend(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.connect();
  }

  close(): void {
    this.cut();
    this.waiting.clear();
  }

  private drop(): void {
    this.open = false;
    this.socket?.destroy();
    delete this.socket;
    this.inbox = Buffer.alloc(0);
  }

  private connect(): void {
    const socket = net.connect(this.to);
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('connect', () => socket.write(connectPacket(this.who)));
    socket.on('data', (chunk) => this.hear(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.socket !== socket) return;
      this.drop();
      if (this.wanted) this.timer = setTimeout(() => this.connect(), AGAIN_MS * (0.5 + Math.random()));
    });
  }

  private put(waiting: Waiting): void {
    const { packet, tried, sent } = waiting;
    if (tried) packet[0]! |= DUP;
    else sent?.();
    waiting.tried = true;
    this.socket!.write(packet);
  }

  private hear(chunk: Buffer): void {
    this.inbox = this.inbox.length > 0 ? Buffer.concat([this.inbox, chunk]) : chunk;
    // What a broker says to a publisher is never longer than 127 bytes: the length is one byte.
    while (this.inbox.length >= 2 && this.inbox.length >= 2 + this.inbox[1]!) {
      const packet = this.inbox.subarray(0, 2 + this.inbox[1]!);
      this.inbox = this.inbox.subarray(packet.length);
      if (packet[0] === 0x20 && packet[3] === 0) {
        this.open = true;
        this.letIn();
        for (const waiting of this.waiting.values()) this.put(waiting);
      } else if (packet[0] === 0x20) this.refused += 1;
      else if (packet[0] === 0x40) {
        const id = packet.readUInt16BE(2);
        this.waiting.get(id)?.done();
        this.waiting.delete(id);
      }
    }
  }
}

function field(bytes: string | Uint8Array): Buffer {
  const body = Buffer.from(bytes as string);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([length, body]);
}

function packetOf(type: number, body: Buffer): Buffer {
  const length: number[] = [];
  let rest = body.length;
  do {
    length.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from([type, ...length]), body]);
}

function connectPacket({ userName, credential }: { userName: string; credential: string }): Buffer {
  // MQTT 3.1.1, clean session, with user name and password.
  const head = Buffer.from([0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 0xc2, KEEP_ALIVE_S >> 8, KEEP_ALIVE_S & 0xff]);
  return packetOf(0x10, Buffer.concat([head, field(userName), field(userName), field(credential)]));
}

function publishPacket(topic: string, id: number, payload: Uint8Array): Buffer {
  return packetOf(0x32, Buffer.concat([field(topic), Buffer.from([id >> 8, id & 0xff]), payload]));
}

/** The same over HTTPS: one request after another, each until it is answered. */
export class HttpConnection implements Connection {
  private last: Promise<void> = Promise.resolve();
  private cutOff?: Promise<void> | undefined;
  private mended?: () => void;
  private closed = false;
  refused = 0;

  constructor(
    private readonly base: string,
    private readonly who: { institution: number; device: string; credential: string },
  ) {}

  publish(payload: Uint8Array, sent?: () => void): Promise<void> {
    this.last = this.last.then(() => this.send(payload, sent));
    return this.last;
  }

  cut(): void {
    this.cutOff ??= new Promise((mended) => (this.mended = mended));
  }

  mend(): void {
    this.mended?.();
    this.cutOff = undefined;
  }

  close(): void {
    this.closed = true;
    this.mend();
  }

  private async send(payload: Uint8Array, sent?: () => void): Promise<void> {
    const body = JSON.stringify({ ...this.who, payload: Buffer.from(payload).toString('base64') });
    for (let first = true; !this.closed; first = false) {
      await this.cutOff;
      if (first) sent?.();
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${this.base}/api/oversight/ingest`, {
        method: 'POST',
        headers,
        body,
      }).catch(() => undefined);
      if (answer?.ok) return;
      if (answer?.status === 401) this.refused += 1;
      await new Promise((again) => setTimeout(again, AGAIN_MS));
    }
  }
}
