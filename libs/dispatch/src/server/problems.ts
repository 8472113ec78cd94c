import { refuse, type Problem } from '@heling/platform/server/problem';
import type { Reason } from '../contract/shared';

const sentence = (reasons: readonly Reason[]) => reasons.map((each) => each.detail).join('；');

/** Refusals of this context; the codes are stable. */
export const problems = {
  stopped: (reasons: Reason[]): Problem =>
    refuse(422, 'dispatch.stopped', `不能这样派单：${sentence(reasons)}。`, { reasons }),
  reasonNeeded: (reasons: Reason[]): Problem =>
    refuse(422, 'dispatch.reason_needed', `请核对提醒，仍要这样派单的请写明原因：${sentence(reasons)}。`, {
      reasons,
      field: 'overrideReason',
    }),
  doubleBooked: (when: string | null, conflicts: object[]): Problem =>
    refuse(
      409,
      'dispatch.double_booked',
      `所选护理员${when ? `在 ${when} ` : '在这个时间'}已有其他安排，请换人或换一个时间。`,
      { current: { conflicts } },
    ),
  sheetTooLong: (most: number): Problem =>
    refuse(422, 'dispatch.sheet_too_long', `一次最多打印 ${most} 次上门，请先选服务商、区划或服务。`),
  refused: (detail: string): Problem => refuse(409, 'dispatch.state', detail),
  guard: (detail: string): Problem => refuse(409, 'dispatch.guard', detail),
  role: (detail: string): Problem => refuse(403, 'dispatch.actor', detail),
  checkIn: (metres: number | null): Problem =>
    refuse(
      422,
      'dispatch.check_in',
      metres === null
        ? '没有取得位置，请输入老人家中卡片上的门内码，或写明情况后签到。'
        : `您离登记的地址约 ${metres} 米，请输入老人家中卡片上的门内码，或写明情况后签到。`,
      { field: 'doorCode' },
    ),
  doorCode: (): Problem =>
    refuse(422, 'dispatch.door_code', '门内码不对，请核对卡片后重新输入。', { field: 'doorCode' }),
  photoConsent: (): Problem =>
    refuse(
      403,
      'dispatch.photo_consent',
      '老人没有同意拍照；请当面征得同意后再上传，或不拍照。查看照片须有老人的照片授权。',
    ),
  photo: (): Problem =>
    refuse(415, 'dispatch.photo_kind', '这不是完整的 JPEG 或 PNG 照片，请重新拍摄后上传。', {
      field: 'file',
    }),
  fileGone: (): Problem => refuse(404, 'dispatch.file_gone', '照片文件已按保存期限删除。'),
  conflict: (detail: string): Problem => refuse(409, 'dispatch.conflict', detail),
  autoBath: (): Problem =>
    refuse(422, 'dispatch.auto_refused', '需要两名护理员或安全检查的服务不能自动派单，须由调度员派单。', {
      field: 'autoAssign.services',
    }),
};
