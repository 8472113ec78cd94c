import { z } from 'zod';
import { day, idParam, instant, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import {
  KEEPING,
  LOOKING,
  REPORTING,
  businessPhone,
  divisionCode,
  facilityKind,
  freshness,
  id,
  latitude,
  longitude,
  permitKind,
  version,
  words,
} from './shared';

/** The latest report; null values: nothing was ever reported. `stale` after 24 hours: show it with its age. */
const occupancy = z.object({
  bedsTaken: z.number().int().nullable(),
  placesTaken: z.number().int().nullable(),
  reportedAt: instant.nullable(),
  freshness,
});

export const facilityItem = z.object({
  id,
  kind: facilityKind,
  kindName: z.string(),
  name: z.string(),
  division: z.string(),
  /** From county down, e.g. 淇滨区 金山街道 嵩山社区. */
  divisionName: z.string(),
  org: id.nullable(),
  orgName: z.string().nullable(),
  lng: z.number(),
  lat: z.number(),
  /** Floor area in m². */
  area: z.number().int(),
  beds: z.number().int(),
  /** Day-care places. */
  places: z.number().int(),
  occupancy,
  /** The earliest end of its permits. */
  permitUntil: day,
  permitDaysLeft: z.number().int(),
  /** Null for kinds without a standard. */
  standardMet: z.boolean().nullable(),
  version,
});

export const facilitiesRoute = route({
  id: 'places.facilities',
  method: 'POST',
  path: '/places/facilities/search',
  summary: '机构列表：按类型、区划、名称、证照到期筛选',
  access: LOOKING,
  body: z
    .object({
      kinds: z.array(facilityKind).min(1).max(8).optional(),
      division: divisionCode.optional(),
      /** Part of the name. */
      q: z.string().trim().max(40).optional(),
      org: id.optional(),
      /** A permit ends within so many days (0: is over today or before). */
      permitWithinDays: z.number().int().min(0).max(3650).optional(),
      belowStandard: z.boolean().optional(),
      freshness: freshness.optional(),
      cursor: pageQuery.cursor,
      limit: z.number().int().min(1).max(200).default(50),
    })
    .strict(),
  response: pageOf(facilityItem).extend({ total: z.number().int() }),
});

export const facilityBrief = z.object({ id, kind: facilityKind, name: z.string() });
export const facilityPage = facilityItem.extend({
  address: z.string(),
  phone: z.string(),
  /** Opening hours as a sentence. */
  opens: z.string(),
  /** Number of the licence. */
  licence: z.string(),
  licenceUntil: day,
  firePermitUntil: day,
  foodPermitUntil: day.nullable(),
  permits: z.array(
    z.object({
      kind: permitKind,
      name: z.string(),
      until: day.nullable(),
      daysLeft: z.number().int().nullable(),
      /** `none`: it holds no such permit (no meals are cooked there). */
      state: z.enum(['valid', 'soon', 'over', 'none']),
    }),
  ),
  shortfalls: z.array(z.string()),
  /** The last 30 days, oldest first; null where nothing was reported. */
  days: z.array(
    z.object({
      day,
      bedsTaken: z.number().int().nullable(),
      placesTaken: z.number().int().nullable(),
    }),
  ),
  /** The street centre that leads it (以大带小), and those that it leads. */
  ledBy: facilityBrief.nullable(),
  leads: z.array(facilityBrief),
  partners: z.array(z.string()),
  services: z.array(z.string()),
  /** What the caller may do. */
  canSave: z.boolean(),
  canReport: z.boolean(),
  asOf: z.string(),
});
export const facilityRoute = route({
  id: 'places.facility',
  method: 'GET',
  path: '/places/facilities/:id',
  summary: '机构页：面积、床位、入住、证照、标准、以大带小',
  access: LOOKING,
  params: idParam,
  response: facilityPage,
});

const fields = {
  kind: facilityKind,
  name: words(60),
  division: divisionCode,
  org: id.nullable(),
  lng: longitude,
  lat: latitude,
  address: words(120),
  phone: businessPhone,
  area: z.number().int().min(1).max(1_000_000),
  beds: z.number().int().min(0).max(5000),
  places: z.number().int().min(0).max(5000),
  opens: words(60),
  licence: words(40),
  licenceUntil: day,
  firePermitUntil: day,
  foodPermitUntil: day.nullable(),
  ledBy: id.nullable(),
  partners: z.array(words(60)).max(30),
  services: z.array(words(30)).max(30),
};
export const addFacilityRoute = route({
  id: 'places.addFacility',
  method: 'POST',
  path: '/places/facilities',
  summary: '登记机构',
  access: KEEPING,
  idempotent: true,
  body: z.object(fields).strict(),
  response: z.object({ id, version }),
});
export const saveFacilityRoute = route({
  id: 'places.saveFacility',
  method: 'PUT',
  path: '/places/facilities/:id',
  summary: '修改机构；须带看到的版本',
  access: KEEPING,
  idempotent: true,
  params: idParam,
  body: z.object({ ...fields, version }).strict(),
  response: z.object({ id, version }),
});

export const reportOccupancyRoute = route({
  id: 'places.reportOccupancy',
  method: 'POST',
  path: '/places/facilities/:id/occupancy',
  summary: '上报入住：已用床位和日托人数；可补报最近 7 天',
  access: REPORTING,
  params: idParam,
  idempotent: true,
  body: z
    .object({
      /** Today when absent. */
      day: day.optional(),
      bedsTaken: z.number().int().min(0).max(5000),
      placesTaken: z.number().int().min(0).max(5000),
    })
    .strict(),
  response: z.object({ day, reportedAt: instant }),
});
