import type { Priority } from './model';

/** Kinds of alarms (报警种类) that devices can raise, by the nine risks of GB 38600 and the technical ones. */
export const KINDS = {
  fall: { priority: 'P0', name: '跌倒' },
  sos: { priority: 'P0', name: '呼救' },
  'no-breathing': { priority: 'P0', name: '呼吸停止' },
  fire: { priority: 'P0', name: '火情' },
  gas: { priority: 'P0', name: '燃气泄漏' },
  wandered: { priority: 'P0', name: '走失' },
  'bed-exit': { priority: 'P1', name: '夜间离床未归' },
  'heart-rate': { priority: 'P1', name: '心率异常' },
  breathing: { priority: 'P1', name: '呼吸异常' },
  door: { priority: 'P1', name: '出入口异常' },
  water: { priority: 'P2', name: '漏水' },
  motionless: { priority: 'P2', name: '长时间无活动' },
  frozen: { priority: 'P2', name: '画面停滞' },
  silent: { priority: 'P2', name: '设备失联' },
  temperature: { priority: 'P3', name: '温度异常' },
  battery: { priority: 'P3', name: '电量低' },
} as const satisfies Record<string, { priority: Priority; name: string }>;
export type AlarmKind = keyof typeof KINDS;

export const isKind = (kind: string): kind is AlarmKind => Object.hasOwn(KINDS, kind);

/** What people call a kind. */
export const kindName = (kind: string): string => (isKind(kind) ? KINDS[kind].name : kind);
