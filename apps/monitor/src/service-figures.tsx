import type { Output } from '@heling/platform/contract/route';
import type { overviewRoute } from '@heling/insight/contract/overview';
import type { wallRoute } from '@heling/places/contract/wall';
import { count } from '@heling/ui/format';

type Totals = Output<typeof wallRoute>['totals'];
type Overview = Output<typeof overviewRoute>;

/** The figures that a glance must answer; what is not known is shown as —. */
export function Figures({ totals, overview }: { totals: Totals | null; overview: Overview | null }) {
  const free = totals ? totals.freshBeds - totals.freshBedsTaken : null;
  const today = overview?.orders.reduce((sum, each) => sum + each.count, 0);
  const missing = totals ? totals.stale + totals.none : null;
  return (
    <dl className="figures" aria-label="数字">
      <Figure name="机构" value={totals?.facilities} />
      <Figure name="空床" value={free} note={totals ? `共 ${count(totals.beds)} 张，按已报机构计` : ''} />
      <Figure
        name="过时或未报"
        value={missing}
        tone={missing ? 'unknown' : 'ok'}
        note={missing ? '▨ 这些机构的画面不可信' : '✓ 全部按时上报'}
      />
      <Figure name="今日订单" value={today} />
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: number | null | undefined;
  note?: string;
  tone?: 'ok' | 'unknown';
}

function Figure({ name, value, note, tone }: FigureProps) {
  return (
    <div className={tone ? `figure ${tone}` : 'figure'}>
      <dt>{name}</dt>
      <dd>
        <strong>{value === null || value === undefined ? '—' : count(value)}</strong>
        {note ? <small>{note}</small> : null}
      </dd>
    </div>
  );
}
