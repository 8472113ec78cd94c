'use client';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { benefitsExplanation } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import type { Output } from '@heling/platform/contract/route';
import type { RouteAddress } from '@heling/ui/route-address';
import { monthWord, stretches, type Stretch } from '../../../src/allowance/words';
import { FromAddress } from '../../../src/from-address';
import { Member } from '../../../src/member';
import { Action, Facts, Loaded, Notice } from '../../../src/parts/basics';

type Explained = typeof benefitsExplanation extends RouteAddress<infer S> ? Output<S> : never;

export default function Months() {
  return (
    <FromAddress>
      <Opened />
    </FromAddress>
  );
}

function Opened() {
  const id = Number(useSearchParams().get('id')) || 0;
  return (
    <Member title="逐月说明" back="/allowance/">
      {() => (id > 0 ? <Explanation id={id} /> : <Notice title="没有这一项津贴" />)}
    </Member>
  );
}

/** Month by month, the newest first: how much, and why in a sentence. */
function Explanation({ id }: { id: number }) {
  const page = useCall(benefitsExplanation, { params: { id }, query: {} });
  return <Loaded query={page}>{(data) => <Read data={data} />}</Loaded>;
}

const FIRST = 6;
function Read({ data }: { data: Explained }) {
  const [all, setAll] = useState(false);
  const rows = stretches(data.months);
  const owed = data.arrears.reduce((sum, { fen }) => sum + fen, 0);
  const over = data.overpaid.reduce((sum, { fen }) => sum + fen, 0);
  return (
    <>
      <section className="card stack">
        <h2>{data.schemeName}</h2>
        <Facts
          rows={[
            ['应发合计', yuan(data.entitledFen)],
            ['已发', yuan(data.paidFen)],
            ...(owed > 0 ? [['还要发', yuan(owed), 'total'] as [string, string, 'total']] : []),
            ...(over > 0 ? [['要退回', yuan(over), 'total'] as [string, string, 'total']] : []),
          ]}
        />
        {owed > 0 && <p>还没发的，下次发放时一起发。</p>}
        <p className="muted">
          算到 {monthWord(data.asOf)}
          {data.packVersion && `，按 ${data.packVersion} 版政策`}
        </p>
      </section>
      {data.problem && <Notice tone="warn" title={data.problem} />}
      {rows.length === 0 && !data.problem && (
        <Notice title="还没有到发放的月份">
          <span>到了起发的月份，这里会逐月写明发多少、为什么。</span>
        </Notice>
      )}
      <ul className="list">
        {(all ? rows : rows.slice(0, FIRST)).map((row) => (
          <li key={row.from}>
            <Row row={row} />
          </li>
        ))}
      </ul>
      {rows.length > FIRST && !all && <Action onPress={() => setAll(true)}>看更早的月份</Action>}
    </>
  );
}

function Row({ row }: { row: Stretch }) {
  const first = row.months[0]!;
  const title = row.from === row.to ? monthWord(row.from) : `${monthWord(row.from)}至 ${monthWord(row.to)}`;
  const word = {
    due: first.paidFen >= first.fen ? '已发' : first.paidFen > 0 ? '已发一部分' : '待发',
    suspended: '暂停',
    'not-entitled': '不发',
  }[first.status];
  const look = first.status === 'due' ? (first.paidFen >= first.fen ? 'good' : '') : 'warn';
  return (
    <section className="card stack" aria-label={title}>
      <div className="row apart">
        <span className="strong">{title}</span>
        <span className="row">
          <span className={`tag ${look}`}>{word}</span>
          {first.status === 'due' && <span className="large">{yuan(first.fen)}</span>}
        </span>
      </div>
      <p>{first.why}</p>
      {first.paidFen > first.fen && (
        <p>
          这{row.months.length > 1 ? '几个' : '个'}月发了 {yuan(first.paidFen)}
          {row.months.length > 1 ? '一个月' : ''}，多发的要退回。
        </p>
      )}
    </section>
  );
}
