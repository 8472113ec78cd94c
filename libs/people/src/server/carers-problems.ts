import { refuse, type Problem } from '@heling/platform/server/problem';

/** Refusals about carers and shifts, by stable code. */
export const problems = {
  outside: (): Problem =>
    refuse(403, 'people.carer_outside', '这位护理员不在您的管理范围内，请由所属服务商或当地办理。', {
      field: 'org',
    }),
  orgOutside: (): Problem =>
    refuse(403, 'people.carer_org_outside', '这家服务商不在您的管理范围内，请由它所在地或上级登记。', {
      field: 'org',
    }),
  org: (): Problem =>
    refuse(422, 'people.carer_org', '护理员只能属于一家在用的服务商或助餐点，请重新选择。', {
      field: 'org',
    }),
  division: (): Problem =>
    refuse(422, 'people.division', '没有这个区划，请重新选择。', { field: 'division' }),
  left: (): Problem => refuse(409, 'people.carer_left', '这位护理员已离职，不能排班或登记资质。'),
  certificateOver: (): Problem =>
    refuse(422, 'people.certificate_over', '证书已经过期，请填写新证书的到期日。', { field: 'validUntil' }),
  noQualification: (): Problem => refuse(409, 'people.no_qualification', '这位护理员没有登记这项资质。'),
  range: (days: number): Problem =>
    refuse(422, 'people.shift_range', `一次最多查看 ${days} 天，请缩小日期范围。`, { field: 'to' }),
  whose: (): Problem => refuse(422, 'people.shift_whose', '请选择服务商或护理员。', { field: 'org' }),
  times: (): Problem =>
    refuse(422, 'people.shift_times', '班次须在所选的那天开始，长度在 16 小时以内，结束晚于开始。', {
      field: 'endsAt',
    }),
  past: (): Problem => refuse(409, 'people.shift_past', '过去的班次不能再改。'),
  overlaps: (): Problem =>
    refuse(409, 'people.shift_overlaps', '与这位护理员的另一个班次时间重叠，请核对。', { field: 'startsAt' }),
  booked: (count: number): Problem =>
    refuse(
      409,
      'people.shift_booked',
      `这个班次里已派了 ${count} 次上门，请先改派；护理员不能来的，请用“请假”，系统会自动改派。`,
    ),
  noShift: (): Problem => refuse(409, 'people.no_shift', '这位护理员当天没有班次。', { field: 'day' }),
  sameWeek: (): Problem => refuse(422, 'people.same_week', '请选择另一周。', { field: 'to' }),
} satisfies Record<string, (...input: never[]) => Problem>;
