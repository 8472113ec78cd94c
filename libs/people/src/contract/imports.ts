import { z } from 'zod';
import { fileAnswer, idParam, pageOf, pageQuery, route, uploadBody } from '@heling/platform/contract/route';
import { IMPORT_FIELDS, type ImportField } from '../domain/import-fields';
import { ASSESSORS, changed, id, version } from './shared';

export const importState = z.enum(['preview', 'running', 'done', 'cancelled']);
export const rowState = z.enum(['waiting', 'added', 'updated', 'unchanged', 'rejected']);
const fieldKeys = Object.keys(IMPORT_FIELDS) as [ImportField, ...ImportField[]];
/** From field (`IMPORT_FIELDS` of the domain) to column, counted from 0. */
export const importMapping = z.partialRecord(z.enum(fieldKeys), z.number().int().min(0).max(199));

/** Why a row was refused, or what is wrong with it in the preview. */
const rowProblem = z.object({ code: z.string(), field: z.string().nullable(), text: z.string() });

export const importItem = z.object({
  id,
  fileName: z.string(),
  state: importState,
  rows: z.number().int(),
  added: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.number().int(),
  /** Rows still waiting. */
  left: z.number().int(),
  /** Seconds to go at the present pace; null when it is not running or just began. */
  secondsLeft: z.number().int().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  accountId: id,
  version,
});

export const importPage = importItem.extend({
  columns: z.array(z.string()),
  mapping: importMapping,
  /** Encoding in which the file was read: `utf-8`, `gb18030`, `xlsx`. */
  encoding: z.string(),
  /** The first rows as they are, with what is wrong under the present mapping; empty once it is over. */
  preview: z.array(
    z.object({ row: z.number().int(), cells: z.array(z.string()), problems: z.array(rowProblem) }),
  ),
  /** Fields that still need a column before it can start. */
  missing: z.array(z.enum(fieldKeys)),
  /** The same file was imported before. */
  sameAs: id.nullable(),
});
export type ImportPage = z.infer<typeof importPage>;

export const upload = route({
  id: 'people.uploadImport',
  method: 'POST',
  path: '/imports',
  summary: '上传老人名单（CSV 或 XLSX，最多 20000 行）：识别编码，猜出各列，先预览',
  access: ASSESSORS,
  upload: 10 << 20,
  body: uploadBody,
  response: importPage,
  ratePerMinute: 20,
});

export const setMapping = route({
  id: 'people.setImportMapping',
  method: 'PUT',
  path: '/imports/:id/mapping',
  summary: '指定名单各列的含义，重新预览',
  access: ASSESSORS,
  params: idParam,
  body: z.object({ version, mapping: importMapping }).strict(),
  response: importPage,
});

export const start = route({
  id: 'people.startImport',
  method: 'POST',
  path: '/imports/:id/start',
  summary: '开始导入：在后台逐行处理，可离开页面，在任务中心查看',
  access: ASSESSORS,
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: changed,
});

export const cancel = route({
  id: 'people.cancelImport',
  method: 'POST',
  path: '/imports/:id/cancel',
  summary: '取消导入：已处理的行保留，其余不再处理',
  access: ASSESSORS,
  params: idParam,
  idempotent: true,
  body: z.object({ version }).strict(),
  response: changed,
});

export const read = route({
  id: 'people.readImport',
  method: 'GET',
  path: '/imports/:id',
  summary: '一次导入：进度、剩余时间、预览',
  access: ASSESSORS,
  params: idParam,
  response: importPage,
});

export const list = route({
  id: 'people.listImports',
  method: 'GET',
  path: '/imports',
  summary: '导入任务（任务中心），新的在前',
  access: ASSESSORS,
  query: z.object({ ...pageQuery, state: importState.optional() }).strict(),
  response: pageOf(importItem),
});

export const rows = route({
  id: 'people.importRows',
  method: 'GET',
  path: '/imports/:id/rows',
  summary: '逐行结果，按行号',
  access: ASSESSORS,
  params: idParam,
  query: z.object({ ...pageQuery, state: rowState.optional() }).strict(),
  response: pageOf(
    z.object({
      /** Row of the file as a spreadsheet counts it: the headings are row 1. */
      row: z.number().int(),
      state: rowState,
      problem: rowProblem.nullable(),
      personId: id.nullable(),
    }),
  ),
});

export const rejected = route({
  id: 'people.rejectedRows',
  method: 'GET',
  path: '/imports/:id/rejected',
  summary: '下载未导入的行，每行附原因；改好后可直接再次上传',
  access: ASSESSORS,
  params: idParam,
  query: z.object({ format: z.enum(['csv', 'xlsx']).default('xlsx') }).strict(),
  response: fileAnswer,
  download: true,
});
