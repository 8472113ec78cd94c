import type { Cover } from '@heling/access/contract/shared';
import { ORDER_STATES } from '@heling/orders/domain/order-machine';
import { VISIT_STATES } from '@heling/orders/domain/visit-machine';
import { ROLE_NAMES } from '@heling/platform/contract/roles';
import { TERMS } from './terms';

/** Apart, so that a phone which shows only these does not load the state machines with them. */
export { TERMS };

/** The tasks, as named in the rail, in titles and in the palette. */
export const TASKS = {
  today: '今日工作台',
  people: '老人',
  orders: '订单',
  dispatch: '派单',
  institutions: '机构',
  benefits: '津贴',
  oversight: '值守',
  providers: '服务商',
  menu: '菜单价格',
  statements: '结算',
  figures: '统计',
  system: '系统',
} as const;

/** Short verbs on buttons. */
export const VERBS = {
  save: '保存',
  cancel: '取消',
  back: '返回',
  close: '关闭',
  retry: '重试',
  search: '查找',
  export: '导出',
  print: '打印',
  undo: '撤销',
  signIn: '登录',
  signOut: '退出',
  more: '更多',
} as const;

export const SEVERITIES = {
  p0: { shape: '■', word: '紧急' },
  p1: { shape: '▲', word: '重要' },
  p2: { shape: '●', word: '注意' },
  p3: { shape: '○', word: '提示' },
  ok: { shape: '✓', word: '正常' },
  unknown: { shape: '▨', word: '不明' },
} as const;

/** What a senior may consent to (同意的内容). */
export const COVERS: Record<Cover, string> = {
  order: '代为下单',
  follow: '查看服务进度',
  pay: '代为支付',
  health: '查看健康信息',
  profile: '查看基本档案',
  photo: '查看服务照片',
};

const LABELS = {
  order: ORDER_STATES,
  visit: VISIT_STATES,
  role: ROLE_NAMES,
  account: { invited: '已邀请', active: '在用', left: '已停用' },
  accountKind: { staff: '工作人员', family: '老人及家属', integration: '对接系统' },
  sex: { male: '男', female: '女' },
  meal: { lunch: '午餐', dinner: '晚餐' },
} as const;

/** The Chinese word for a code, e.g. `label('visit', 'enRoute')` → 路上; an unknown code is shown as 不明. */
export function label<K extends keyof typeof LABELS>(kind: K, code: string): string {
  const words: Record<string, string> = LABELS[kind];
  return words[code] ?? TERMS.unknown;
}

/** The codes of a kind with their words, for a choice. */
export function choices<K extends keyof typeof LABELS>(kind: K): { value: string; label: string }[] {
  return Object.entries(LABELS[kind]).map(([value, word]) => ({ value, label: word }));
}
