import { z } from 'zod';
import { route } from '@heling/platform/contract/route';
import { alarmInHand } from './alarms';
import { alarmState, id, instant, kind, priority, SHOWING } from './shared';

export const alarmStreamRoute = route({
  id: 'oversight.stream',
  method: 'GET',
  path: '/oversight/stream',
  summary: '大屏报警流：未结束的和刚结束的，新的在前；在呼叫谁、谁已确认',
  access: SHOWING,
  response: z.object({
    items: z.array(alarmInHand),
    /** P0 that nobody has acknowledged, the oldest first, however many newer alarms there are. */
    urgent: z.array(alarmInHand),
    asOf: z.string(),
  }),
});

export const wallHistoryRoute = route({
  id: 'oversight.wallHistory',
  method: 'GET',
  path: '/oversight/wall/history',
  summary: '大屏回放：过去 24 小时的报警和每次状态变化',
  access: SHOWING,
  ratePerMinute: 30,
  response: z.object({
    from: instant,
    to: instant,
    items: z.array(
      z.object({
        id,
        facilityId: id,
        facility: z.string(),
        device: z.string(),
        room: z.string().nullable(),
        kind,
        kindName: z.string(),
        priority,
        openedAt: instant,
        /** Each state it took, in the order of time; it may begin before `from`. */
        course: z.array(z.object({ at: instant, state: alarmState })),
      }),
    ),
    /** More alarms than are given; the oldest are left out. */
    more: z.boolean(),
  }),
});
