import { Controller, Inject, Injectable } from '@nestjs/common';
import type { Server as HttpServer } from 'node:http';
import { Redis } from 'ioredis';
import { Server, type Socket } from 'socket.io';
import { eventsAfter, LIVE_PATH, type LiveHello } from '../contract/live';
import type { Input, Output } from '../contract/route';
import { Authenticator } from './authenticator';
import { Clock } from './clock';
import { systemContext, type RequestContext } from './context';
import { Database } from './database';
import { Handle } from './handle';
import { liveAdapter, roomsIn } from './live';

interface SocketData {
  accountId: number | null;
}

const HELLO_EVERY_MS = 1000;
/** How often a listening socket's session and scope are looked at again. */
const RECHECK_EVERY_MS = 15_000;

/** socket.io for the screens: each listens only in the rooms of its scope, as long as its session lives. */
@Injectable()
export class LiveGateway {
  private server?: Server;
  private connection?: Redis;
  private timers: NodeJS.Timeout[] = [];

  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(Database) private readonly db: Database,
    @Inject(Redis) private readonly redis: Redis,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Listens on the HTTP server of the api. */
  attach(http: HttpServer): void {
    this.connection = this.redis.duplicate();
    this.connection.on('error', () => undefined);
    this.server = new Server(http, {
      path: LIVE_PATH,
      serveClient: false,
      maxHttpBufferSize: 10_000,
      adapter: liveAdapter(this.connection),
      allowRequest: (request, decide) => decide(null, ownOrigin(request.headers)),
    });
    this.server.use((socket, next) => {
      this.enter(socket).then(
        (entered) => next(entered ? undefined : new Error('access.sign_in')),
        () => next(new Error('platform.unavailable')),
      );
    });
    this.authenticator.onChange((accountId) => void this.recheck(accountId).catch(() => undefined));
    this.timers = [
      setInterval(() => void this.hello().catch(() => undefined), HELLO_EVERY_MS),
      setInterval(() => void this.recheck().catch(() => undefined), RECHECK_EVERY_MS),
    ];
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.server?.local.disconnectSockets(true);
    this.server?.engine.close();
    this.connection?.disconnect();
  }

  private async enter(socket: Socket): Promise<boolean> {
    const { cookie, authorization } = socket.handshake.headers;
    const identity = await this.authenticator.authenticate(
      { cookie, authorization },
      socket.handshake.address,
      '',
    );
    if (!identity) return false;
    (socket.data as SocketData).accountId = identity.accountId;
    const wanted = new Set([socket.id, ...roomsIn(identity.scope)]);
    for (const room of socket.rooms) if (!wanted.has(room)) await socket.leave(room);
    await socket.join([...wanted]);
    return true;
  }

  /** Looks again at every socket, or at those of one account. */
  private async recheck(accountId?: number): Promise<void> {
    for (const socket of this.server!.of('/').sockets.values()) {
      if (accountId !== undefined && (socket.data as SocketData).accountId !== accountId) continue;
      if (!(await this.enter(socket))) socket.disconnect(true);
    }
  }

  private async hello(): Promise<void> {
    if (this.server!.of('/').sockets.size === 0) return;
    const message: LiveHello = {
      position: await lastPosition(this.db),
      at: this.clock.now().toISOString(),
    };
    this.server!.local.emit('hello', message);
  }
}

function ownOrigin({ origin, host }: { origin?: string; host?: string }): boolean {
  return !origin || (URL.canParse(origin) && new URL(origin).host === host);
}

/** The last published position of the whole city; a number that says nothing of what happened. */
async function lastPosition(db: Database): Promise<number> {
  const row = await db.run(systemContext(), (tx) =>
    tx.one<{ position: number | null }>('SELECT max(position) AS position FROM outbox'),
  );
  return row?.position ?? 0;
}

/** Catching up from PostgreSQL. */
@Controller()
export class EventsController {
  constructor(@Inject(Database) private readonly db: Database) {}

  @Handle(eventsAfter)
  async after(input: Input<typeof eventsAfter>, ctx: RequestContext): Promise<Output<typeof eventsAfter>> {
    const LIMIT = 500;
    // The mark is read first: what is published meanwhile lies beyond it and comes with the next call.
    const mark = await lastPosition(this.db);
    return this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<{ position: number; topic: string; key: string; created_at: Date }>(
        `SELECT position, topic, key, created_at FROM outbox WHERE position > $1 ORDER BY position LIMIT ${LIMIT + 1}`,
        [input.query.after],
      );
      const events = rows.slice(0, LIMIT).map(({ position, topic, key, created_at }) => ({
        position,
        topic,
        key,
        at: created_at.toISOString(),
      }));
      const more = rows.length > LIMIT;
      const end = events.at(-1)?.position ?? input.query.after;
      return { events, last: more ? end : Math.max(end, mark), more };
    });
  }
}
