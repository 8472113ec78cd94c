'use client';
import { useEffect } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { sheetRoute } from '@heling/dispatch/contract/sheet';
import { clock } from '@heling/ui/format';
import { usePrinting } from '../print/use-printing';
import { startOf, type BoardVisit } from './model';
import styles from './work-lists.module.css';

export type Sheet = Output<typeof sheetRoute>;
interface Stop {
  id: number;
  startsAt: string;
  minutes: number;
  service: string;
  person: string;
  phone?: string | null;
  address?: string;
  warnings?: readonly string[];
  partners: string;
}

/** Prints the carers' work lists (上门单) as soon as they are there; `onDone` when the dialogue of the printer closes. */
export function WorkLists({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) {
  useEffect(() => {
    window.addEventListener('afterprint', onDone);
    let gone = false;
    // Laying it out asks for the letters; then they are waited for.
    document.body.getBoundingClientRect();
    void document.fonts.ready
      .then(() => document.fonts.ready)
      .then(() => {
        if (!gone) window.print();
      });
    return () => {
      gone = true;
      window.removeEventListener('afterprint', onDone);
    };
  }, [onDone]);
  const lists = byCarer(sheet.visits, (visit, partners) => ({
    id: visit.id,
    startsAt: visit.startsAt,
    minutes: visit.minutes,
    service: visit.serviceName,
    person: visit.personName,
    phone: visit.phone,
    address: visit.address,
    warnings: visit.warnings,
    partners,
  }));
  return <Paper day={sheet.day} lists={lists} foot={sheet.watermark} />;
}

/** What the browser's own print command gives: the day without telephones and addresses. */
export function PrintedDay({ visits, day }: { visits: readonly BoardVisit[]; day: string }) {
  if (!usePrinting()) return null;
  const lists = byCarer(
    visits.filter((visit) => visit.state !== 'cancelled'),
    (visit, partners) => ({
      id: visit.id,
      startsAt: startOf(visit),
      minutes: visit.minutes,
      service: visit.serviceName,
      person: visit.personName ?? '',
      partners,
    }),
  );
  return <Paper day={day} lists={lists} foot="不含地址和电话；要带地址的，请用「打印上门单」。" />;
}

interface List {
  key: number;
  name: string;
  stops: Stop[];
}
interface Crewed {
  id: number;
  carers: readonly { id: number; name: string }[];
}

function byCarer<V extends Crewed>(
  visits: readonly V[],
  stopOf: (visit: V, partners: string) => Stop,
): List[] {
  const lists = new Map<number, List>();
  for (const visit of visits) {
    const crew = visit.carers.length > 0 ? visit.carers : [{ id: 0, name: '（待派单）' }];
    for (const carer of crew) {
      const list = lists.get(carer.id) ?? { key: carer.id, name: carer.name, stops: [] };
      const partners = crew.filter((each) => each.id !== carer.id).map((each) => each.name);
      list.stops.push(stopOf(visit, partners.join('、')));
      lists.set(carer.id, list);
    }
  }
  return [...lists.values()].sort(
    (a, b) => Number(a.key === 0) - Number(b.key === 0) || a.name.localeCompare(b.name, 'zh-CN'),
  );
}

function Paper({ day, lists, foot }: { day: string; lists: readonly List[]; foot: string }) {
  return (
    <div className={styles.paper}>
      <h2>上门单 {day}</h2>
      {lists.length === 0 && <p>这一天没有已派单的上门。</p>}
      {lists.map((list) => (
        <section key={list.key} className={styles.list}>
          <h3>
            {list.name} <small>共 {list.stops.length} 次</small>
          </h3>
          <table>
            <thead>
              <tr>
                <th className={styles.time}>时间</th>
                <th className={styles.who}>老人</th>
                <th>{list.stops[0]?.address === undefined ? '备注' : '地址和提醒'}</th>
                <th className={styles.what}>服务</th>
                <th className={styles.sign}>老人签字</th>
              </tr>
            </thead>
            <tbody>
              {[...list.stops]
                .sort((a, b) => a.startsAt.localeCompare(b.startsAt))
                .map((stop) => (
                  <tr key={stop.id}>
                    <td>
                      {clock(stop.startsAt)}
                      <br />
                      {stop.minutes} 分钟
                    </td>
                    <td>
                      {stop.person}
                      {stop.phone && (
                        <>
                          <br />
                          {stop.phone}
                        </>
                      )}
                    </td>
                    <td>
                      {stop.address}
                      {stop.warnings && stop.warnings.length > 0 && (
                        <div className={styles.warning}>▲ {stop.warnings.join('、')}</div>
                      )}
                    </td>
                    <td>
                      {stop.service}
                      {stop.partners && (
                        <>
                          <br />与 {stop.partners}
                        </>
                      )}
                    </td>
                    <td />
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      ))}
      <p className={styles.foot}>{foot}</p>
    </div>
  );
}
