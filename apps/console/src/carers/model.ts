import type { Output } from '@heling/platform/contract/route';
import type { carerRoute } from '@heling/people/contract/carers';

/** A carer, as the api gives it. */
export type CarerAnswer = Output<typeof carerRoute>;
