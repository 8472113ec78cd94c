import { z } from 'zod';
import { route } from '@heling/platform/contract/route';
import { cover, done, id, newPassword, password, phone, role, sixDigits, words } from './shared';

/** The signed-in account and whom it may see. */
export const me = z.object({
  accountId: id,
  kind: z.enum(['staff', 'family', 'integration']),
  name: z.string(),
  login: z.string().nullable(),
  roles: z.array(role),
  roleNames: z.array(z.string()),
  /** Home division of the account, and its name once the map is loaded. */
  division: z.string(),
  divisionName: z.string().nullable(),
  org: id.nullable(),
  orgName: z.string().nullable(),
  carerId: id.nullable(),
  /** The senior that this account belongs to, when a senior signs in for themselves. */
  personId: id.nullable(),
  /** The senior themselves first, then those who consented. */
  persons: z.array(z.object({ id, name: z.string(), relation: z.string(), covers: z.array(cover) })),
  /** Division prefixes and organisations that the account may see. */
  scope: z.object({ divisions: z.array(z.string()), orgs: z.array(id) }),
  /** A demonstration: no second factor is asked, and messages stand on the phone page. */
  demo: z.boolean(),
});
export type Me = z.infer<typeof me>;

/** What anybody may know before signing in. */
export const about = route({
  id: 'access.about',
  method: 'GET',
  path: '/about',
  summary: '本市的公开设置：养老服务热线、是否演示环境',
  access: 'public',
  ratePerMinute: 120,
  response: z.object({ hotline: z.string(), demo: z.boolean() }),
});

const signedIn = z.object({ state: z.literal('ok'), me });
/** First sign-in: choose a password with this ticket (10 minutes). */
const choosePassword = z.object({ state: z.literal('newPassword'), ticket: z.string() });
/** The password was right; the second factor must be enrolled with this ticket (10 minutes). */
const enrol = z.object({
  state: z.literal('enrol'),
  ticket: z.string(),
  /** PNG as a data URL, for an authenticator app. */
  qr: z.string(),
  /** The same secret in base32, for typing. */
  secret: z.string(),
});

export const signIn = route({
  id: 'access.signIn',
  method: 'POST',
  path: '/session/password',
  summary: '工作人员登录：账号、密码和动态验证码；连续 5 次错误锁定 15 分钟',
  access: 'public',
  ratePerMinute: 120,
  body: z.object({ login: words(60), password, totp: sixDigits.optional() }).strict(),
  response: z.discriminatedUnion('state', [
    signedIn,
    z.object({ state: z.literal('totpNeeded') }),
    enrol,
    choosePassword,
  ]),
});

export const setFirstPassword = route({
  id: 'access.setFirstPassword',
  method: 'POST',
  path: '/session/first-password',
  summary: '首次登录设置密码（凭登录时得到的票据）',
  access: 'public',
  ratePerMinute: 30,
  body: z.object({ ticket: z.string().max(1000), password: newPassword }).strict(),
  response: z.discriminatedUnion('state', [signedIn, enrol]),
});

export const enrolTotp = route({
  id: 'access.enrolTotp',
  method: 'POST',
  path: '/session/totp',
  summary: '绑定动态验证码：输入验证器显示的 6 位数字后登录',
  access: 'public',
  ratePerMinute: 30,
  body: z.object({ ticket: z.string().max(1000), totp: sixDigits }).strict(),
  response: signedIn,
});

export const sendCode = route({
  id: 'access.sendCode',
  method: 'POST',
  path: '/session/code',
  summary: '向手机发送登录验证码：5 分钟内有效，60 秒后可重发；号码未登记时也同样回答',
  access: 'public',
  ratePerMinute: 60,
  body: z.object({ phone }).strict(),
  response: z.object({ resendAfterSeconds: z.number().int(), validSeconds: z.number().int() }),
});

export const signInByCode = route({
  id: 'access.signInByCode',
  method: 'POST',
  path: '/session/by-code',
  summary: '老人及家属登录：手机号和短信验证码',
  access: 'public',
  ratePerMinute: 120,
  body: z.object({ phone, code: sixDigits }).strict(),
  response: signedIn,
});

export const signOut = route({
  id: 'access.signOut',
  method: 'POST',
  path: '/session/end',
  summary: '退出登录',
  access: 'session',
  response: done,
});

export const getMe = route({
  id: 'access.me',
  method: 'GET',
  path: '/session',
  summary: '当前登录的账号、角色、范围和可以照看的老人',
  access: 'session',
  response: me,
});

export const changePassword = route({
  id: 'access.changePassword',
  method: 'POST',
  path: '/session/change-password',
  summary: '修改自己的密码；其他设备上的登录随之结束',
  access: 'session',
  ratePerMinute: 10,
  body: z.object({ current: password, next: newPassword }).strict(),
  response: done,
});
