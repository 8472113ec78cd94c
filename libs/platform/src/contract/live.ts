import { z } from 'zod';
import { route } from './route';

/** One event as screens hear it, live (`event` on socket.io) or catching up: what changed, never its content. */
export const liveEvent = z.object({
  /** Assigned at publishing; grows without regard to who may see the event. */
  position: z.number().int(),
  topic: z.string(),
  /** What it is about, e.g. `visit:42`. */
  key: z.string(),
  at: z.string(),
});
export type LiveEvent = z.infer<typeof liveEvent>;

/** Sent each second (`hello`): the last published position and the server's time, so that a screen knows its age. */
export const liveHello = z.object({ position: z.number().int(), at: z.string() });
export type LiveHello = z.infer<typeof liveHello>;

/** Path of the socket.io endpoint. */
export const LIVE_PATH = '/live';

/** Events after a position, within the caller's scope: how a screen catches up after a gap. */
export const eventsAfter = route({
  id: 'platform.eventsAfter',
  method: 'GET',
  path: '/events',
  summary: 'Events after a position, within the scope (at most 500; `last` is where to go on)',
  access: 'session',
  query: z.object({ after: z.coerce.number().int().min(0) }).strict(),
  response: z.object({ events: z.array(liveEvent), last: z.number().int(), more: z.boolean() }),
});
