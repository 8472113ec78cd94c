import type { Output } from '@heling/platform/contract/route';
import type { statementLinesRoute } from '@heling/orders/contract/statements';

/** A line of a statement, as the api gives it. */
export type Line = Output<typeof statementLinesRoute>['items'][number];
