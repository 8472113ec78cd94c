/** What happened, as far as a phone needs to know. */
export type Happening = 'placed' | 'cancelled' | 'rejected' | 'enRoute' | 'done' | 'notAtHome';

export interface Told {
  happening: Happening;
  /** The service's name, e.g. 上门助浴. */
  service: string;
  /** Calendar day `YYYY-MM-DD`. */
  day: string;
  meal: boolean;
  /** `您` for the senior, else the masked name, e.g. 王**. */
  whose: string;
}

/** Hours after which a message helps nobody any more. */
export const USEFUL_HOURS: Record<Happening, number> = {
  placed: 24,
  cancelled: 24,
  rejected: 24,
  enRoute: 2,
  done: 12,
  notAtHome: 12,
};

/** The text of a message (短信正文): the service and the day, no address, no health, no price. */
export function textOf({ happening, service, day, meal, whose }: Told): string {
  const what = `${dayInWords(day)}的${service}`;
  const own = whose === '您';
  const whom = own ? '您' : `${whose} `;
  switch (happening) {
    case 'placed':
      return own
        ? `已为您预订${what}。如不需要，可在鹤龄“我的订单”里否决，或拨打服务热线。`
        : `已为 ${whose} 预订${what}，可在鹤龄里查看进度。`;
    case 'cancelled':
      return `${whom}${what}已取消。如有疑问请拨打服务热线。`;
    case 'rejected':
      return `很抱歉，${whom}${what}未能接单，已付款项将原路退回。需要帮助请拨打服务热线。`;
    case 'enRoute':
      return `${meal ? '送餐员' : '护理员'}已出发，前来为${own ? '您' : ` ${whose} `}提供${service}。`;
    case 'done':
      return `${whom}${what}已${meal ? '送达' : '完成'}，可在鹤龄里评价。`;
    case 'notAtHome':
      return `上门为 ${whose} 提供${service}时无人应答，社区正在核实，请尽快联系老人。`;
  }
}

/** 3月11日. */
function dayInWords(day: string): string {
  const [, month, date] = day.split('-');
  return `${Number(month)}月${Number(date)}日`;
}
