import { z } from 'zod';
import {
  day,
  fen,
  fileAnswer,
  idParam,
  instant,
  month,
  pageOf,
  pageQuery,
  route,
  uploadBody,
} from '@heling/platform/contract/route';
import { DEBT_STATES, HOLD_CODES, PAYMENT_STATES, RUN_STATES } from '../domain/states';
import { changed, DESK, divisionPrefix, id, PAYERS, scheme, SIGNERS, version, whom, words } from './shared';

export { DEBT_STATES, HOLD_CODES, PAYMENT_STATES, RUN_STATES };
export type HoldCode = keyof typeof HOLD_CODES;
const names = <K extends string>(record: Record<K, string>) => z.enum(Object.keys(record) as [K, ...K[]]);
const count = z.number().int();

const run = z.object({
  id,
  division: z.string(),
  month,
  state: names(RUN_STATES),
  stateName: z.string(),
  startedAt: instant,
  calculatedAt: instant.nullable(),
  signedAt: instant.nullable(),
  closedAt: instant.nullable(),
  version,
});
export const startRunRoute = route({
  id: 'benefits.startRun',
  method: 'POST',
  path: '/benefits/runs',
  summary: '开始某区划某月的发放：后台计算；同一区划同一月只有一次',
  access: ['allowanceClerk', 'allowancePayer'],
  idempotent: true,
  body: z.object({ division: divisionPrefix, month }).strict(),
  response: run,
});
export const runsRoute = route({
  id: 'benefits.runs',
  method: 'GET',
  path: '/benefits/runs',
  summary: '各月发放',
  access: DESK,
  query: z.object(pageQuery).strict(),
  response: pageOf(run),
});
export const runRoute = route({
  id: 'benefits.run',
  method: 'GET',
  path: '/benefits/runs/:id',
  summary: '一次发放：人数、金额、与上月比较、检查结果、下一步',
  access: DESK,
  params: idParam,
  response: run.extend({
    canSign: z.boolean(),
    /** How far the calculation has come, in people; null when it is over. */
    progress: z.object({ done: count, of: count }).nullable(),
    states: z.array(z.object({ state: names(PAYMENT_STATES), stateName: z.string(), people: count, fen })),
    changes: z.array(
      z.object({
        change: z.enum(['same', 'new', 'stopped', 'changed']),
        reason: z.string().nullable(),
        changeName: z.string(),
        /** Why, in words; null where nothing changed. */
        reasonName: z.string().nullable(),
        people: count,
        fen,
        lastFen: fen,
      }),
    ),
    schemes: z.array(
      z.object({ scheme, schemeName: z.string(), people: count, regularFen: fen, arrearsFen: fen }),
    ),
    holds: z.array(z.object({ code: names(HOLD_CODES), name: z.string(), people: count })),
    file: z
      .object({
        fileNo: z.string(),
        sha256: z.string(),
        rows: count,
        fen,
        madeAt: instant,
        deliveredAt: instant.nullable(),
      })
      .nullable(),
  }),
});
const payment = z.object({
  id,
  runId: id,
  runMonth: month,
  ...whom,
  fen,
  lastFen: fen,
  change: z.enum(['same', 'new', 'stopped', 'changed']),
  changeReason: z.string().nullable(),
  changeName: z.string(),
  reasonName: z.string().nullable(),
  state: names(PAYMENT_STATES),
  stateName: z.string(),
  holdCode: names(HOLD_CODES).nullable(),
  holdName: z.string().nullable(),
  bankCode: z.string().nullable(),
  conflict: z.boolean(),
  version,
});
export const paymentsRoute = route({
  id: 'benefits.payments',
  method: 'POST',
  path: '/benefits/payments/search',
  summary: '发放明细；不选发放时是工作清单：暂缓、退回、结果不明、前后矛盾',
  access: DESK,
  body: z
    .object({
      ...pageQuery,
      runId: id.optional(),
      state: names(PAYMENT_STATES).optional(),
      change: z.enum(['same', 'new', 'stopped', 'changed']).optional(),
      reason: z.string().max(60).optional(),
      hold: names(HOLD_CODES).optional(),
    })
    .strict(),
  response: pageOf(payment),
});
export const paymentRoute = route({
  id: 'benefits.payment',
  method: 'GET',
  path: '/benefits/payments/:id',
  summary: '一个人在一次发放中的逐月金额和原因',
  access: [...DESK, 'family'],
  params: idParam,
  response: z.object({
    id,
    runId: id,
    ...whom,
    runMonth: month,
    fen,
    state: names(PAYMENT_STATES),
    stateName: z.string(),
    holdCode: names(HOLD_CODES).nullable(),
    holdName: z.string().nullable(),
    bankCode: z.string().nullable(),
    /** The bank has said two things. */
    conflict: z.boolean(),
    /** The row may still be held or released: calculated and not yet at the bank. */
    beforeBank: z.boolean(),
    version,
    /** What the clerk wrote when holding, or the bank said when asked; null for a family. */
    holdReason: z.string().nullable(),
    lines: z.array(
      z.object({
        scheme,
        schemeName: z.string(),
        month,
        fen,
        arrears: z.boolean(),
        packVersion: z.string(),
        /** The entitlement whose explanation tells why. */
        entitlementId: id.nullable(),
      }),
    ),
  }),
});
export const holdRoute = route({
  id: 'benefits.hold',
  method: 'POST',
  path: '/benefits/payments/:id/hold',
  summary: '暂缓一个人的发放，写明原因；送银行之前都可以',
  access: ['allowanceClerk', 'allowanceReviewer', 'allowancePayer'],
  params: idParam,
  idempotent: true,
  body: z.object({ version, reason: words(200) }).strict(),
  response: changed,
});
export const releaseRoute = route({
  id: 'benefits.release',
  method: 'POST',
  path: '/benefits/payments/:id/release',
  summary: '解除暂缓：重新检查，仍有问题的继续暂缓',
  access: ['allowanceClerk', 'allowanceReviewer', 'allowancePayer'],
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: changed.extend({ holdCode: names(HOLD_CODES).nullable() }),
});
export const settleRoute = route({
  id: 'benefits.settle',
  method: 'POST',
  path: '/benefits/payments/:id/settle',
  summary: '向银行查清一笔结果不明的发放：已付或退回',
  access: PAYERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, result: z.enum(['paid', 'rejected']), reason: words(200) }).strict(),
  response: changed,
});
export const signRunRoute = route({
  id: 'benefits.signRun',
  method: 'POST',
  path: '/benefits/runs/:id/sign',
  summary: '签字：重新检查后签；两个不同的人签字后生成银行文件',
  access: SIGNERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: run,
});
export const sendRunRoute = route({
  id: 'benefits.sendRun',
  method: 'POST',
  path: '/benefits/runs/:id/send',
  summary: '送银行；银行没收到时再送同一个文件，不会重复付款',
  access: PAYERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: run,
});
export const fileRoute = route({
  id: 'benefits.file',
  method: 'GET',
  path: '/benefits/runs/:id/file',
  summary: '下载银行文件（含完整账号，记入审计）',
  access: PAYERS,
  ratePerMinute: 10,
  download: true,
  params: idParam,
  response: fileAnswer,
});
export const receiptsRoute = route({
  id: 'benefits.receipts',
  method: 'POST',
  path: '/benefits/runs/:id/receipts',
  summary: '上传银行回盘文件：逐行已付、退回、不明；残缺、别的月份、有不认识的人的文件整份拒收',
  access: PAYERS,
  params: idParam,
  upload: 20 << 20,
  body: uploadBody,
  response: z.object({ applied: count, repeated: count, conflicting: count }),
});
export const closeRunRoute = route({
  id: 'benefits.closeRun',
  method: 'POST',
  path: '/benefits/runs/:id/close',
  summary: '结账：回盘齐了才能结；暂缓的转到下月补发，结果不明的查清前不再发',
  access: PAYERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: run,
});

export const openingRoute = route({
  id: 'benefits.opening',
  method: 'POST',
  path: '/benefits/openings',
  summary:
    '导入启用前的发放台账（CSV：身份证号,津贴,月份,元）；总行数、总金额须与文件一致，有一行不对就不导入',
  access: PAYERS,
  ratePerMinute: 10,
  upload: 50 << 20,
  /** Fields `rows` and `yuan`: what the sender says the file holds. */
  body: uploadBody,
  response: z.object({
    imported: z.boolean(),
    rows: count,
    fen,
    /** The first 200 wrong rows. */
    wrong: z.array(z.object({ row: count, detail: z.string() })),
  }),
});
export const ledgerRoute = route({
  id: 'benefits.ledger',
  method: 'GET',
  path: '/persons/:id/benefit-ledger',
  summary: '一位老人的发放台账：期初、已付、追回、核销',
  access: DESK,
  params: idParam,
  query: z.object(pageQuery).strict(),
  response: pageOf(
    z.object({
      id,
      at: instant,
      scheme,
      schemeName: z.string(),
      month,
      kind: z.enum(['opening', 'paid', 'recovered', 'writtenOff']),
      fen,
    }),
  ),
});

const debt = z.object({
  id,
  ...whom,
  scheme,
  schemeName: z.string(),
  from: month,
  to: month,
  fen,
  recovered: fen,
  writtenOff: fen,
  state: names(DEBT_STATES),
  stateName: z.string(),
  instalments: count,
  dueOn: day,
  /** Somebody has asked for a write-off; another person may sign. */
  writeOffAsked: z.boolean(),
  canSignWriteOff: z.boolean(),
  version,
});
export const debtsRoute = route({
  id: 'benefits.debts',
  method: 'POST',
  path: '/benefits/debts/search',
  summary: '多发追回',
  access: DESK,
  body: z.object({ ...pageQuery, state: names(DEBT_STATES).optional(), personId: id.optional() }).strict(),
  response: pageOf(debt),
});
export const claimRoute = route({
  id: 'benefits.claim',
  method: 'POST',
  path: '/benefits/entitlements/:id/claim',
  summary: '按逐月说明里的多发月份立追回，写明分几期',
  access: ['allowanceClerk', 'allowanceReviewer'],
  params: idParam,
  idempotent: true,
  body: z.object({ instalments: z.number().int().min(1).max(36).default(1), dueOn: day }).strict(),
  response: z.object({ id, from: month, to: month, fen }),
});
export const debtRoute = route({
  id: 'benefits.debt',
  method: 'GET',
  path: '/benefits/debts/:id',
  summary: '追回通知书、分期计划和进度',
  access: DESK,
  params: idParam,
  response: debt.extend({
    letter: z.string(),
    /** The entitlement whose explanation tells why; null when it is no longer there. */
    entitlementId: id.nullable(),
    /** Why somebody asked for the write-off: the second signer must read it. */
    writeOffReason: z.string().nullable(),
    plan: z.array(z.object({ dueOn: day, fen, covered: z.boolean() })),
  }),
});
export const debtLetterRoute = route({
  id: 'benefits.debtLetter',
  method: 'POST',
  path: '/benefits/debts/:id/letter',
  summary: '打印追回通知书：含完整姓名，记入审计',
  access: DESK,
  ratePerMinute: 30,
  params: idParam,
  response: z.object({
    letter: z.string(),
    plan: z.array(z.object({ dueOn: day, fen })),
  }),
});
export const recoverRoute = route({
  id: 'benefits.recover',
  method: 'POST',
  path: '/benefits/debts/:id/recover',
  summary: '登记追回的一笔款',
  access: PAYERS,
  params: idParam,
  idempotent: true,
  body: z.object({ version, fen: fen.positive() }).strict(),
  response: changed,
});
export const writeOffRoute = route({
  id: 'benefits.writeOff',
  method: 'POST',
  path: '/benefits/debts/:id/write-off',
  summary: '核销余额：一人提出并写明原因，另一人签字后生效',
  access: ['city', 'county', 'allowanceReviewer'],
  params: idParam,
  idempotent: true,
  body: z.object({ version, reason: words(200) }).strict(),
  response: changed.extend({ writtenOff: z.boolean() }),
});
