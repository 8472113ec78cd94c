import type { AssessmentAdjustment, AssessmentGroup, AssessmentItem } from './assessment';

/** Words of the form, for the tablet and the print-out; meanings by score, from 0 up. */
export const GROUP_NAMES: Record<AssessmentGroup, string> = {
  selfCare: '自理能力',
  mobility: '基础运动能力',
  mental: '精神状态',
  perceptionSocial: '感知觉与社会参与',
};

export const ADJUSTMENT_NAMES: Record<AssessmentAdjustment, string> = {
  coma: '处于昏迷状态，直接评为完全失能',
  'dementia-or-mental-disorder': '确诊认知障碍或其他精神和行为障碍，等级下调一级',
  'repeated-risk-events': '近 30 天内发生两次及以上照护风险事件，等级下调一级',
};

interface ItemWords {
  name: string;
  meanings: readonly string[];
}

const care = (name: string, alone = '独立完成，不需要帮助'): ItemWords => ({
  name,
  meanings: ['完全依赖他人', '大部分需要他人帮助', '少部分需要他人帮助', '需要提示、看护或他人准备', alone],
});
const oriented = (name: string, ...meanings: [string, string, string, string, string]): ItemWords => ({
  name,
  meanings,
});

export const ITEM_WORDS: Record<AssessmentItem, ItemWords> = {
  eating: care('进食', '自己进食，不需要帮助'),
  grooming: care('修饰（洗脸、刷牙、梳头、剃须）'),
  bathing: care('洗澡', '自己准备并完成洗澡'),
  dressingUpper: care('穿脱上衣'),
  dressingLower: care('穿脱裤子和鞋袜'),
  urination: {
    name: '小便控制',
    meanings: ['完全失禁或留置导尿', '每天多次失禁', '每天失禁一次左右', '每周偶有失禁', '能自行控制'],
  },
  defecation: {
    name: '大便控制',
    meanings: ['完全失禁', '经常失禁，每周数次', '每周失禁一次左右', '偶有失禁', '能自行控制'],
  },
  toileting: care('如厕'),
  bedMobility: care('床上体位转移（翻身、坐起）'),
  transfer: care('床椅转移'),
  walking: {
    name: '平地行走',
    meanings: [
      '不能行走',
      '需大量帮助，或只能坐轮椅由人推',
      '需少量搀扶',
      '需看护或使用辅具',
      '独立行走 50 米左右',
    ],
  },
  stairs: {
    name: '上下楼梯',
    meanings: ['不能上下楼梯', '需他人帮助', '需扶手、辅具或看护', '独立上下一层楼'],
  },
  timeOrientation: oriented(
    '时间定向',
    '完全没有时间概念',
    '只知道上下午',
    '知道时间有困难，年月常错',
    '偶尔弄错日期',
    '知道年月日和时段',
  ),
  placeOrientation: oriented(
    '空间定向',
    '不知道身在何处',
    '只认得自己的房间',
    '只认得家中',
    '熟悉的地方偶尔迷路',
    '能独自到熟悉的地方并返回',
  ),
  personOrientation: oriented(
    '人物定向',
    '不认得任何人',
    '只认得同住的人',
    '认得少数常见的人',
    '认得大部分熟人，偶尔叫错',
    '认得熟人，叫得出称呼',
  ),
  memory: oriented(
    '记忆',
    '记不住任何事情',
    '很少记得，常重复',
    '近期的事常忘',
    '近期的事偶尔忘',
    '近期和以前的事都记得',
  ),
  understanding: oriented(
    '理解能力',
    '完全不能理解他人的话',
    '只能理解简单的词或手势',
    '需反复说明才能理解',
    '理解较复杂的话需要时间',
    '能理解他人的话',
  ),
  expression: oriented(
    '表达能力',
    '完全不能表达',
    '只能用词或手势表达',
    '表达有较大困难',
    '表达需要时间或提示',
    '能清楚表达',
  ),
  aggression: { name: '攻击行为', meanings: ['近一个月有打人、骂人等行为', '没有'] },
  depression: { name: '抑郁症状', meanings: ['近一个月情绪低落、不愿说话等', '没有'] },
  consciousness: { name: '意识水平', meanings: ['昏迷', '嗜睡或昏睡', '清醒'] },
  vision: { name: '视力', meanings: ['基本看不见', '看不清大字，需辅助', '能看清报纸上的字或日常物品'] },
  hearing: { name: '听力', meanings: ['基本听不见', '需大声或使用助听器', '能听清日常谈话'] },
  dailyAffairs: oriented(
    '执行日常事务（购物、理财、服药等）',
    '都不能完成',
    '只能完成一项',
    '能完成两项',
    '能完成三项或需提示',
    '都能独立完成',
  ),
  transport: {
    name: '使用交通工具外出',
    meanings: ['不能外出', '需他人协助才能乘车', '可在看护下乘车', '能独自乘公共交通或骑车外出'],
  },
  socialInteraction: oriented(
    '社会交往能力',
    '不与他人交往',
    '很少交往，需他人带动',
    '只与熟人交往',
    '能交往，偶尔不合时宜',
    '主动参与，举止得体',
  ),
};
