/** Roles (角色) of `trust`: what an account may do; its scope says to whom. */
export const ROLES = [
  'city',
  'county',
  'street',
  'community',
  'dispatcher',
  'carer',
  'providerManager',
  'institutionDuty',
  'institutionManager',
  'allowanceClerk',
  'allowanceReviewer',
  'allowancePayer',
  'systemAdmin',
  'securityAdmin',
  'auditor',
  'wall',
  'family',
] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Record<Role, string> = {
  city: '市级管理员',
  county: '区县管理员',
  street: '街道工作人员',
  community: '社区工作人员',
  dispatcher: '调度员',
  carer: '护理员',
  providerManager: '服务商管理员',
  institutionDuty: '机构值班',
  institutionManager: '机构负责人',
  allowanceClerk: '津贴经办',
  allowanceReviewer: '津贴审核',
  allowancePayer: '津贴发放',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditor: '审计员',
  wall: '监测大屏',
  family: '老人及家属',
};

/** None of these three can be held with another of the three (三员分立, grade-3 protection). */
export const SEPARATED_ROLES: readonly Role[] = ['systemAdmin', 'securityAdmin', 'auditor'];

/** Only watches, so its sessions last while the screen is on; for that reason it is held alone. */
export const LONE_ROLES: readonly Role[] = ['wall'];

/** Staff who serve the public within their divisions. */
export const OFFICE: readonly Role[] = ['city', 'county', 'street', 'community', 'dispatcher'];
/** Staff who manage within their divisions. */
export const MANAGE: readonly Role[] = ['city', 'county', 'street'];
