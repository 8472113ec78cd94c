import type { Output } from '@heling/platform/contract/route';
import type { Role } from '@heling/platform/contract/roles';
import type { devicesRoute, enrolDeviceRoute } from '@heling/oversight/contract/devices';
import type { policyRoute } from '@heling/oversight/contract/duty';

export type Device = Output<typeof devicesRoute>['items'][number];
export type Credential = Output<typeof enrolDeviceRoute>;
export const KEEPING: readonly Role[] = ['city', 'county', 'institutionManager'];
export const STYLE_NAMES = { heling: '鹤龄 JSON', flat: '平铺 JSON', frame: '二进制帧' } as const;

export type Policy = Output<typeof policyRoute>;
export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
