import { z } from 'zod';
import { day, fen, fileAnswer, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { COUNTING, drill, figure, filter, id } from './shared';

export const by = z.enum(['day', 'week', 'month', 'service', 'org', 'division']);
export type By = z.output<typeof by>;

/** At most 100 days by day and 800 days otherwise. `division` asks for the divisions one level below. */
export const figuresRoute = route({
  id: 'insight.figures',
  method: 'POST',
  path: '/insight/figures',
  summary: '统计：四级区划或机构的订单、完成、金额、评价，可逐级下钻到明细',
  access: COUNTING,
  body: filter.extend({ by }).strict(),
  response: z.object({
    /** From the city down to the division asked for. */
    path: z.array(z.object({ code: z.string(), name: z.string() })),
    by,
    total: figure,
    /** Filter of the total: the body of `insight.rows`. */
    drill,
    rows: z.array(
      z.object({
        /** First day of the day, week or month; code of the service or division; id of the organisation. */
        key: z.string(),
        label: z.string(),
        figure,
        drill,
      }),
    ),
    /** Everything that happened up to here is counted. */
    asOf: z.string(),
  }),
});

/** Which orders of a figure: `late` are done after the window's end. */
export const measure = z.enum([
  'orders',
  'done',
  'notDone',
  'cancelled',
  'open',
  'onTime',
  'late',
  'rated',
  'subsidised',
]);
export type Measure = z.output<typeof measure>;

export const figureRow = z.object({
  orderId: id,
  visitId: id.nullable(),
  personId: id,
  day,
  division: z.string(),
  divisionName: z.string(),
  org: id,
  orgName: z.string(),
  service: z.string(),
  serviceName: z.string(),
  state: z.string(),
  stateName: z.string(),
  price: fen,
  subsidy: fen,
  selfPay: fen,
  /** Null: no arrival is known. */
  onTime: z.boolean().nullable(),
  stars: z.number().int().nullable(),
});
export const rowsRoute = route({
  id: 'insight.rows',
  method: 'POST',
  path: '/insight/rows',
  summary: '统计明细：一个数字背后的订单；合计与统计一致',
  access: COUNTING,
  body: filter
    .extend({
      measure: measure.default('orders'),
      cursor: pageQuery.cursor,
      limit: z.number().int().min(1).max(200).default(50),
    })
    .strict(),
  response: pageOf(figureRow).extend({
    /** Counted from all the rows of this filter and measure; only on the first page, and of at most 60,000 orders. */
    total: figure.nullable(),
  }),
});

export const exportRoute = route({
  id: 'insight.export',
  method: 'POST',
  path: '/insight/export',
  summary: '导出统计表（CSV 或 XLSX，带水印）',
  access: COUNTING,
  ratePerMinute: 6,
  download: true,
  body: filter.extend({ by, format: z.enum(['csv', 'xlsx']) }).strict(),
  response: fileAnswer,
});
export const rowsExportRoute = route({
  id: 'insight.rowsExport',
  method: 'POST',
  path: '/insight/rows/export',
  summary: '导出统计明细（CSV 或 XLSX，带水印，最多 20000 行）',
  access: COUNTING,
  ratePerMinute: 6,
  download: true,
  body: filter.extend({ measure: measure.default('orders'), format: z.enum(['csv', 'xlsx']) }).strict(),
  response: fileAnswer,
});
