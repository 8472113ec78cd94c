// What things are called, for the desk and the api alike.

export const ENTITLEMENT_STATES = {
  applied: '待街道初审',
  sentBack: '已退回补正',
  reviewed: '待区县审定',
  notice: '公示中',
  granted: '已批准',
  refused: '未批准',
  objected: '异议待复核',
} as const;
export const RUN_STATES = {
  calculating: '正在计算',
  calculated: '待第一人签字',
  firstSigned: '待第二人签字',
  signed: '待送银行',
  sent: '已送银行，等回盘',
  closed: '已结账',
} as const;
export const PAYMENT_STATES = {
  ready: '待发放',
  nothing: '本月不发',
  held: '暂缓',
  dropped: '转下月',
  sent: '已送银行',
  paid: '已发放',
  rejected: '银行退回',
  unknown: '银行结果不明',
} as const;
export const HOLD_CODES = {
  clerk: '经办人暂缓',
  deceased: '已去世，含去世后的月份',
  noPayee: '没有收款账户',
  duplicateAccount: '账户与他人重复',
  nameMismatch: '户名与本人不符，且不是代领',
  bankConflict: '银行前后结果矛盾，待查清',
  unjudgeable: '资料有误，无法计算',
  left: '已迁出登记',
} as const;
export const DEBT_STATES = { open: '追回中', settled: '已了结' } as const;
export const FACT_KINDS = {
  certification: '生存认证',
  extension: '认证顺延一个月',
  disability: '残疾证',
  minimumLiving: '低保',
  specialHardship: '特困供养',
  workInjuryCare: '工伤护理费',
  careNeed: '需长期照护',
  paidElsewhere: '在外地领取',
  /** A visit at which nobody was met: after it, an overdue certification suspends. */
  visitAttempt: '上门未见到',
} as const;
export const CERTIFICATION_STATES = {
  soon: '本月或下月到期',
  grace: '已到期，宽限期内',
  overdue: '已超过宽限期',
} as const;
/** How somebody was seen to be alive. */
export const CERTIFIED_BY = {
  faceToFace: '当面',
  visit: '上门',
  video: '视频',
  dataMatch: '数据比对',
} as const;
export const DISABILITIES = {
  physical: '肢体',
  visual: '视力',
  hearing: '听力',
  speech: '言语',
  intellectual: '智力',
  mental: '精神',
  multiple: '多重',
} as const;
export const SOURCES = { family: '本人或家属', staff: '工作人员代办', system: '政策找人' } as const;
export const LEDGER_KINDS = { opening: '期初', paid: '发放', recovered: '追回', writtenOff: '核销' } as const;
