import { z } from 'zod';
import { ROLES, type Role } from '@heling/platform/contract/roles';

export const id = z.number().int().positive();
export const version = z.number().int().positive();
export const role = z.enum(ROLES);
/** 4 (city), 6 (county), 9 (street) or 12 (community) digits. */
export const division = z.string().regex(/^4106(\d{2}(\d{3}(\d{3})?)?)?$/, '区划代码有误');
/** A mobile number of the mainland. */
export const phone = z
  .string()
  .trim()
  .regex(/^1[3-9]\d{9}$/, '请输入 11 位手机号');
export const sixDigits = z
  .string()
  .trim()
  .regex(/^\d{6}$/, '请输入 6 位数字');
/** Trimmed text of 1 to `max` characters. */
export const words = (max: number) => z.string().trim().min(1).max(max);
export const password = z.string().min(1).max(200);
/** At least 10 characters with three of: lower case, upper case, digits, others. */
export const newPassword = z
  .string()
  .min(10, '密码至少 10 位')
  .max(200)
  .refine(
    (text) => [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(text)).length >= 3,
    '密码须包含大写字母、小写字母、数字、符号中的三类',
  );
export const done = z.object({ ok: z.literal(true) });

/** What a senior may consent to (同意的内容). */
export const COVERS = ['order', 'follow', 'pay', 'health', 'profile', 'photo'] as const;
export type Cover = (typeof COVERS)[number];
export const cover = z.enum(COVERS);
export const COVER_NAMES: Record<Cover, string> = {
  order: '代为下单',
  follow: '查看服务进度',
  pay: '代为支付',
  health: '查看健康信息',
  profile: '查看基本档案',
  photo: '查看服务照片',
};

/** Those who keep the accounts, apart from one another (三员). */
export const ADMINS: readonly Role[] = ['systemAdmin', 'securityAdmin'];
