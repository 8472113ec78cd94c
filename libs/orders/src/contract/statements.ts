import { z } from 'zod';
import { fileAnswer, idParam, month, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { SETTLING, day, done, fen, id, instant, serviceCode, version, words } from './shared';

const statement = z.object({
  id,
  org: id,
  orgName: z.string(),
  month,
  state: z.enum(['draft', 'signed', 'frozen']),
  visits: z.number().int(),
  amount: fen,
  subsidy: fen,
  selfPay: fen,
  deductions: fen,
  /** What the bureau pays the provider: subsidy − deductions. */
  payable: fen,
  madeAt: instant,
  firstSigner: id.nullable(),
  firstSignedAt: instant.nullable(),
  secondSigner: id.nullable(),
  secondSignedAt: instant.nullable(),
  version,
});
export const statementListRoute = route({
  id: 'statements.list',
  method: 'GET',
  path: '/statements',
  summary: '服务商月度结算单',
  access: SETTLING,
  query: z
    .object({ month: month.optional(), org: z.coerce.number().int().positive().optional(), ...pageQuery })
    .strict(),
  response: pageOf(statement),
});
export const statementRoute = route({
  id: 'statements.page',
  method: 'GET',
  path: '/statements/:id',
  summary: '结算单',
  access: SETTLING,
  params: idParam,
  response: statement.extend({ canSign: z.boolean(), canRemake: z.boolean() }),
});
const line = z.object({
  kind: z.enum(['visit', 'correction']),
  visitId: id,
  orderId: id,
  service: serviceCode,
  serviceName: z.string(),
  day,
  price: fen,
  subsidy: fen,
  selfPay: fen,
  deduction: fen,
  reason: z.string().nullable(),
  evidence: z.number().int(),
});
export const statementLinesRoute = route({
  id: 'statements.lines',
  method: 'GET',
  path: '/statements/:id/lines',
  summary: '结算单明细',
  access: SETTLING,
  params: idParam,
  query: z.object(pageQuery).strict(),
  response: pageOf(line),
});
export const statementMakeRoute = route({
  id: 'statements.make',
  method: 'POST',
  path: '/statements',
  summary: '生成或重算某服务商某月的结算单；签字后不能重算',
  access: ['city', 'county', 'street', 'dispatcher'],
  idempotent: true,
  body: z.object({ org: id, month }).strict(),
  response: statement,
});
export const statementSignRoute = route({
  id: 'statements.sign',
  method: 'POST',
  path: '/statements/:id/sign',
  summary: '签字；两个不同的人签字后冻结',
  access: ['city', 'county', 'street'],
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: statement,
});
export const statementCorrectRoute = route({
  id: 'statements.correct',
  method: 'POST',
  path: '/statements/:id/corrections',
  summary: '更正已冻结结算单里的一次服务；记入下一份未签字的结算单',
  access: ['city', 'county'],
  params: idParam,
  idempotent: true,
  body: z.object({ visitId: id, subsidy: fen.max(0), selfPay: fen.max(0), reason: words(200) }).strict(),
  response: done,
});
export const statementExportRoute = route({
  id: 'statements.export',
  method: 'GET',
  path: '/statements/:id/export',
  summary: '导出结算单（CSV 或 XLSX，带水印）',
  access: SETTLING,
  ratePerMinute: 10,
  download: true,
  params: idParam,
  query: z.object({ format: z.enum(['csv', 'xlsx']) }).strict(),
  response: fileAnswer,
});

/** Every difference of orders = visits = statement = payments. */
export const reconciliationRoute = route({
  id: 'statements.reconciliation',
  method: 'GET',
  path: '/statements/reconciliation',
  summary: '对账：订单 = 上门 = 结算单 = 付款，逐条列出差异',
  access: SETTLING,
  query: z.object({ org: z.coerce.number().int().positive(), month }).strict(),
  response: z.object({
    org: id,
    month,
    orders: z.object({ count: z.number().int(), subsidy: fen, selfPay: fen }),
    visits: z.object({ count: z.number().int() }),
    statement: z.object({ count: z.number().int(), subsidy: fen, selfPay: fen }).nullable(),
    /** What was received for the orders counted above. */
    payments: z.object({ count: z.number().int(), amount: fen }),
    /** What was received for orders of the month that are not to be settled: still open or disputed, or the kept part of cancelled ones. */
    otherPayments: z.object({ count: z.number().int(), amount: fen }),
    differences: z.array(
      z.object({
        kind: z.enum([
          'orderWithoutVisit',
          'visitWithoutOrder',
          'notOnStatement',
          'onStatementOnly',
          'amountDiffers',
          'notPaid',
          'paidDiffers',
          'paidForNothing',
        ]),
        kindName: z.string(),
        orderId: id,
        visitId: id.nullable(),
        expected: fen,
        found: fen,
      }),
    ),
    /** True when the list was cut at 1000 differences. */
    more: z.boolean(),
    asOf: z.string(),
  }),
});
