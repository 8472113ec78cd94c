import { refuse, type Problem } from '@heling/platform/server/problem';
import { problemSentence, type PackProblem } from '../domain/validate';

/** Refusals of this context; the codes are stable. */
export const problems = {
  packScope: (): Problem =>
    refuse(403, 'benefits.pack_scope', '政策包的适用范围超出了您的管辖区域，请由上级起草和签字。'),
  packInput: (field: string, problem: string): Problem =>
    refuse(422, 'benefits.pack_input', `政策包“${field}”填写有误（${problem}），请修改。`, { field }),
  packBroken: (found: PackProblem[]): Problem =>
    refuse(422, 'benefits.pack_broken', `政策包不完整：${found.slice(0, 5).map(problemSentence).join('')}`, {
      reasons: found.map((each) => ({ code: each.kind, detail: problemSentence(each) })),
    }),
  packTwice: (): Problem =>
    refuse(
      409,
      'benefits.pack_twice',
      '这个政策包的同一版本（或同一生效月份）已经有了，请换一个版本号或月份。',
    ),
  packMonth: (): Problem =>
    refuse(409, 'benefits.pack_month', '生效月份已经开始发放，不能再改；请从还没有发放的月份起生效。'),
  secondPerson: (): Problem => refuse(403, 'benefits.second_person', '须由另一个人办理，您不能办两次。'),
  state: (detail: string): Problem => refuse(409, 'benefits.state', detail),
  reason: (): Problem => refuse(422, 'benefits.reason', '请写明原因。', { field: 'reason' }),
  consent: (): Problem =>
    refuse(403, 'benefits.consent', '需要老人同意您“查看基本档案”；请先取得授权，或由社区代办。'),
  paperKind: (): Problem =>
    refuse(415, 'benefits.paper_kind', '这不是完整的 JPEG 或 PNG 照片，请重新拍照后上传。', {
      field: 'file',
    }),
  objectionLate: (until: string): Problem =>
    refuse(409, 'benefits.objection_late', `提出异议的期限（${until}）已过；情况有变化的，可以重新申请。`),
  notActive: (): Problem => refuse(409, 'benefits.not_active', '老人不在册（去世或迁出），不能申请。'),
  applied: (current: object): Problem =>
    refuse(409, 'benefits.applied', '这项津贴已经申请过，请查看办理进度。', { current }),
  runTwice: (current: object): Problem =>
    refuse(409, 'benefits.run_twice', '这个区划这个月的发放已经开始，请打开它继续办理。', { current }),
  receipt: (code: string, detail: string): Problem => refuse(422, `benefits.receipt_${code}`, detail),
  openingTwice: (): Problem => refuse(409, 'benefits.opening_twice', '这个文件已经导入过，不会再导入一次。'),
  opening: (field: string, detail: string): Problem => refuse(422, 'benefits.opening', detail, { field }),
  nothingOverpaid: (): Problem =>
    refuse(409, 'benefits.nothing_overpaid', '按现在的资料没有多发的月份，不需要追回。'),
  tooMuch: (): Problem =>
    refuse(422, 'benefits.too_much', '金额超过了还没有追回的余额，请核对。', { field: 'fen' }),
};
