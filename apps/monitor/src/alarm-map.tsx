import { CountyMap, onMap } from '@heling/ui/react/county-map';
import { SEVERITIES } from '@heling/ui/glossary';
import { PRIORITY_TONES, shortName, worseFirst, type AlarmTone, type Watched } from './tones';

const SIZE: Record<AlarmTone, number> = { p0: 26, p1: 22, p2: 16, p3: 14, unknown: 14, ok: 9, none: 4 };
const WORDS: Record<AlarmTone, string> = {
  p0: SEVERITIES.p0.word,
  p1: SEVERITIES.p1.word,
  p2: SEVERITIES.p2.word,
  p3: SEVERITIES.p3.word,
  unknown: SEVERITIES.unknown.word,
  ok: SEVERITIES.ok.word,
  none: '没有接入设备',
};

/** All institutions on the county map, each by its worst open alarm: shape, colour, size, and the name of the urgent ones. */
export function AlarmMap({ watched, replayed = false }: { watched: Watched[] | null; replayed?: boolean }) {
  const tones = replayed ? PRIORITY_TONES : ([...PRIORITY_TONES, 'ok', 'unknown'] as const);
  const marks = [...(watched ?? [])].sort(worseFirst).reverse();
  return (
    <section className="map" aria-label="地图">
      <CountyMap label={`机构报警分布图，共 ${watched?.length ?? 0} 家`} className="picture" nameSize={34}>
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
        {marks.map((each) => (
          <Mark key={each.institution.id} of={each} />
        ))}
      </CountyMap>
      <ul className="legend">
        {tones.map((tone) => (
          <li key={tone} className={`legend-${tone}`}>
            {SEVERITIES[tone].shape} {WORDS[tone]}{' '}
            {watched?.filter((each) => each.tone === tone).length ?? '—'}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Mark({ of: { institution, tone } }: { of: Watched }) {
  const { x, y } = onMap(institution.lng, institution.lat);
  const r = SIZE[tone];
  const look = { stroke: 'var(--colour-ground)', strokeWidth: 2, fill: `var(--${tone}-ink)` };
  const title = <title>{`${institution.name}：${WORDS[tone]}`}</title>;
  if (tone === 'none')
    return (
      <circle cx={x} cy={y} r={r} fill="var(--colour-line)">
        {title}
      </circle>
    );
  if (tone === 'ok')
    return (
      <circle cx={x} cy={y} r={r} {...look}>
        {title}
      </circle>
    );
  if (tone === 'p2')
    return (
      <circle cx={x} cy={y} r={r} {...look}>
        {title}
      </circle>
    );
  if (tone === 'p3') {
    return (
      <circle cx={x} cy={y} r={r} fill="var(--colour-ground)" stroke="var(--p3-ink)" strokeWidth={5}>
        {title}
      </circle>
    );
  }
  if (tone === 'unknown') {
    return (
      <rect
        x={x - r}
        y={y - r}
        width={2 * r}
        height={2 * r}
        fill="url(#hatch)"
        stroke="var(--unknown-ink)"
        strokeWidth={2}
      >
        {title}
      </rect>
    );
  }
  return (
    <g>
      {title}
      {tone === 'p0' ? (
        <>
          <rect
            className="pulse"
            x={x - r * 1.6}
            y={y - r * 1.6}
            width={r * 3.2}
            height={r * 3.2}
            fill="none"
            stroke="var(--p0-ink)"
            strokeWidth={5}
          />
          <rect x={x - r} y={y - r} width={2 * r} height={2 * r} {...look} />
        </>
      ) : (
        <path d={`M${x} ${y - r * 1.2} L${x + r * 1.2} ${y + r} L${x - r * 1.2} ${y + r} Z`} {...look} />
      )}
      <text
        x={x > 700 ? x - r * 2 : x + r * 2}
        y={y + 11}
        textAnchor={x > 700 ? 'end' : 'start'}
        fontSize={32}
        fontWeight={700}
        fill={`var(--${tone}-ink)`}
        stroke="var(--colour-ground)"
        strokeWidth={7}
        paintOrder="stroke"
      >
        {shortName(institution.name)}
      </text>
    </g>
  );
}
