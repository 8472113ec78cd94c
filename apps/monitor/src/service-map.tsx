import { CountyMap, onMap } from '@heling/ui/react/county-map';
import { FACILITY_KINDS } from '@heling/places/domain/facilities';
import { toneOf, type Institution } from './freshness';

const SIZE: Record<Institution['kind'], number> = {
  countyInstitution: 15,
  nursingHome: 12,
  streetCentre: 10,
  dayCare: 5,
};

/** All institutions on the county map: a circle is in order, a diamond full, a hatched square unknown or old. */
export function WallMap({ items }: { items: Institution[] | null }) {
  return (
    <section className="map" aria-label="地图">
      <CountyMap label={`机构分布图，共 ${items?.length ?? 0} 处`} className="picture" nameSize={34}>
        <defs>
          <pattern
            id="hatch"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="6" height="6" fill="var(--unknown-tint)" />
            <line x1="0" y1="0" x2="0" y2="6" stroke="var(--unknown-ink)" strokeWidth="3" />
          </pattern>
        </defs>
        {[...(items ?? [])]
          .sort((a, b) => SIZE[a.kind] - SIZE[b.kind])
          .map((item) => (
            <Mark key={item.id} item={item} />
          ))}
      </CountyMap>
      <ul className="legend">
        <li>
          <span className="ok-mark">●</span> 正常
        </li>
        <li>
          <span className="full-mark">◆</span> 满员
        </li>
        <li>
          <span className="unknown-mark">▨</span> 过时或未报
        </li>
        {Object.entries(FACILITY_KINDS).map(([kind, name]) => (
          <li key={kind}>
            {name} {items ? items.filter((item) => item.kind === kind).length : '—'}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Mark({ item }: { item: Institution }) {
  const { x, y } = onMap(item.lng, item.lat);
  const { tone, word } = toneOf(item);
  const r = SIZE[item.kind];
  const look = { stroke: 'var(--colour-ground)', strokeWidth: 1.5 };
  const title = <title>{`${item.name}：${word}`}</title>;
  if (tone === 'ok')
    return (
      <circle cx={x} cy={y} r={r} fill="var(--ok-ink)" {...look}>
        {title}
      </circle>
    );
  if (tone === 'p2')
    return (
      <path
        d={`M${x} ${y - r * 1.3} L${x + r * 1.3} ${y} L${x} ${y + r * 1.3} L${x - r * 1.3} ${y} Z`}
        fill="var(--p2-ink)"
        {...look}
      >
        {title}
      </path>
    );
  return (
    <rect
      x={x - r}
      y={y - r}
      width={2 * r}
      height={2 * r}
      fill="url(#hatch)"
      stroke="var(--unknown-ink)"
      strokeWidth={1.5}
    >
      {title}
    </rect>
  );
}
