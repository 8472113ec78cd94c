'use client';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { clock } from '@heling/ui/format';
import { TEXTURE_NAMES } from '@heling/orders/domain/menu';
import { ENDED_VISIT_STATES } from '@heling/orders/domain/visit-machine';
import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import { FromAddress } from '../../../src/from-address';
import { CarerPage, Standing } from '../../../src/carer/frame';
import { mapLinks, positionNow } from '../../../src/carer/position';
import { Sos } from '../../../src/carer/sos';
import { useRounds } from '../../../src/carer/use-day';
import { useRecord } from '../../../src/carer/use-record';
import { Action, Loaded, Notice, Trouble } from '../../../src/parts/basics';
import type { Me } from '../../../src/session';

export default function Round() {
  return (
    <FromAddress>
      <Opened />
    </FromAddress>
  );
}

function Opened() {
  const id = Number(useSearchParams().get('id')) || 0;
  return (
    <CarerPage title="送餐" back="/carer/">
      {(me) => <Stops id={id} me={me} />}
    </CarerPage>
  );
}

/** The round (送餐路线): the next door first, then the others in the order of the way. */
function Stops({ id, me }: { id: number; me: Me }) {
  const { rounds, items } = useRounds(me);
  const round = items.find((each) => each.id === id) ?? items[0];
  const { give, busyWith, errorOf } = useRecord(me.accountId);
  const open = round?.stops.filter((stop) => !ENDED_VISIT_STATES.includes(stop.state)) ?? [];
  const over = round?.stops.filter((stop) => ENDED_VISIT_STATES.includes(stop.state)) ?? [];
  const [next] = open;
  const finish = async (stop: PhoneVisit, command: 'deliver' | 'notAtHome', label: string) => {
    const position = await positionNow();
    await give(
      stop,
      {
        kind: 'step',
        step: { command, version: stop.version, ...(position ? { position } : { note: '手机没有定位' }) },
      },
      label,
    );
  };
  return (
    <>
      <Standing me={me} kept={rounds} />
      <Loaded query={rounds}>
        {() =>
          round ? (
            <>
              <p>
                {round.orgName} {round.mealName}：共 {round.stops.length} 站，还有 {open.length} 站
              </p>
              {open.length === 0 && <Notice tone="good" title="全部送完了，辛苦了" />}
              {open.map((stop) => (
                <Stop key={stop.id} stop={stop} next={stop === next}>
                  <Trouble error={errorOf(stop)} />
                  {stop === next && (
                    <Doorstep
                      stop={stop}
                      busy={busyWith(stop)}
                      onDone={(command, label) => void finish(stop, command, label)}
                    />
                  )}
                </Stop>
              ))}
              {over.length > 0 && (
                <section>
                  <h2>已送的</h2>
                  <ul className="list">
                    {over.map((stop) => (
                      <li key={stop.id} className="card row apart">
                        <span>第 {stop.stop ?? '—'} 站</span>
                        <span className={`tag ${stop.state === 'done' ? 'good' : 'warn'}`}>
                          {stop.state === 'done' ? '已送达' : stop.stateName}{' '}
                          {stop.doneAt && clock(stop.doneAt)}
                        </span>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
              {next && <Sos visitId={next.id} />}
            </>
          ) : (
            <Notice title="今天没有送餐路线" />
          )
        }
      </Loaded>
    </>
  );
}

function Stop({ stop, next, children }: { stop: PhoneVisit; next: boolean; children: React.ReactNode }) {
  return (
    <section className={`card stack ${next ? 'glance' : ''}`} aria-label={`第 ${stop.stop ?? ''} 站`}>
      <p className="strong">
        {next ? '下一站' : '之后'}：第 {stop.stop ?? '—'} 站
      </p>
      {stop.recipient && (
        <>
          <p className={next ? 'large' : 'strong'}>{stop.recipient.name}</p>
          <p>{stop.recipient.address}</p>
        </>
      )}
      <ul className="list">
        {stop.portions.map((portion) => (
          <li key={`${portion.name}${portion.texture}`} className="strong">
            {portion.name} {portion.texture === 'normal' ? '' : `（${TEXTURE_NAMES[portion.texture]}）`} ×{' '}
            {portion.quantity}
          </li>
        ))}
      </ul>
      {stop.recipient && stop.recipient.warnings.length > 0 && (
        <span className="tag warn">▲ {stop.recipient.warnings.join('；')}</span>
      )}
      {children}
    </section>
  );
}

function Doorstep({
  stop,
  busy,
  onDone,
}: {
  stop: PhoneVisit;
  busy: boolean;
  onDone: (command: 'deliver' | 'notAtHome', label: string) => void;
}) {
  const [sure, setSure] = useState(false);
  const links = mapLinks(stop);
  return (
    <>
      <div className="grid">
        <a className="button" href={links.own}>
          手机地图
        </a>
        <a className="button" href={links.amap} target="_blank" rel="noreferrer">
          高德导航
        </a>
      </div>
      {stop.recipient?.phone && (
        <a className="button" href={`tel:${stop.recipient.phone}`}>
          打给{stop.recipient.name}
        </a>
      )}
      <Action look="primary" busy={busy} onPress={() => onDone('deliver', '已送达')}>
        已送达
      </Action>
      {sure ? (
        <>
          <Notice tone="warn" title="敲过门、打过电话都没人应？">
            <span>提交后工作人员会去看老人是否平安。</span>
          </Notice>
          <Action look="danger filled" busy={busy} onPress={() => onDone('notAtHome', '无人应答')}>
            确认无人应答
          </Action>
          <Action look="plain" onPress={() => setSure(false)}>
            再等等
          </Action>
        </>
      ) : (
        <Action look="plain" busy={busy} onPress={() => setSure(true)}>
          无人应答
        </Action>
      )}
    </>
  );
}
