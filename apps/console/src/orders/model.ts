import type { Output } from '@heling/platform/contract/route';
import type { pageRoute } from '@heling/orders/contract/orders';

/** An order with its whole story, as the api gives it. */
export type OrderAnswer = Output<typeof pageRoute>;
