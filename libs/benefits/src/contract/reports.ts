import { z } from 'zod';
import { fen, fileAnswer, instant, month, route } from '@heling/platform/contract/route';
import { DESK, divisionPrefix, scheme } from './shared';

const people = z.number().int();
const path = z.array(z.object({ code: z.string(), name: z.string() }));
const sums = {
  /** Who gets something in the runs of the month. */
  people,
  /** For the month itself, and for months before. */
  regularFen: fen,
  arrearsFen: fen,
  /** Of both what the bank has paid. */
  paidFen: fen,
};
const place = z.object({ division: divisionPrefix.optional(), month });

export const divisionReportRoute = route({
  id: 'benefits.divisionReport',
  method: 'POST',
  path: '/benefits/reports/divisions',
  summary: '某月发放按下一级区划汇总：人数、当月、补发、银行已付',
  access: DESK,
  body: place.strict(),
  response: z.object({
    path,
    asOf: instant,
    rows: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        ...sums,
        schemes: z.array(z.object({ scheme, schemeName: z.string(), people, fen })),
      }),
    ),
    total: z.object(sums),
  }),
});
export const ledgerReportRoute = route({
  id: 'benefits.ledgerReport',
  method: 'POST',
  path: '/benefits/reports/ledger',
  summary: '发放台账按月汇总：期初、发放、追回、核销、净额',
  access: DESK,
  body: z.object({ division: divisionPrefix.optional(), from: month, to: month }).strict(),
  response: z.object({
    path,
    asOf: instant,
    rows: z.array(
      z.object({
        month,
        scheme,
        schemeName: z.string(),
        openingFen: fen,
        paid: fen,
        recovered: fen,
        writtenOff: fen,
        /** What people have got in the end: opening and paid less recovered. */
        net: fen,
      }),
    ),
  }),
});
export const forecastRoute = route({
  id: 'benefits.forecast',
  method: 'POST',
  path: '/benefits/reports/forecast',
  summary: '今后 12 个月的预算预测，按年龄档；写明所用的假设',
  access: DESK,
  body: z.object({ division: divisionPrefix.optional() }).strict(),
  response: z.object({
    path,
    asOf: instant,
    schemes: z.array(
      z.object({
        scheme,
        schemeName: z.string(),
        packVersion: z.string(),
        months: z.array(
          z.object({
            month,
            cells: z.array(z.object({ band: z.string(), people, fen })),
            starting: people,
            fen,
          }),
        ),
        fen,
      }),
    ),
    /** All schemes, all twelve months. */
    fen,
    /** What the forecast takes for granted, in sentences. */
    assumptions: z.array(z.string()),
  }),
});
export const reportFileRoute = route({
  id: 'benefits.reportFile',
  method: 'POST',
  path: '/benefits/reports/file',
  summary: '导出报表（XLSX 或 CSV，含导出人和时间的水印；姓名已遮盖）',
  access: DESK,
  ratePerMinute: 20,
  download: true,
  body: z
    .object({
      report: z.enum(['birthdays', 'divisions', 'ledger', 'forecast']),
      division: divisionPrefix.optional(),
      month,
      /** First month of the ledger; the last is `month`. */
      from: month.optional(),
      format: z.enum(['csv', 'xlsx']),
    })
    .strict(),
  response: fileAnswer,
});
