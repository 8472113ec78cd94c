/** Kinds of work in the queue, as their limits are named in policy data. */
export const WORK_NAMES: Record<string, string> = {
  visitUnassigned: '上门没有护理员',
  missedCheckIn: '到点没有签到',
  welfareCheck: '平安核实',
  complaint: '投诉待答复',
  paymentFailed: '付款异常',
  paymentLate: '逾期未付',
  carerSick: '护理员请假',
  standingSkipped: '长期订单没能生成',
  newDate: '另约时间',
  sos: '紧急求助',
  syncConflict: '离线记录冲突',
};
