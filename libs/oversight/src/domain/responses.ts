import type { AlarmKind } from './kinds';

/** What an alarm means if nobody comes, and what to do, step by step (处置清单). */
export interface Response {
  consequence: string;
  /** By stable code; a step that was done stands in the alarm's course. */
  steps: Record<string, string>;
}

const CARE = {
  go: '立即到场，看清老人的状况',
  vital: '测意识、呼吸、脉搏和血压',
  family: '通知家属',
} as const;

/** By kind of alarm; what all of them share is said once (GB 38600-2019, EEMUA-191: each alarm has a response). */
export const RESPONSES: Record<AlarmKind, Response> = {
  fall: {
    consequence: '可能骨折或颅脑损伤，拖延会加重',
    steps: {
      go: CARE.go,
      still: '不要急着扶起，先问疼在哪里、能否动',
      vital: CARE.vital,
      doctor: '有外伤、意识不清或剧痛：拨打 120',
      family: CARE.family,
    },
  },
  sos: {
    consequence: '老人主动呼救，原因不明',
    steps: { go: CARE.go, ask: '问清需要什么帮助', vital: CARE.vital, family: CARE.family },
  },
  'no-breathing': {
    consequence: '呼吸停止 4 分钟以上会造成脑损伤',
    steps: {
      go: CARE.go,
      check: '10 秒内判断有无呼吸和脉搏',
      rescue: '没有：立即心肺复苏，取除颤仪，拨打 120',
      cause: '有：查看设备是否移位，观察 5 分钟',
      family: CARE.family,
    },
  },
  fire: {
    consequence: '火势在几分钟内失去控制',
    steps: {
      call: '拨打 119，报清地址和楼层',
      evacuate: '按疏散预案转移老人，不乘电梯',
      out: '能控制的初起火用灭火器扑救，切断电源',
      count: '在集合点清点人数',
      manager: '报告机构负责人和民政部门',
    },
  },
  gas: {
    consequence: '可能中毒或爆炸',
    steps: {
      valve: '关闭总阀，开门窗，不开关电器',
      evacuate: '疏散附近老人',
      call: '拨打燃气抢修电话，有人不适拨打 120',
      manager: '报告机构负责人',
    },
  },
  wandered: {
    consequence: '可能走远、受寒或发生交通意外',
    steps: {
      camera: '看出入口录像，确定离开的时间和方向',
      search: '派人沿路寻找，先近后远',
      family: CARE.family,
      police: '30 分钟没有找到：拨打 110',
    },
  },
  'bed-exit': {
    consequence: '夜间可能跌倒在卫生间或走廊',
    steps: { go: '到房间和卫生间查看', help: '协助如厕并送回床上', note: '记下离床原因' },
  },
  'heart-rate': {
    consequence: '可能是心律失常或急性病的先兆',
    steps: {
      go: CARE.go,
      vital: CARE.vital,
      doctor: '不适或数值仍异常：请医生或拨打 120',
      family: CARE.family,
    },
  },
  breathing: {
    consequence: '可能窒息或呼吸衰竭',
    steps: {
      go: CARE.go,
      airway: '清理口鼻，调整体位',
      vital: CARE.vital,
      doctor: '没有缓解：请医生或拨打 120',
    },
  },
  door: {
    consequence: '老人可能走失，或有外人进入',
    steps: { look: '查看门口和录像', count: '清点本楼层老人', lock: '关好出入口' },
  },
  water: {
    consequence: '地面湿滑会跌倒，可能损坏电路',
    steps: { go: '到场关水', dry: '擦干地面，放警示牌', repair: '报修' },
  },
  motionless: {
    consequence: '可能跌倒在盲区或突发疾病',
    steps: { go: CARE.go, vital: CARE.vital, device: '人没事：检查感应器的位置' },
  },
  frozen: {
    consequence: '画面不是现在的，看不到真实情况',
    steps: { go: '派人到该区域查看', device: '检查摄像机的电源和网络', repair: '不能恢复：登记检修' },
  },
  silent: {
    consequence: '设备没有消息，老人的情况不明',
    steps: {
      go: '到床边或现场查看老人',
      device: '检查电源、电池和网络',
      repair: '不能恢复：登记检修，加强巡视',
    },
  },
  temperature: {
    consequence: '食物变质或老人受寒受热',
    steps: { look: '到场核对温度', adjust: '调整空调或冷柜，转移食物', repair: '不能恢复：报修' },
  },
  battery: { consequence: '设备很快会失联', steps: { charge: '更换电池或充电', look: '确认设备恢复正常' } },
};
