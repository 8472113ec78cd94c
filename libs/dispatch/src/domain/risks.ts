export const RISK_NAMES = {
  unassigned: '快到时间还没有护理员',
  declined: '护理员拒接，待重新安排',
  notDeparted: '该出发了还没有出发',
  late: '已过计划开始时间',
  missedCheckIn: '到点没有签到',
  tightTravel: '两次上门之间来不及赶路',
  overrun: '超过预计结束时间',
  flaggedCheckIn: '签到没有位置或门内码，待核对',
} as const;
export type RiskCode = keyof typeof RISK_NAMES;
