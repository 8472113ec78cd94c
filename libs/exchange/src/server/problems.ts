import { refuse, type Problem } from '@heling/platform/server/problem';

/** Refusals of this context; the codes are stable. */
export const problems = {
  beyondScope: () =>
    refuse(403, 'exchange.beyond_scope', '所选区划超出您的管辖范围，请重新选择。', { field: 'division' }),
  address: () =>
    refuse(422, 'exchange.address', '推送地址须为公网的 https 地址，不能是内网地址，也不能带账号密码。', {
      field: 'url',
    }),
  removed: () => refuse(409, 'exchange.removed', '这个推送已删除，不能再改；需要时请重新登记。'),
} satisfies Record<string, () => Problem>;
