import { z } from 'zod';
import { idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { ADMINS, division, done, id, phone, role, version, words } from './shared';

export const ACCOUNT_STATES = ['invited', 'active', 'left'] as const;

/** Where an account stands: exactly one of the three in each line. */
export const accountScope = z
  .object({ division: division.optional(), org: id.optional(), unit: z.string().max(40).optional() })
  .strict()
  .refine(
    (line) => Object.values(line).filter((value) => value !== undefined).length === 1,
    '每行范围只填一项',
  );

export const account = z.object({
  id,
  kind: z.enum(['staff', 'family', 'integration']),
  login: z.string().nullable(),
  name: z.string(),
  /** Masked, e.g. 138****0000. */
  phone: z.string().nullable(),
  status: z.enum(ACCOUNT_STATES),
  division: z.string(),
  divisionName: z.string().nullable(),
  org: id.nullable(),
  carerId: id.nullable(),
  roles: z.array(role),
  roleNames: z.array(z.string()),
  scopes: z.array(
    z.object({ division: z.string().nullable(), org: id.nullable(), unit: z.string().nullable() }),
  ),
  secondFactor: z.boolean(),
  lockedUntil: z.string().nullable(),
  /** A second-factor recovery that waits for the second person. */
  recovery: z.object({ id, requestedBy: id, requestedAt: z.string(), reason: z.string() }).nullable(),
  version,
});
export type Account = z.infer<typeof account>;

export const listAccounts = route({
  id: 'access.listAccounts',
  method: 'GET',
  path: '/accounts',
  summary: '账号列表（按登录名、角色、区划、状态筛选）',
  access: [...ADMINS, 'auditor'],
  query: z
    .object({
      ...pageQuery,
      id: z.coerce.number().int().positive().optional(),
      login: z.string().trim().max(60).optional(),
      kind: z.enum(['staff', 'family', 'integration']).optional(),
      role: role.optional(),
      division: division.optional(),
      status: z.enum(ACCOUNT_STATES).optional(),
    })
    .strict(),
  response: pageOf(account),
});

export const inviteAccount = route({
  id: 'access.inviteAccount',
  method: 'POST',
  path: '/accounts',
  summary: '邀请工作人员或登记对接系统（系统管理员）；角色和范围由安全管理员授予',
  access: ['systemAdmin'],
  body: z
    .object({
      kind: z.enum(['staff', 'integration']).default('staff'),
      login: z
        .string()
        .trim()
        .regex(/^[a-z][a-z0-9._-]{2,39}$/, '登录名为 3–40 位小写字母、数字、点、横线'),
      name: words(40),
      phone: phone.optional(),
      division,
      org: id.optional(),
      carerId: id.optional(),
    })
    .strict(),
  response: z.object({
    account,
    /** Shown once; the invited chooses their own at the first sign-in. Absent for a system. */
    initialPassword: z.string().nullable(),
  }),
});

export const resetPassword = route({
  id: 'access.resetPassword',
  method: 'POST',
  path: '/accounts/:id/reset-password',
  summary: '重置密码（系统管理员）：给出一次性初始密码，原有登录全部结束',
  access: ['systemAdmin'],
  params: idParam,
  body: z.object({ version }).strict(),
  response: z.object({ account, initialPassword: z.string() }),
});

export const leaveAccount = route({
  id: 'access.leaveAccount',
  method: 'POST',
  path: '/accounts/:id/leave',
  summary: '停用账号（离岗）；登录和令牌立即失效',
  access: ['systemAdmin'],
  params: idParam,
  body: z.object({ version, reason: words(200) }).strict(),
  response: account,
});

export const unlockAccount = route({
  id: 'access.unlockAccount',
  method: 'POST',
  path: '/accounts/:id/unlock',
  summary: '解除锁定（安全管理员）',
  access: ['securityAdmin'],
  params: idParam,
  body: z.object({ version }).strict(),
  response: account,
});

export const setAccountRoles = route({
  id: 'access.setRoles',
  method: 'POST',
  path: '/accounts/:id/roles',
  summary: '授予角色和范围（安全管理员）；系统、安全、审计三员不得兼任，不能改自己的',
  access: ['securityAdmin'],
  params: idParam,
  body: z.object({ version, roles: z.array(role).max(8), scopes: z.array(accountScope).max(60) }).strict(),
  response: account,
});

export const requestRecovery = route({
  id: 'access.requestRecovery',
  method: 'POST',
  path: '/accounts/:id/recovery',
  summary: '申请重新绑定动态验证码（第一人：系统管理员）',
  access: ['systemAdmin'],
  params: idParam,
  body: z.object({ reason: words(200) }).strict(),
  response: account,
});

export const approveRecovery = route({
  id: 'access.approveRecovery',
  method: 'POST',
  path: '/accounts/:id/recovery/approve',
  summary: '核准重新绑定动态验证码（第二人：安全管理员，须为另一人）',
  access: ['securityAdmin'],
  params: idParam,
  body: z.object({ recoveryId: id }).strict(),
  response: account,
});

export const endAccountSessions = route({
  id: 'access.endAccountSessions',
  method: 'POST',
  path: '/accounts/:id/end-sessions',
  summary: '结束一个账号的全部登录',
  access: ADMINS,
  params: idParam,
  body: z.object({ reason: words(200) }).strict(),
  response: done,
});
