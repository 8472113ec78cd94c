/** Kinds of facility (机构) in the care network of the city. */
export const FACILITY_KINDS = {
  streetCentre: '街道综合养老服务中心',
  dayCare: '社区日间照料中心',
  countyInstitution: '县级特困供养机构',
  nursingHome: '养老院',
} as const;
export type FacilityKind = keyof typeof FACILITY_KINDS;

/** Kinds of organisation: who provides services, cooks, or runs institutions. */
export const ORG_KINDS = { provider: '服务商', kitchen: '助餐点', institution: '机构运营方' } as const;
export type OrgKind = keyof typeof ORG_KINDS;

/** The permits that a facility holds; food only where meals are cooked. */
export const PERMIT_NAMES = { licence: '执业许可', fire: '消防验收', food: '食品经营许可' } as const;
export type PermitKind = keyof typeof PERMIT_NAMES;

/** The standard of a kind (建设标准, civil affairs bureau 2022): least floor area in m² and least beds. */
export const STANDARDS: Partial<Record<FacilityKind, { area: number; beds: number }>> = {
  streetCentre: { area: 1500, beds: 50 },
  dayCare: { area: 200, beds: 0 },
};

/**
 * Does a facility meet the standard of its kind? `met` is null for kinds without one. `shortfalls`: what is missing,
 * as sentences.
 */
export function againstStandard(facility: { kind: FacilityKind; area: number; beds: number }): {
  met: boolean | null;
  shortfalls: string[];
} {
  const standard = STANDARDS[facility.kind];
  if (!standard) return { met: null, shortfalls: [] };
  const shortfalls: string[] = [];
  if (facility.area < standard.area) {
    shortfalls.push(`面积 ${facility.area} 平方米，标准不少于 ${standard.area} 平方米`);
  }
  if (facility.beds < standard.beds) {
    shortfalls.push(`床位 ${facility.beds} 张，标准不少于 ${standard.beds} 张`);
  }
  return { met: shortfalls.length === 0, shortfalls };
}

/** A permit that ends within so many days asks to be renewed. */
export const PERMIT_SOON_DAYS = 60;
export type PermitState = 'valid' | 'soon' | 'over';

/** Days from `today` to the last valid day (negative: over since) and what that means. */
export function permitOn(until: string, today: string): { daysLeft: number; state: PermitState } {
  const daysLeft = Math.round((Date.parse(until) - Date.parse(today)) / 86_400_000);
  return { daysLeft, state: daysLeft < 0 ? 'over' : daysLeft <= PERMIT_SOON_DAYS ? 'soon' : 'valid' };
}

/** Hours after which a reported occupancy no longer counts as today's picture. */
export const OCCUPANCY_STALE_HOURS = 24;
export type Freshness = 'fresh' | 'stale' | 'none';

/** How old a reported occupancy is: never reported and stale are told apart, and neither is normal. */
export function freshness(reportedAt: Date | null, now: Date): Freshness {
  if (!reportedAt) return 'none';
  return now.getTime() - reportedAt.getTime() > OCCUPANCY_STALE_HOURS * 3_600_000 ? 'stale' : 'fresh';
}
