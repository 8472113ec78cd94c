import { refuse, type Problem } from '@heling/platform/server/problem';
import type { Reason } from '../contract/shared';

/** Refusals of this context; the codes are stable. */
export const problems = {
  stopped: (reasons: Reason[]): Problem =>
    refuse(422, 'orders.stopped', `不能下单：${reasons.map((reason) => reason.detail).join('')}`, {
      reasons,
    }),
  reasonNeeded: (reasons: Reason[]): Problem =>
    refuse(
      422,
      'orders.reason_needed',
      `请核对提醒；仍要下单的，请写明原因：${reasons.map((reason) => reason.detail).join('')}`,
      { reasons, field: 'overrideReason' },
    ),
  soldOut: (): Problem =>
    refuse(409, 'orders.sold_out', '份数刚刚订完，您的选择没有丢失，请换一个助餐点或换一天。'),
  quotaChanged: (): Problem =>
    refuse(409, 'orders.quota_changed', '本月补贴余额刚刚变动，请重新核对自付金额后再下单。'),
  priceChanged: (current: unknown): Problem =>
    refuse(409, 'orders.price_changed', '价格或补贴刚刚变动，请核对新的自付金额后再下单。', { current }),
  noConsent: (): Problem =>
    refuse(403, 'orders.no_consent', '老人没有授权您办理此事，或授权已到期；请先在“授权”页面申请。'),
  channel: (): Problem => refuse(422, 'orders.channel', '下单渠道与您的角色不符。', { field: 'channel' }),
  courierBusy: (): Problem =>
    refuse(409, 'orders.courier_busy', '这位送餐员在这些时间都有其他安排，路线没有改动，请换人。', {
      field: 'courierId',
    }),
  refused: (detail: string): Problem => refuse(409, 'orders.state', detail),
  role: (detail: string): Problem => refuse(403, 'orders.actor', detail),
  nothingDue: (): Problem => refuse(409, 'orders.nothing_due', '这笔订单没有待付款项。'),
  paymentOver: (): Problem => refuse(409, 'orders.payment_over', '这次付款已经结束，请回到订单重新付款。'),
  signature: (): Problem => refuse(400, 'orders.signature', '通知的签名不对，已拒绝。'),
  notRated: (): Problem => refuse(409, 'orders.not_done', '服务完成后才能评价。'),
  frozen: (): Problem =>
    refuse(409, 'orders.statement_signed', '结算单已经签字，不能再改；需要更正的记入下一份结算单。'),
  sameSigner: (): Problem => refuse(409, 'orders.same_signer', '您已经签过字，第二个签字须由另一个人完成。'),
  tooMany: (limit: number): Problem =>
    refuse(422, 'orders.too_many', `一次最多导出 ${limit} 行，请缩小日期或筛选范围。`),
  sheetSet: (): Problem => refuse(409, 'orders.sheet_set', '备餐单已经定稿，不能再改当天的菜单和份数。'),
  inUse: (detail: string): Problem => refuse(409, 'orders.in_use', detail),
};
