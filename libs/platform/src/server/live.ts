import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import type { LiveEvent } from '../contract/live';
import type { Scope } from './context';
import type { OutboxEvent } from './outbox';

const DIVISION_LENGTHS = [4, 6, 9, 12];

/** The rooms that hear of an event: every division above it, its organisation, its person, its carers. */
export function roomsOf(event: Pick<OutboxEvent, 'division' | 'org' | 'personId' | 'carers'>): string[] {
  const rooms = DIVISION_LENGTHS.filter((length) => length <= event.division.length).map(
    (length) => `d:${event.division.slice(0, length)}`,
  );
  if (event.org !== null) rooms.push(`o:${event.org}`);
  if (event.personId !== null) rooms.push(`p:${event.personId}`);
  return rooms.concat(event.carers.map((carer) => `c:${carer}`));
}

/** The rooms that a caller listens in; the same walls as row-level security. */
export function roomsIn(scope: Scope): string[] {
  return [
    ...scope.d.map((prefix) => `d:${prefix}`),
    ...scope.o.map((org) => `o:${org}`),
    ...scope.p.map((person) => `p:${person}`),
    ...scope.c.map((carer) => `c:${carer}`),
  ];
}

/** socket.io's adapter over a Redis stream, which every api and worker shares. */
export function liveAdapter(redis: Redis): ReturnType<typeof createAdapter> {
  return createAdapter(redis, { streamName: 'heling:live', maxLen: 20_000, onlyPlaintext: true });
}

/** The worker's voice to the screens. What is lost here, screens fetch again by position. */
@Injectable()
export class Live implements OnModuleDestroy {
  private server?: Server;
  private connection?: Redis;

  constructor(@Inject(Redis) private readonly redis: Redis) {}

  /** Tells every screen that may see them of these events. */
  tell(events: readonly (OutboxEvent & { position: number })[]): void {
    if (!this.server) {
      this.connection = this.redis.duplicate();
      this.connection.on('error', () => undefined);
      this.server = new Server({ adapter: liveAdapter(this.connection) });
    }
    for (const event of events) {
      const { position, topic, key } = event;
      const message: LiveEvent = { position, topic, key, at: event.createdAt.toISOString() };
      this.server.to(roomsOf(event)).emit('event', message);
    }
  }

  async onModuleDestroy(): Promise<void> {
    // Not the server's own close: that wants the HTTP server which there is none of here.
    await this.server?.of('/').adapter.close();
    this.connection?.disconnect();
  }
}
