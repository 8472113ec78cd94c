import type { Output } from '@heling/platform/contract/route';
import type { kitchenDaysRoute } from '@heling/orders/contract/menu';

/** A kitchen's day, as the api gives it. */
export type KitchenDayRow = Output<typeof kitchenDaysRoute>['items'][number];
