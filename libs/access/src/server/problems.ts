import { refuse, type Problem } from '@heling/platform/server/problem';

/** Every refusal of this context, by code. */
export const problems = {
  wrongPassword: () =>
    refuse(401, 'access.wrong', '账号或密码不正确；连续 5 次错误将锁定 15 分钟。忘记密码请联系系统管理员。'),
  wrongTotp: () =>
    refuse(401, 'access.wrong_totp', '动态验证码不正确或已用过，请等验证器显示下一个数字后再试。', {
      field: 'totp',
    }),
  wrongCode: () =>
    refuse(401, 'access.wrong_code', '验证码不正确或已过期，请核对短信，或重新获取。', { field: 'code' }),
  codeSpent: () =>
    refuse(401, 'access.code_spent', '验证码错误次数过多，已作废，请重新获取。', { field: 'code' }),
  locked: (until: Date) =>
    refuse(423, 'access.locked', `错误次数过多，已暂时锁定，请在 ${clockOf(until)} 之后再试。`),
  addressLocked: () => refuse(429, 'access.address_locked', '这个网络地址错误次数过多，请 15 分钟后再试。'),
  resendLater: (seconds: number) =>
    refuse(429, 'access.resend_later', `验证码刚发送过，请 ${seconds} 秒后再获取。`, { field: 'phone' }),
  tooManyCodes: () =>
    refuse(429, 'access.too_many_codes', '这个号码获取验证码过于频繁，请一小时后再试。', { field: 'phone' }),
  auditRange: () =>
    refuse(
      422,
      'access.audit_range',
      '只按动作查审计时，请给出 93 天以内的起止时间，或指明账号、老人编号。',
      {
        field: 'from',
      },
    ),
  ticketOver: () => refuse(401, 'access.ticket_over', '登录已超时，请重新输入账号和密码。'),
  loginTaken: () => refuse(409, 'access.login_taken', '这个登录名已被使用，请换一个。', { field: 'login' }),
  separated: () =>
    refuse(422, 'access.separated', '系统管理员、安全管理员、审计员不得由同一账号兼任。', { field: 'roles' }),
  lone: () =>
    refuse(422, 'access.lone', '“监测大屏”只能单独授予：大屏长期不退出，不能再有别的权限。', {
      field: 'roles',
    }),
  beyondScope: () =>
    refuse(403, 'access.beyond_scope', '超出您自己的管辖范围，不能办理；请联系上级管理员。', {
      field: 'scopes',
    }),
  ownRoles: () => refuse(403, 'access.own_roles', '不能更改自己的角色和范围，请由另一位安全管理员办理。'),
  ownAccount: () => refuse(403, 'access.own_account', '不能对自己的账号做这项操作，请由另一位管理员办理。'),
  secondPerson: () => refuse(403, 'access.second_person', '申请与核准须由不同的人办理，且都不能是账号本人。'),
  noRecovery: () => refuse(409, 'access.no_recovery', '没有等待核准的申请，可能已被处理，请刷新后查看。'),
  recoveryOpen: () => refuse(409, 'access.recovery_open', '这个账号已有等待核准的申请。'),
  accountLeft: () => refuse(409, 'access.left', '这个账号已停用。'),
  notGrantable: () =>
    refuse(403, 'access.not_grantable', '只有老人本人或所在地工作人员可以授权，家属不能转授。'),
  paperNeeded: () =>
    refuse(422, 'access.paper_needed', '请填写老人签字的纸质同意书编号。', { field: 'paper' }),
  consentOver: () => refuse(409, 'access.consent_over', '这项授权已经撤回。'),
} satisfies Record<string, (...input: never[]) => Problem>;

/** `HH:MM` in Asia/Shanghai. */
function clockOf(at: Date): string {
  return at.toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });
}
