import { DISPATCHING, ORDERING_STAFF } from './actors';
import type { Machine } from './machine';

export const ORDER_STATES = {
  draft: '草稿',
  placed: '已下单',
  confirmed: '已确认',
  inProgress: '服务中',
  completed: '已完成',
  closed: '已结案',
  cancelled: '已取消',
  rejected: '已拒单',
  failed: '未完成',
  disputed: '有异议',
} as const;
export type OrderState = keyof typeof ORDER_STATES;

export type OrderCommand =
  | 'place'
  | 'confirm'
  | 'reject'
  | 'start'
  | 'complete'
  | 'fail'
  | 'cancel'
  | 'veto'
  | 'dispute'
  | 'resolve'
  | 'close';
export type OrderGuard = 'visitsNotStarted' | 'noOpenComplaint' | 'complaintPeriod';
export type OrderEffect =
  | 'reserveQuota'
  | 'takeCapacity'
  | 'planVisit'
  | 'releaseQuota'
  | 'consumeQuota'
  | 'releaseCapacity'
  | 'cancelVisits'
  | 'refundByRule'
  | 'refundInFull';

/** The order (订单): what was asked for, its price and who pays. */
export const orderMachine: Machine<OrderState, OrderCommand, OrderGuard, OrderEffect> = {
  name: 'order',
  initial: 'draft',
  states: ORDER_STATES,
  guards: {
    visitsNotStarted: '护理员已经出发或已开始服务，请电话联系调度员处理。',
    noOpenComplaint: '还有未处理完的投诉，不能结案。',
    complaintPeriod: '已超过可以提出异议的期限，请拨打服务热线。',
  },
  rules: [
    {
      command: 'place',
      label: '下单',
      from: ['draft'],
      to: 'placed',
      who: ['family', 'senior', 'system', ...ORDERING_STAFF],
      effects: ['reserveQuota', 'takeCapacity', 'planVisit'],
    },
    {
      command: 'confirm',
      label: '确认接单',
      from: ['placed'],
      to: 'confirmed',
      who: ['system', ...DISPATCHING],
    },
    {
      command: 'reject',
      label: '拒单',
      from: ['placed'],
      to: 'rejected',
      who: DISPATCHING,
      effects: ['releaseQuota', 'releaseCapacity', 'cancelVisits', 'refundInFull'],
    },
    { command: 'start', label: '开始服务', from: ['confirmed'], to: 'inProgress', who: ['carer', 'system'] },
    {
      command: 'complete',
      label: '完成服务',
      from: ['inProgress'],
      to: 'completed',
      who: ['carer', 'system'],
      effects: ['consumeQuota'],
    },
    {
      command: 'fail',
      label: '记为未完成',
      from: ['confirmed', 'inProgress'],
      to: 'failed',
      who: ['carer', 'system', 'dispatcher'],
      // Quota and money of a failed visit follow the reason: see `failureShare` in money.ts.
      effects: ['refundByRule'],
    },
    {
      command: 'cancel',
      label: '取消订单',
      from: ['placed', 'confirmed'],
      to: 'cancelled',
      who: ['family', 'senior', 'system', ...ORDERING_STAFF],
      guards: ['visitsNotStarted'],
      effects: ['releaseQuota', 'releaseCapacity', 'cancelVisits', 'refundByRule'],
    },
    {
      command: 'veto',
      label: '本人否决',
      from: ['placed', 'confirmed'],
      to: 'cancelled',
      who: ['senior'],
      guards: ['visitsNotStarted'],
      effects: ['releaseQuota', 'releaseCapacity', 'cancelVisits', 'refundInFull'],
    },
    {
      command: 'dispute',
      label: '提出异议',
      from: ['completed'],
      to: 'disputed',
      who: ['family', 'senior', ...ORDERING_STAFF],
      guards: ['complaintPeriod'],
    },
    {
      command: 'resolve',
      label: '异议已处理',
      from: ['disputed'],
      to: 'completed',
      who: ['city', 'county', 'street', 'dispatcher'],
    },
    {
      command: 'close',
      label: '结案',
      from: ['completed'],
      to: 'closed',
      who: ['system'],
      guards: ['noOpenComplaint'],
    },
  ],
};

/** Orders that still ask for something to happen. */
export const OPEN_ORDER_STATES: readonly OrderState[] = ['placed', 'confirmed', 'inProgress'];
