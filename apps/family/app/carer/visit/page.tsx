'use client';
import { useSearchParams } from 'next/navigation';
import { lazy, Suspense, useState } from 'react';
import { clock, span, when } from '@heling/ui/format';
import { useDraft } from '@heling/ui/react/use-draft';
import { ENDED_VISIT_STATES } from '@heling/orders/domain/visit-machine';
import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import type { GateLimits } from '@heling/dispatch/domain/gate';
import { CheckIn } from '../../../src/carer/check-in';
import { CarerPage, Standing } from '../../../src/carer/frame';
import { mapLinks, positionNow } from '../../../src/carer/position';
import { Sos } from '../../../src/carer/sos';
import { useDay } from '../../../src/carer/use-day';
import { useRecord, type Step } from '../../../src/carer/use-record';
import { FromAddress } from '../../../src/from-address';
import { useNow } from '../../../src/now';
import { Action, Facts, Loaded, Notice, Skeleton, Trouble } from '../../../src/parts/basics';
import { TextArea } from '../../../src/parts/fields';
import type { Me } from '../../../src/session';

// Fetched after the page; the service worker keeps them for the visit without a network.
const GateForm = lazy(() => import('../../../src/carer/gate-form').then((m) => ({ default: m.GateForm })));
const AfterForm = lazy(() => import('../../../src/carer/gate-form').then((m) => ({ default: m.AfterForm })));
const Photos = lazy(() => import('../../../src/carer/photos').then((m) => ({ default: m.Photos })));

export default function CarerVisit() {
  return (
    <FromAddress>
      <Opened />
    </FromAddress>
  );
}

function Opened() {
  const id = Number(useSearchParams().get('id')) || 0;
  return (
    <CarerPage title="上门" back="/carer/">
      {(me) => <Visit key={id} id={id} me={me} />}
    </CarerPage>
  );
}

function Visit({ id, me }: { id: number; me: Me }) {
  const { mine, visits } = useDay(me);
  const visit = visits.find((each) => each.id === id);
  return (
    <>
      <Standing me={me} kept={mine} />
      <Loaded query={mine}>
        {(data) =>
          visit ? (
            <Suspense fallback={<Skeleton />}>
              <AtTheDoor visit={visit} me={me} limits={data.gateLimits} />
            </Suspense>
          ) : (
            <Notice tone="warn" title="这一单不在您今天的安排里">
              <span>可能已经改派或取消，请返回看今天的上门。</span>
            </Notice>
          )
        }
      </Loaded>
    </>
  );
}

/** Commands with a button of their own; the others have a form. */
const PRESSED = ['accept', 'depart', 'start', 'finish', 'deliver'];
const ASKED = ['notAtHome', 'decline', 'interrupt'] as const;
const QUESTIONS: Record<(typeof ASKED)[number], { title: string; note: boolean; hint: string }> = {
  notAtHome: {
    title: '家中没有人应答？',
    note: false,
    hint: '先敲门、打电话。提交后工作人员会去看老人是否平安。',
  },
  decline: { title: '不能去这一家？', note: true, hint: '提交后由调度员改派。' },
  interrupt: { title: '中断服务？', note: true, hint: '提交后这一单结束，调度员会联系您。' },
};

function AtTheDoor({ visit, me, limits }: { visit: PhoneVisit; me: Me; limits: GateLimits }) {
  const now = useNow();
  const { give, busyWith, errorOf } = useRecord(me.accountId);
  const busy = busyWith(visit);
  const has = (command: string) => visit.commands.some((each) => each.command === command);
  const labelOf = (command: string) =>
    visit.commands.find((each) => each.command === command)?.label ?? command;
  const press = async (command: 'accept' | 'depart' | 'start' | 'finish' | 'deliver') => {
    const position = command === 'deliver' ? await positionNow() : null;
    const step: Step = {
      kind: 'step',
      step: { command, version: visit.version, ...(position ? { position } : {}) },
    };
    await give(visit, step, labelOf(command));
  };
  const over = ENDED_VISIT_STATES.includes(visit.state);
  const partner = visit.carers.filter((carer) => !carer.me);
  return (
    <>
      <section className={`card glance stack ${over ? 'quiet' : ''}`} aria-live="polite">
        <div className="row apart">
          <span className="strong">{visit.serviceName}</span>
          <span className={`tag ${over ? '' : 'good'}`}>{visit.stateName}</span>
        </div>
        {visit.recipient && <p className="large">{visit.recipient.name}</p>}
        <p>
          {visit.startsAt
            ? `${when(visit.startsAt, now)} 开始，${visit.minutes} 分钟`
            : span(visit.window.start, visit.window.end, now)}
        </p>
        {visit.recipient && <p>{visit.recipient.address}</p>}
        {visit.portions.map((portion) => (
          <p key={portion.name} className="strong">
            {portion.name} × {portion.quantity}
          </p>
        ))}
      </section>
      {visit.recipient && visit.recipient.warnings.length > 0 && (
        <Notice tone="warn" title="先看提醒">
          <ul>
            {visit.recipient.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
      {errorOf(visit) && <Trouble error={errorOf(visit)} />}
      {has('gate') && (
        <GateForm
          visit={visit}
          limits={limits}
          busy={busy}
          onGate={(gate, done) => void give(visit, { kind: 'gate', gate }, '洗澡前安全检查', done)}
        />
      )}
      {has('vitalsAfter') && (
        <AfterForm
          visit={visit}
          limits={limits}
          busy={busy}
          onAfter={(vitalsAfter, done) =>
            void give(visit, { kind: 'vitalsAfter', vitalsAfter }, '服务后测量', done)
          }
        />
      )}
      {visit.commands
        .filter(({ command }) => PRESSED.includes(command))
        .map(({ command, label }, index) => (
          <Action
            key={command}
            look={index === 0 ? 'primary' : undefined}
            busy={busy}
            onPress={() => void press(command as 'accept')}
          >
            {label}
          </Action>
        ))}
      {has('arrive') && (
        <CheckIn
          visit={visit}
          busy={busy}
          early={has('accept') || has('depart')}
          onProof={(proof) =>
            void give(
              visit,
              { kind: 'step', step: { command: 'arrive', version: visit.version, ...proof } },
              '签到',
            )
          }
        />
      )}
      {visit.state === 'refusedForSafety' && (
        <Notice tone="warn" title="因安全未做，已结束">
          <span>请跟老人和家属说明原因；可以另约时间。</span>
        </Notice>
      )}
      {visit.state === 'done' && (
        <Notice tone="good" title={`已完成${visit.doneAt ? ` ${clock(visit.doneAt)}` : ''}`} />
      )}
      {!over && <Finding visit={visit} />}
      {partner.length > 0 && (
        <section className="card stack">
          <h2>一起去的人</h2>
          {partner.map((carer) => (
            <div key={carer.id} className="stack">
              <Facts
                rows={[[carer.name, carer.arrivedAt ? `${clock(carer.arrivedAt)} 已签到` : '还没有签到']]}
              />
              {carer.phone && (
                <a className="button" href={`tel:${carer.phone}`}>
                  打给{carer.name}
                </a>
              )}
            </div>
          ))}
        </section>
      )}
      {['arrived', 'gated', 'inService', 'done'].includes(visit.state) && (
        <Photos visit={visit} account={me.accountId} />
      )}
      {ASKED.filter((command) => has(command)).map((command) => (
        <Asked
          key={command}
          command={command}
          label={labelOf(command)}
          visit={visit}
          busy={busy}
          onSure={(note) =>
            void give(
              visit,
              { kind: 'step', step: { command, version: visit.version, ...(note ? { note } : {}) } },
              labelOf(command),
            )
          }
        />
      ))}
      {!over && <Sos visitId={visit.id} />}
    </>
  );
}

function Finding({ visit }: { visit: PhoneVisit }) {
  const links = mapLinks(visit);
  return (
    <section className="card stack">
      <h2>怎么去</h2>
      {visit.travel && (
        <p>
          {visit.travel.kilometres.toFixed(1)} 公里，约 {visit.travel.minutes} 分钟
        </p>
      )}
      <div className="grid">
        <a className="button" href={links.own}>
          手机地图
        </a>
        <a className="button" href={links.amap} target="_blank" rel="noreferrer">
          高德导航
        </a>
      </div>
      {visit.recipient?.phone && (
        <a className="button" href={`tel:${visit.recipient.phone}`}>
          打给{visit.recipient.name}
        </a>
      )}
    </section>
  );
}

/** What ends the visit asks once more, with a note where one is needed. */
function Asked({
  command,
  label,
  visit,
  busy,
  onSure,
}: {
  command: (typeof ASKED)[number];
  label: string;
  visit: PhoneVisit;
  busy: boolean;
  onSure: (note: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const [note, setNote] = useDraft(`${command}:${visit.id}`, '');
  const { title, note: needed, hint } = QUESTIONS[command];
  if (!open) {
    return (
      <Action look="plain" onPress={() => setOpen(true)}>
        {label}
      </Action>
    );
  }
  return (
    <section className="card stack">
      <h2>{title}</h2>
      <p>{hint}</p>
      {command === 'notAtHome' && visit.recipient?.phone && (
        <a className="button" href={`tel:${visit.recipient.phone}`}>
          再打一次电话
        </a>
      )}
      {needed && <TextArea label="原因" maxLength={200} value={note} onType={setNote} />}
      <Action
        look="danger filled"
        busy={busy}
        off={needed && note.trim() === ''}
        onPress={() => onSure(note.trim())}
      >
        确认{label}
      </Action>
      <Action look="plain" onPress={() => setOpen(false)}>
        先不
      </Action>
    </section>
  );
}
