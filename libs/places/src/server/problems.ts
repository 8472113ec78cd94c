import { refuse, type Problem } from '@heling/platform/server/problem';

/** Every refusal of this context, by stable code. */
export const problems = {
  outside: (): Problem =>
    refuse(403, 'places.outside', '这个区划不在您的管辖范围内，请由上级或当地办理。', { field: 'division' }),
  division: (): Problem =>
    refuse(422, 'places.division', '没有这个区划，请重新选择。', { field: 'division' }),
  org: (): Problem => refuse(422, 'places.org', '没有这个运营方，请重新选择。', { field: 'org' }),
  orgOutside: (): Problem =>
    refuse(403, 'places.org_outside', '这个运营方不在您的管理范围内，请由上级办理。', { field: 'org' }),
  leader: (): Problem =>
    refuse(422, 'places.leader', '只能由街道综合养老服务中心带动其他机构，不能是它自己。', {
      field: 'ledBy',
    }),
  tooManyBeds: (beds: number): Problem =>
    refuse(422, 'places.too_many_beds', `这家机构登记的床位是 ${beds} 张，请核对人数，或先修改床位。`, {
      field: 'bedsTaken',
    }),
  tooManyPlaces: (places: number): Problem =>
    refuse(
      422,
      'places.too_many_places',
      `这家机构登记的日托名额是 ${places} 个，请核对人数，或先修改名额。`,
      { field: 'placesTaken' },
    ),
  day: (): Problem => refuse(422, 'places.day', '只能上报今天，或补报最近 7 天。', { field: 'day' }),
  orgInUse: (): Problem =>
    refuse(409, 'places.org_in_use', '它还在运营机构，请先把机构转给别的运营方，再停用。', {
      field: 'active',
    }),
} satisfies Record<string, (...input: never[]) => Problem>;
