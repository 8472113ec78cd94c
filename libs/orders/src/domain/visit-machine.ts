import { DISPATCHING, ORDERING_STAFF } from './actors';
import type { Machine } from './machine';

export const VISIT_STATES = {
  planned: '待派单',
  assigned: '已派单',
  accepted: '已接单',
  enRoute: '路上',
  arrived: '已到达',
  gated: '已过安全检查',
  inService: '服务中',
  done: '已完成',
  declined: '护理员拒接',
  notAtHome: '家中无人应答',
  refusedForSafety: '因安全未做',
  interrupted: '中断',
  cancelled: '已取消',
} as const;
export type VisitState = keyof typeof VISIT_STATES;

export type VisitCommand =
  | 'assign'
  | 'unassign'
  | 'accept'
  | 'decline'
  | 'replan'
  | 'depart'
  | 'arrive'
  | 'passGate'
  | 'refuseGate'
  | 'start'
  | 'finish'
  | 'deliver'
  | 'notAtHome'
  | 'interrupt'
  | 'cancel';
export type VisitGuard =
  | 'crewComplete'
  | 'partnerToCome'
  | 'gateNeeded'
  | 'noGate'
  | 'gatePassed'
  | 'meal'
  | 'notMeal'
  | 'vitalsAfter';
export type VisitEffect =
  | 'bookCarers'
  | 'freeCarers'
  | 'orderStarted'
  | 'orderDone'
  | 'orderFailed'
  | 'openUnassigned'
  | 'openWelfareCheck'
  | 'offerNewDate';

const CARRYING_OUT = ['carer'] as const;

/** The visit (上门): who goes when, and what happened at the door. */
export const visitMachine: Machine<VisitState, VisitCommand, VisitGuard, VisitEffect> = {
  name: 'visit',
  initial: 'planned',
  states: VISIT_STATES,
  guards: {
    crewComplete: '此项服务需要的护理员还没有到齐。',
    partnerToCome: '您已经签到。',
    gateNeeded: '此项服务没有安全检查这一步。',
    noGate: '须先完成服务前安全检查。',
    gatePassed: '服务前安全检查没有通过，不能开始。',
    meal: '只有送餐可以直接签收。',
    notMeal: '送餐请使用“已送达”。',
    vitalsAfter: '请先填写服务后的血压和体温。',
  },
  rules: [
    {
      command: 'assign',
      label: '派单',
      from: ['planned', 'declined'],
      to: 'assigned',
      who: ['system', ...DISPATCHING],
      guards: ['crewComplete'],
      effects: ['bookCarers'],
    },
    {
      command: 'assign',
      label: '派单',
      from: ['assigned', 'accepted'],
      to: 'assigned',
      who: ['system', ...DISPATCHING],
      guards: ['crewComplete'],
      effects: ['freeCarers', 'bookCarers'],
    },
    {
      command: 'unassign',
      label: '撤回派单',
      from: ['assigned', 'accepted'],
      to: 'planned',
      who: ['system', ...DISPATCHING],
      effects: ['freeCarers', 'openUnassigned'],
    },
    { command: 'accept', label: '接单', from: ['assigned'], to: 'accepted', who: CARRYING_OUT },
    {
      command: 'decline',
      label: '拒接',
      from: ['assigned'],
      to: 'declined',
      who: CARRYING_OUT,
      effects: ['freeCarers', 'openUnassigned'],
    },
    {
      command: 'replan',
      label: '重新安排',
      from: ['declined'],
      to: 'planned',
      who: ['system', ...DISPATCHING],
    },
    { command: 'depart', label: '出发', from: ['assigned', 'accepted'], to: 'enRoute', who: CARRYING_OUT },
    {
      command: 'arrive',
      label: '签到',
      from: ['assigned', 'accepted', 'enRoute'],
      to: 'arrived',
      who: CARRYING_OUT,
      effects: ['orderStarted'],
    },
    {
      // The second carer at the same door; who has checked in stands with the crew.
      command: 'arrive',
      label: '签到',
      from: ['arrived'],
      to: 'arrived',
      who: CARRYING_OUT,
      guards: ['partnerToCome'],
    },
    {
      command: 'passGate',
      label: '安全检查通过',
      from: ['arrived'],
      to: 'gated',
      who: CARRYING_OUT,
      guards: ['gateNeeded', 'gatePassed', 'crewComplete'],
    },
    {
      command: 'refuseGate',
      label: '因安全不做',
      from: ['arrived', 'gated'],
      to: 'refusedForSafety',
      who: CARRYING_OUT,
      guards: ['gateNeeded'],
      effects: ['freeCarers', 'orderFailed', 'offerNewDate'],
    },
    {
      command: 'start',
      label: '开始服务',
      from: ['arrived'],
      to: 'inService',
      who: CARRYING_OUT,
      guards: ['noGate', 'notMeal'],
    },
    {
      command: 'start',
      label: '开始服务',
      from: ['gated'],
      to: 'inService',
      who: CARRYING_OUT,
      guards: ['gatePassed', 'crewComplete'],
    },
    {
      command: 'finish',
      label: '完成',
      from: ['inService'],
      to: 'done',
      who: CARRYING_OUT,
      guards: ['gateNeeded', 'vitalsAfter'],
      effects: ['freeCarers', 'orderDone'],
    },
    {
      command: 'finish',
      label: '完成',
      from: ['inService'],
      to: 'done',
      who: CARRYING_OUT,
      guards: ['noGate'],
      effects: ['freeCarers', 'orderDone'],
    },
    {
      command: 'deliver',
      label: '已送达',
      from: ['arrived'],
      to: 'done',
      who: CARRYING_OUT,
      guards: ['meal'],
      effects: ['freeCarers', 'orderDone'],
    },
    {
      command: 'notAtHome',
      label: '无人应答',
      from: ['arrived'],
      to: 'notAtHome',
      who: CARRYING_OUT,
      effects: ['freeCarers', 'orderFailed', 'openWelfareCheck'],
    },
    {
      command: 'interrupt',
      label: '中断服务',
      from: ['enRoute', 'arrived', 'gated', 'inService'],
      to: 'interrupted',
      who: ['carer', 'dispatcher', 'system'],
      effects: ['freeCarers', 'orderFailed'],
    },
    {
      command: 'cancel',
      label: '取消上门',
      from: ['planned', 'assigned', 'accepted', 'declined'],
      to: 'cancelled',
      who: ['family', 'senior', 'system', 'providerManager', ...ORDERING_STAFF],
      effects: ['freeCarers'],
    },
  ],
};

/** Visits in these states are over; the database's partial indexes list the same states (declined waits for a person). */
export const ENDED_VISIT_STATES: readonly VisitState[] = [
  'done',
  'notAtHome',
  'refusedForSafety',
  'interrupted',
  'cancelled',
];

/** The visit has not set out: an order can still be cancelled. */
export const UNSTARTED_VISIT_STATES: readonly VisitState[] = ['planned', 'assigned', 'accepted', 'declined'];
