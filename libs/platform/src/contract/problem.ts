import { z } from 'zod';

/** RFC 9457 problem document: `code` is stable, `detail` a Chinese sentence that says what to do. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  field: z.string().optional(),
  requestId: z.string().optional(),
  /** With a stale edit (409 `stale`): the current version and what changed. */
  current: z.unknown().optional(),
  /** With a refused order: every stop and warning. */
  reasons: z.array(z.object({ code: z.string(), detail: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
