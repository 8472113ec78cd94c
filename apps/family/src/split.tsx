import { yuan } from '@heling/ui/format';
import { Facts } from './parts/basics';

/** Price, what the subsidy pays and what the family pays: seen before anything is ordered. */
export function Split({
  split,
  remaining,
}: {
  split: { price: number; subsidy: number; selfPay: number };
  /** What remains of this month's subsidy before this order (fen). */
  remaining?: number;
}) {
  return (
    <>
      <Facts
        rows={[
          ['价格', yuan(split.price)],
          ['政府补贴', `− ${yuan(split.subsidy)}`],
          ['自己付', yuan(split.selfPay), 'total'],
        ]}
      />
      {remaining !== undefined && (
        <p className="muted">
          本月补贴还剩 {yuan(Math.max(0, remaining))}，下单后剩 {yuan(Math.max(0, remaining - split.subsidy))}
          。
        </p>
      )}
    </>
  );
}
