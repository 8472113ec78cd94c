import { refuse, type Problem } from '@heling/platform/server/problem';

/** Refusals about a person's own data, by stable code. */
export const problems = {
  notTheirs: (): Problem =>
    refuse(403, 'people.not_theirs', '只有老人本人可以办理，或由工作人员凭本人签字的申请办理。'),
  paperNeeded: (): Problem =>
    refuse(422, 'people.paper_needed', '请填写老人签字的申请编号。', { field: 'paper' }),
  erasureOpen: (): Problem => refuse(409, 'people.erasure_open', '这位老人已有一份等待核准的删除申请。'),
  erasureOver: (): Problem => refuse(409, 'people.erasure_over', '这份申请已经办结。'),
  secondPerson: (): Problem => refuse(403, 'people.erasure_second_person', '申请与核准须由不同的人办理。'),
  ordersOpen: (count: number): Problem =>
    refuse(
      409,
      'people.erasure_orders_open',
      `这位老人还有 ${count} 笔未完成或未结清的订单，请先办结或取消，再删除个人信息。`,
    ),
};
