'use client';
import { duration } from '@heling/ui/format';
import { SEVERITIES } from '@heling/ui/glossary';
import { isOld, PRIORITY_TONES, shortName, worseFirst, type Watched } from './tones';
import { useTurning } from './use-turning';

const PAGE = 18;

/** Institutions with devices as tiles, the worst first; how fresh what is known of them is. */
export function AlarmGrid({
  watched,
  now,
  replayed = false,
}: {
  watched: Watched[] | null;
  now: Date;
  replayed?: boolean;
}) {
  const connected = (watched ?? []).filter((each) => each.tone !== 'none').sort(worseFirst);
  const { page, pages, held } = useTurning(connected.length, PAGE);
  const without = (watched?.length ?? 0) - connected.length;
  return (
    <section className="grid alarm-grid" aria-label="机构">
      <h2>
        {replayed ? '当时有报警的机构' : '机构'}{' '}
        <small>
          {pages > 1 ? `第 ${page + 1}/${pages} 页${held ? '，已停住（空格继续）' : '，自动翻页'}` : ''}
          {without > 0 && !replayed ? ` ${without} 家没有接入设备` : ''}
        </small>
      </h2>
      {watched && connected.length === 0 && !replayed ? (
        <p className="empty">还没有机构接入设备。在运营台“设备”里登记后显示在这里。</p>
      ) : null}
      <ul>
        {connected.slice(page * PAGE, page * PAGE + PAGE).map((each) => (
          <Tile key={each.institution.id} of={each} now={now} replayed={replayed} />
        ))}
      </ul>
    </section>
  );
}

function Tile({ of, now, replayed }: { of: Watched; now: Date; replayed: boolean }) {
  const { institution, counts, tone } = of;
  if (tone === 'none' || !counts) return null;
  const { shape, word } = SEVERITIES[tone];
  const worst = PRIORITY_TONES.find((each) => each === tone);
  const others = PRIORITY_TONES.filter((each) => each !== worst && counts[each] > 0);
  return (
    <li className={`tile ${tone}`}>
      <b>{shortName(institution.name)}</b>
      <span className="state">
        {shape} {word} {worst ? counts[worst] : ''}{' '}
        {others.map((each) => (
          <small key={each}>
            {SEVERITIES[each].shape} {counts[each]}{' '}
          </small>
        ))}
      </span>
      <span className="fresh">{replayed ? '' : freshnessOf(of, now)}</span>
    </li>
  );
}

/** How far the picture of an institution can be believed. */
function freshnessOf({ counts }: Watched, now: Date): string {
  if (!counts) return '';
  const lost = counts.silent + counts.unknown;
  if (lost > 0) return `${SEVERITIES.unknown.shape} ${lost}/${counts.devices} 台失联`;
  if (isOld(counts, now) && counts.heardAt) {
    return `${SEVERITIES.unknown.shape} ${duration(now.getTime() - Date.parse(counts.heardAt))}没有消息`;
  }
  return `设备 ${counts.devices} 台`;
}
