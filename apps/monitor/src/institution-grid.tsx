'use client';
import { useEffect, useState } from 'react';
import { ago } from '@heling/ui/format';
import { roomIn, toneOf, type Institution } from './freshness';

const PAGE = 24;
const TURN_MS = 15_000;
const RANK: Record<string, number> = { unknown: 0, p2: 1, ok: 2 };
const KIND_RANK: Record<Institution['kind'], number> = {
  countyInstitution: 0,
  nursingHome: 1,
  streetCentre: 2,
  dayCare: 3,
};

/**
 * All institutions as tiles, what needs a look first. Nothing scrolls: pages turn by themselves; ← and → turn them by
 * hand, the space bar holds the page.
 */
export function InstitutionGrid({ items, now }: { items: Institution[] | null; now: Date }) {
  const [page, setPage] = useState(0);
  const [held, setHeld] = useState(false);
  const sorted = [...(items ?? [])].sort(
    (a, b) =>
      RANK[toneOf(a).tone]! - RANK[toneOf(b).tone]! || KIND_RANK[a.kind] - KIND_RANK[b.kind] || a.id - b.id,
  );
  const pages = Math.max(1, Math.ceil(sorted.length / PAGE));
  useEffect(() => {
    const turn = (by: number) => setPage((at) => (at + by + pages) % pages);
    const timer = held ? undefined : setInterval(() => turn(1), TURN_MS);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'ArrowRight') turn(1);
      else if (event.key === 'ArrowLeft') turn(-1);
      else if (event.key === ' ') setHeld((before) => !before);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      clearInterval(timer);
      window.removeEventListener('keydown', onKey);
    };
  }, [pages, held]);
  const shown = sorted.slice(page * PAGE, page * PAGE + PAGE);
  return (
    <section className="grid" aria-label="机构">
      <h2>
        机构{' '}
        <small>
          第 {Math.min(page, pages - 1) + 1}/{pages} 页{held ? '，已停住（空格继续）' : '，自动翻页'}
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
      <b>{shortName(item)}</b>
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

/** The name without what every name of its kind ends in. */
function shortName(item: Institution): string {
  return (
    item.name.replace(/^鹤壁市/, '').replace(/(社区)?(日间照料中心|(街道)?综合养老服务中心)$/, '') ||
    item.name
  );
}
