import type { Output } from '@heling/platform/contract/route';
import type { facilityRoute } from '@heling/places/contract/facilities';

/** A facility, as the api gives it. */
export type FacilityAnswer = Output<typeof facilityRoute>;
