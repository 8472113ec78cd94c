'use client';
import { ago } from '@heling/ui/format';
import { roomIn, toneOf, type Institution } from './freshness';
import { shortName } from './tones';
import { useTurning } from './use-turning';

const PAGE = 24;
const RANK: Record<string, number> = { unknown: 0, p2: 1, ok: 2 };
const KIND_RANK: Record<Institution['kind'], number> = {
  countyInstitution: 0,
  nursingHome: 1,
  streetCentre: 2,
  dayCare: 3,
};

/** All institutions as tiles, what needs a look first. Nothing scrolls: pages turn. */
export function InstitutionGrid({ items, now }: { items: Institution[] | null; now: Date }) {
  const sorted = [...(items ?? [])].sort(
    (a, b) =>
      RANK[toneOf(a).tone]! - RANK[toneOf(b).tone]! || KIND_RANK[a.kind] - KIND_RANK[b.kind] || a.id - b.id,
  );
  const { page, pages, held } = useTurning(sorted.length, PAGE);
  const shown = sorted.slice(page * PAGE, page * PAGE + PAGE);
  return (
    <section className="grid" aria-label="机构">
      <h2>
        机构{' '}
        <small>
          第 {page + 1}/{pages} 页{held ? '，已停住（空格继续）' : '，自动翻页'}
        </small>
      </h2>
      {items?.length === 0 ? <p className="empty">您的范围内还没有登记机构。</p> : null}
      <ul>
        {shown.map((item) => (
          <Tile key={item.id} item={item} now={now} />
        ))}
      </ul>
    </section>
  );
}

function Tile({ item, now }: { item: Institution; now: Date }) {
  const { tone, shape, word } = toneOf(item);
  const { taken, all, unit } = roomIn(item);
  return (
    <li className={`tile ${tone}`}>
      <b>{shortName(item.name)}</b>
      <span className="beds">
        {taken ?? '—'}
        <small>
          /{all} {unit}
        </small>
      </span>
      <span className="state">
        {shape} {word} {item.freshness === 'stale' && item.reportedAt ? ago(item.reportedAt, now) : ''}
      </span>
    </li>
  );
}
