import { Access1700000002000 } from '@heling/access/server/migrations/0001-access';
import { Benefits1700000011000 } from '@heling/benefits/server/migrations/0001-benefits';
import { BenefitDryRuns1700000011010 } from '@heling/benefits/server/migrations/0002-dry-run';
import { Benefits1700000011020 } from '@heling/benefits/server/migrations/0003-papers';
import { Dispatch1700000006500 } from '@heling/dispatch/server/migrations/0001-plans';
import { Exchange1700000008000 } from '@heling/exchange/server/migrations/0001-webhooks';
import { Insight1700000009000 } from '@heling/insight/server/migrations/0001-figures';
import { Notify1700000007000 } from '@heling/notify/server/migrations/0001-notify';
import { OrdersMenu1700000005000 } from '@heling/orders/server/migrations/0001-menu';
import { Orders1700000006000 } from '@heling/orders/server/migrations/0002-orders';
import { Oversight1700000010001 } from '@heling/oversight/server/migrations/0001-oversight';
import { OversightWall1700000010020 } from '@heling/oversight/server/migrations/0020-wall';
import { People1700000004000 } from '@heling/people/server/migrations/0001-people';
import { Erasures1700000004500 } from '@heling/people/server/migrations/0002-erasures';
import { Places1700000003000 } from '@heling/places/server/migrations/0001-places';
import { Platform1700000001000 } from '@heling/platform/server/migrations/0001-platform';

/** Every context's migrations, in the order of their time stamps. */
export const migrations = [
  Platform1700000001000,
  Access1700000002000,
  Places1700000003000,
  People1700000004000,
  Erasures1700000004500,
  OrdersMenu1700000005000,
  Orders1700000006000,
  Dispatch1700000006500,
  Notify1700000007000,
  Exchange1700000008000,
  Insight1700000009000,
  Oversight1700000010001,
  OversightWall1700000010020,
  Benefits1700000011000,
  BenefitDryRuns1700000011010,
  Benefits1700000011020,
];
