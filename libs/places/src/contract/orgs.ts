import { z } from 'zod';
import { idParam, pageOf, pageQuery, route } from '@heling/platform/contract/route';
import { facilityBrief } from './facilities';
import {
  LOOKING,
  businessPhone,
  divisionCode,
  freshness,
  id,
  latitude,
  longitude,
  orgKind,
  version,
  words,
} from './shared';

export const orgItem = z.object({
  id,
  kind: orgKind,
  kindName: z.string(),
  name: z.string(),
  division: z.string(),
  divisionName: z.string(),
  lng: z.number(),
  lat: z.number(),
  phone: z.string(),
  active: z.boolean(),
  /** Facilities that it runs, within the caller's scope. */
  facilities: z.number().int(),
  version,
});
export const orgsRoute = route({
  id: 'places.orgs',
  method: 'POST',
  path: '/places/orgs/search',
  summary: '服务商、助餐点、机构运营方列表',
  access: LOOKING,
  body: z
    .object({
      kind: orgKind.optional(),
      division: divisionCode.optional(),
      q: z.string().trim().max(40).optional(),
      active: z.boolean().optional(),
      cursor: pageQuery.cursor,
      limit: z.number().int().min(1).max(200).default(50),
    })
    .strict(),
  response: pageOf(orgItem).extend({ total: z.number().int() }),
});
export const orgRoute = route({
  id: 'places.org',
  method: 'GET',
  path: '/places/orgs/:id',
  summary: '服务商页',
  access: LOOKING,
  params: idParam,
  response: orgItem.extend({
    runs: z.array(
      facilityBrief.extend({ beds: z.number().int(), bedsTaken: z.number().int().nullable(), freshness }),
    ),
    canSave: z.boolean(),
    asOf: z.string(),
  }),
});
const orgFields = {
  kind: orgKind,
  name: words(60),
  division: divisionCode,
  lng: longitude,
  lat: latitude,
  phone: businessPhone,
  active: z.boolean(),
};
export const addOrgRoute = route({
  id: 'places.addOrg',
  method: 'POST',
  path: '/places/orgs',
  summary: '登记服务商、助餐点或机构运营方',
  access: ['city', 'county'],
  idempotent: true,
  body: z.object(orgFields).strict(),
  response: z.object({ id, version }),
});
export const saveOrgRoute = route({
  id: 'places.saveOrg',
  method: 'PUT',
  path: '/places/orgs/:id',
  summary: '修改服务商；须带看到的版本',
  access: ['city', 'county', 'providerManager'],
  params: idParam,
  idempotent: true,
  body: z.object({ ...orgFields, version }).strict(),
  response: z.object({ id, version }),
});
