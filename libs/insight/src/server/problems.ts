import { refuse, type Problem } from '@heling/platform/server/problem';

/** Every refusal of this context, by stable code. */
export const problems = {
  span: (days: number): Problem =>
    refuse(422, 'insight.span', `结束日期须不早于开始日期，且一次最多 ${days} 天，请缩小日期范围。`, {
      field: 'to',
    }),
  tooMany: (rows: number): Problem =>
    refuse(422, 'insight.too_many', `一次最多导出 ${rows} 行，请缩小日期、区划或服务的范围。`),
} satisfies Record<string, (...input: never[]) => Problem>;
