import { refuse, type Problem } from '@heling/platform/server/problem';

/** 08:30:05 in Shanghai. */
const timeOf = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 19);

/** Every refusal of this context, by stable code. */
export const problems = {
  deviceTaken: (): Problem =>
    refuse(409, 'oversight.device_taken', '这家机构已有同编号的设备，请核对编号；若密钥丢失，请更换密钥。', {
      field: 'code',
    }),
  parent: (): Problem =>
    refuse(422, 'oversight.parent', '上级网关必须是本机构的网关，且它自己没有上级。', { field: 'parentId' }),
  person: (): Problem =>
    refuse(422, 'oversight.person', '没有找到这位老人，请重新选择。', { field: 'personId' }),
  until: (): Problem => refuse(422, 'oversight.until', '时间必须晚于现在。', { field: 'until' }),
  longMaintenance: (): Problem =>
    refuse(422, 'oversight.long_maintenance', '检修最长 7 天，到期可以再次登记。', { field: 'until' }),
  credential: (): Problem =>
    refuse(401, 'oversight.credential', '设备编号或密钥不对，请核对后重试，或在设备台账里更换密钥。'),
  closed: (): Problem => refuse(409, 'oversight.closed', '这条报警已经结束，请看最新状态。'),
  state: (why: string): Problem =>
    refuse(409, 'oversight.state', `这条报警现在不能这样处理：${why}。请刷新后再看。`),
  taken: (name: string, at: Date): Problem =>
    refuse(409, 'oversight.taken', `${name} 已在 ${timeOf(at)} 确认，正在处理。需要您来处理时请按“接手”。`),
  step: (): Problem =>
    refuse(422, 'oversight.step', '处置清单里没有这一步，请刷新后重试。', { field: 'text' }),
  words: (): Problem => refuse(422, 'oversight.words', '请写明内容。', { field: 'text' }),
  noResident: (): Problem => refuse(422, 'oversight.no_resident', '这台设备没有关联老人，没有电话可显示。'),
  p0: (): Problem => refuse(422, 'oversight.p0', '紧急报警不能搁置，请现场处置后结束。'),
  handOver: (): Problem =>
    refuse(422, 'oversight.hand_over', '请选择本机构正在值守或即将接班的人。', { field: 'shiftId' }),
  openAlarms: (alarms: readonly number[]): Problem =>
    refuse(
      409,
      'oversight.open_alarms',
      `还有 ${alarms.length} 条紧急或重要报警没有指名交接，交接后才能交班。`,
      {
        reasons: alarms.map((alarm) => ({ code: 'oversight.open_alarm', detail: `报警 ${alarm}` })),
      },
    ),
  shiftEnded: (): Problem => refuse(409, 'oversight.shift_ended', '这一班已经交过班了。'),
  shiftTimes: (): Problem =>
    refuse(422, 'oversight.shift_times', '结束要晚于开始，一班最长 24 小时。', { field: 'endsAt' }),
  account: (): Problem =>
    refuse(422, 'oversight.account', '没有找到这个账号，请重新选择。', { field: 'accountId' }),
  policyTime: (): Problem =>
    refuse(422, 'oversight.policy_time', '生效时间不能早于现在，且同一时间只能有一份规则。', {
      field: 'startsAt',
    }),
  period: (): Problem =>
    refuse(422, 'oversight.period', '请选择不超过 93 天的时间段，结束晚于开始。', { field: 'to' }),
} satisfies Record<string, (...input: never[]) => Problem>;
