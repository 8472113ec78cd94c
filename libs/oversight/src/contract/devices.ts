import { z } from 'zod';
import { idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { STYLES, type Style } from '../domain/adapters/styles';
import { facilityQuery, id, instant, KEEPING, version, WATCHING, words } from './shared';

/** A device's name in topics and alarms. */
const deviceCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/, '设备编号只能用字母、数字和 -_.');

export const devicesRoute = route({
  id: 'oversight.devices',
  method: 'GET',
  path: '/oversight/devices',
  summary: '设备台账：位置、状态、最近一次有消息的时间',
  access: WATCHING,
  query: z.object({ facilityId: facilityQuery.optional(), ...pageQuery }).strict(),
  response: pageOf(
    z.object({
      id,
      facilityId: id,
      code: z.string(),
      model: z.string(),
      style: z.string(),
      parentId: id.nullable(),
      room: z.string().nullable(),
      bed: z.string().nullable(),
      personId: id.nullable(),
      life: z.boolean(),
      heartbeatSeconds: z.number().int(),
      condition: z.enum(['ok', 'silent', 'unknown', 'maintenance']),
      heardAt: instant.nullable(),
      /** Its clock has been wrong by more than 5 minutes: its messages are judged by their arrival. */
      clockWrong: z.boolean(),
      outUntil: instant.nullable(),
      version,
    }),
  ),
});

/** Shown once: what the device signs in with, also as the text of a QR code to print. */
const credential = z.object({
  id,
  topic: z.string(),
  userName: z.string(),
  credential: z.string(),
  /** The text of the QR code, and its picture: PNG as a data URL. */
  qr: z.string(),
  picture: z.string(),
});
export const enrolDeviceRoute = route({
  id: 'oversight.enrolDevice',
  method: 'POST',
  path: '/oversight/devices',
  summary: '登记设备；密钥只显示这一次，可打印成二维码',
  access: KEEPING,
  body: z
    .object({
      facilityId: id,
      code: deviceCode,
      model: words(60),
      style: z.enum(Object.keys(STYLES) as [Style, ...Style[]]),
      parentId: id.nullable().default(null),
      room: words(20).nullable().default(null),
      bed: words(20).nullable().default(null),
      personId: id.nullable().default(null),
      life: z.boolean(),
      heartbeatSeconds: z.number().int().min(5).max(86_400),
    })
    .strict(),
  response: credential,
});
export const renewCredentialRoute = route({
  id: 'oversight.renewCredential',
  method: 'POST',
  path: '/oversight/devices/:id/credential',
  summary: '更换设备密钥；旧密钥 10 秒内失效',
  access: KEEPING,
  params: idParam,
  body: z.object({ version }).strict(),
  response: credential,
});
export const maintainDeviceRoute = route({
  id: 'oversight.maintainDevice',
  method: 'POST',
  path: '/oversight/devices/:id/maintenance',
  summary: '设备停用检修到某时；期间不报警、不算失联',
  access: KEEPING,
  params: idParam,
  idempotent: true,
  body: z.object({ until: instant, reason: words(200) }).strict(),
  response: z.object({ id }),
});
export const quarantineRoute = route({
  id: 'oversight.quarantine',
  method: 'GET',
  path: '/oversight/quarantine',
  summary: '收不下的设备消息及原因',
  access: KEEPING,
  query: z.object({ facilityId: facilityQuery.optional(), ...pageQuery }).strict(),
  response: pageOf(
    z.object({
      id,
      deviceId: id,
      code: z.string(),
      facilityId: id,
      reason: z.string(),
      count: z.number().int(),
      sample: z.string(),
      lastAt: instant,
    }),
  ),
});

const MAX_PAYLOAD = 90_000;
export const ingestRoute = route({
  id: 'oversight.ingest',
  method: 'POST',
  path: '/oversight/ingest',
  summary: '设备上报（HTTPS）；存下之后才回复，重发不会重复计入',
  access: 'public',
  // Institutions send many devices' messages from one address; each device has a limit of its own.
  ratePerMinute: 60_000,
  body: z
    .object({
      institution: id,
      device: deviceCode,
      credential: z.string().min(20).max(100),
      /** The payload of the device's style, in base64. */
      payload: z.base64().max(MAX_PAYLOAD),
    })
    .strict(),
  response: z.object({ stored: z.literal(true) }),
});
