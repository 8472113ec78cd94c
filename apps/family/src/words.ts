import type { Output } from '@heling/platform/contract/route';
import type { ordersList, ordersPage } from '@heling/ui/api.gen';
import type { RouteAddress } from '@heling/ui/route-address';

type AnswerOf<A> = A extends RouteAddress<infer S> ? Output<S> : never;
export type Order = AnswerOf<typeof ordersList>['items'][number];
export type OrderPage = AnswerOf<typeof ordersPage>;

/** How a moment of an order looks: someone is on the way or there, something went wrong, or nothing stirs. */
export type Mood = 'moving' | 'trouble' | 'waiting' | 'over';

const MEALS = ['lunch', 'dinner'];
export const isMeal = (order: Pick<Order, 'service'>): boolean => MEALS.includes(order.service);

/** Somebody may still come for it. */
export const isOpen = (order: Pick<Order, 'state'>): boolean =>
  ['placed', 'confirmed', 'inProgress'].includes(order.state);

/** Where an order stands, in plain words; `who` is the name of the carer when known. */
export function plainly(
  order: Pick<Order, 'state' | 'visitState' | 'service'>,
  who?: string,
): { text: string; mood: Mood } {
  const meal = isMeal(order);
  const carer = who ?? (meal ? '送餐员' : '护理员');
  switch (order.state) {
    case 'cancelled':
      return { text: '已取消，不会有人来', mood: 'over' };
    case 'rejected':
      return { text: '没有接单，不会有人来', mood: 'trouble' };
    case 'draft':
      return { text: '还没有下单', mood: 'waiting' };
    case 'disputed':
      return { text: '投诉处理中', mood: 'trouble' };
    case 'completed':
    case 'closed':
      return { text: meal ? '已送到' : '已做完', mood: 'over' };
    default:
  }
  switch (order.visitState) {
    case 'planned':
    case 'declined':
      return { text: meal ? '已订好，等待配送' : '已订好，正在安排护理员', mood: 'waiting' };
    case 'assigned':
      return { text: `已安排${carer}`, mood: 'waiting' };
    case 'accepted':
      return { text: `${carer}已接单`, mood: 'waiting' };
    case 'enRoute':
      return { text: `${carer}在路上了`, mood: 'moving' };
    case 'arrived':
      return { text: `${carer}到门口了`, mood: 'moving' };
    case 'gated':
      return { text: '身体检查通过，准备开始', mood: 'moving' };
    case 'inService':
      return { text: `${carer}正在服务`, mood: 'moving' };
    case 'done':
      return { text: meal ? '已送到' : '已做完', mood: 'over' };
    case 'notAtHome':
      return { text: '敲门没有人应，工作人员正在联系', mood: 'trouble' };
    case 'refusedForSafety':
      return { text: '身体检查没通过，为了安全没有做', mood: 'trouble' };
    case 'interrupted':
      return { text: '服务中断，工作人员会联系您', mood: 'trouble' };
    case 'cancelled':
      return { text: '已取消，不会有人来', mood: 'over' };
  }
}

/** What the family pays, in a word. */
export const PAY_WORDS: Record<Order['payState'], string> = {
  none: '不用付款',
  due: '待付款',
  paid: '已付款',
  refunding: '正在退款',
  refunded: '已退款',
};

/** What a senior may consent to (同意的内容), in the words of the contract. */
export const COVER_WORDS = {
  order: '代为下单',
  follow: '查看服务进度',
  pay: '代为支付',
  health: '查看健康信息',
  profile: '查看基本档案',
  photo: '查看服务照片',
} as const;
export type Cover = keyof typeof COVER_WORDS;

const RELATIONS: Record<string, string> = {
  spouse: '配偶',
  child: '子女',
  grandchild: '孙辈',
  sibling: '兄弟姐妹',
  relative: '亲属',
  neighbour: '邻居',
  friend: '朋友',
};
/** A relation as people say it; typed ones stay as typed. */
export const relationWord = (relation: string): string => RELATIONS[relation] ?? relation;

export const WEEKDAY_WORDS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
