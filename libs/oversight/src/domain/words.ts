import type { AlarmState } from './model';

/** What an alarm turned out to be (处置结论). */
export const OUTCOME_NAMES = { real: '属实', false: '误报', drill: '演练', technical: '设备原因' } as const;
export type Outcome = keyof typeof OUTCOME_NAMES;

export const STATE_NAMES: Record<AlarmState, string> = {
  'active-unacked': '没有人确认',
  'active-acked': '处理中',
  'cleared-unacked': '已解除，没有人确认',
  shelved: '已搁置',
  suppressed: '网关失联',
  closed: '已结束',
};

/** What happened to an alarm: the engine's changes, and what people put on record. */
export const CHANGE_NAMES: Record<string, string> = {
  raised: '发生',
  repeated: '再次发生',
  cleared: '情况解除',
  acked: '确认',
  closed: '结束',
  resolved: '处置完毕',
  shelved: '搁置',
  unshelved: '取消搁置',
  suppressed: '网关失联，暂停',
  restored: '恢复报警',
  handedOver: '指名交接',
  onSite: '到场',
  step: '处置步骤',
  callOut: '打电话',
  note: '备注',
  called: '呼叫',
  nobody: '没有人值守',
};

/** What devices measure: name and unit. */
export const READING_NAMES: Record<string, { name: string; unit: string }> = {
  heartRate: { name: '心率', unit: '次/分' },
  breathing: { name: '呼吸', unit: '次/分' },
  temperature: { name: '温度', unit: '℃' },
  humidity: { name: '湿度', unit: '%' },
  battery: { name: '电量', unit: '%' },
};

/** What became of a call (呼叫结果). */
export const CALL_STATES = {
  sent: '正在呼叫',
  received: '已收到',
  missed: '没有回应',
  nobody: '没有人值守',
} as const;
