/** The product's words, so that one thing has one name on every screen. Words of a machine stay with the machine. */
export const TERMS = {
  product: '鹤龄',
  console: '鹤龄 运营台',
  monitor: '鹤龄 监护大屏',
  family: '鹤龄 家庭',
  hotline: '服务热线',
  demo: '演示数据',
  asOf: '截至',
  unknown: '不明',
  stale: '数据已过时',
} as const;
