import type { ToneName } from '@heling/ui/tokens';

/** Words for what the contracts of orders only name by a code. */
export const CHANNELS = {
  family: '家庭端',
  phone: '电话',
  street: '街道代下',
  standing: '长期订单',
} as const;
export const PAY_STATES = {
  none: '无需付款',
  due: '待付款',
  paid: '已付款',
  refunding: '退款中',
  refunded: '已退款',
} as const;
export const PAYMENT_STATES: Record<string, string> = {
  waiting: '等待付款',
  paid: '已付款',
  failed: '付款失败',
  refunding: '退款中',
  refunded: '已退款',
};
export const PAYMENT_CHANNELS: Record<string, string> = {
  wechat: '微信支付',
  alipay: '支付宝',
  sandbox: '沙箱收银台',
};
export const COMPLAINT_STATES: Record<string, string> = {
  open: '待答复',
  answered: '已答复',
  closed: '已办结',
};
export const EVIDENCE_KINDS: Record<string, string> = { photo: '照片', signature: '签字' };

const ORDER_TONES: Record<string, ToneName> = {
  placed: 'p2',
  confirmed: 'p3',
  inProgress: 'p3',
  completed: 'ok',
  closed: 'ok',
  failed: 'p1',
  disputed: 'p1',
};
/** How loudly a state speaks. */
export const orderTone = (state: string): ToneName => ORDER_TONES[state] ?? 'unknown';

const VISIT_TONES: Record<string, ToneName> = {
  planned: 'p2',
  declined: 'p1',
  assigned: 'p3',
  accepted: 'p3',
  enRoute: 'p3',
  arrived: 'p3',
  gated: 'p3',
  inService: 'p3',
  done: 'ok',
  notAtHome: 'p1',
  refusedForSafety: 'p1',
  interrupted: 'p1',
};
export const visitTone = (state: string): ToneName => VISIT_TONES[state] ?? 'unknown';
