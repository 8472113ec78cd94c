'use client';
import { useSearchParams } from 'next/navigation';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { ordersMenu, ordersQuote } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { ConfirmOrder } from '../../src/confirm-order';
import { AboutPerson } from '../../src/member';
import { FromAddress } from '../../src/from-address';
import { useNow } from '../../src/now';
import { Loaded, Notice, Reasons } from '../../src/parts/basics';
import { DayWord } from '../../src/day-word';
import { Choice } from '../../src/parts/fields';
import { PersonSwitch } from '../../src/person-switch';
import type { Me, Person } from '../../src/session';

const DAYS_AHEAD = 9;

export default function Book() {
  return (
    <FromAddress>
      <Opened />
    </FromAddress>
  );
}

function Opened() {
  const service = useSearchParams().get('service') ?? '';
  return (
    <AboutPerson title="约上门服务" back="/services/">
      {(person, me) => <Visit key={`${person.id}:${service}`} person={person} me={me} code={service} />}
    </AboutPerson>
  );
}

interface Draft {
  day: string | null;
  org: number | null;
  window: { start: string; end: string } | null;
}

/** Day, time, provider; then the split and the button. */
function Visit({ person, me, code }: { person: Person; me: Me; code: string }) {
  const now = useNow();
  const today = businessDay(now);
  const [draft, setDraft, clear] = useDraft<Draft>(`book:${me.accountId}:${person.id}:${code}`, {
    day: null,
    org: null,
    window: null,
  });
  const day = draft.day && draft.day >= today ? draft.day : addDays(today, 1);
  const menu = useCall(ordersMenu, { body: { personId: person.id, day } }, { keep: true });
  const service = menu.data?.services.find((each) => each.code === code);
  const wish = { personId: person.id, service: code, day, ...(draft.org ? { org: draft.org } : {}) };
  const times = useCall(ordersQuote, { body: wish }, { enabled: code !== '', keep: true });
  if (code === '') return <Notice title="请从服务列表里选一项" />;
  return (
    <>
      <PersonSwitch me={me} person={person} />
      <h2 className="large">{service?.name ?? '…'}</h2>
      {service && (
        <p>
          为 {person.name} · {service.minutes} 分钟
          {service.carers > 1 && ` · ${service.carers} 名护理员一起上门`}
        </p>
      )}
      {service?.gate && (
        <Notice title="洗澡前先量血压、体温">
          <span>不合适就不洗，另约时间。家里最好有人在。</span>
        </Notice>
      )}
      <Choice
        legend="哪一天？"
        columns
        value={day}
        onChoose={(next) => setDraft({ ...draft, day: next, window: null })}
        options={Array.from({ length: DAYS_AHEAD }, (_, ahead) => {
          const value = addDays(today, ahead);
          return { value, label: <DayWord day={value} now={now} /> };
        })}
      />
      <Loaded query={times}>
        {(answer) => {
          const kept = answer.windows.find((window) => window.start === draft.window?.start);
          const offers = service?.offers ?? [];
          return (
            <>
              {answer.windows.length > 0 && (
                <Choice
                  legend="什么时间？"
                  value={kept?.start ?? null}
                  onChoose={(start) => {
                    const window = answer.windows.find((each) => each.start === start);
                    if (window) setDraft({ ...draft, day, window: { start: window.start, end: window.end } });
                  }}
                  options={answer.windows.map((window) => ({ value: window.start, label: window.label }))}
                />
              )}
              {offers.length > 1 && (
                <Choice
                  legend="哪一家？"
                  value={draft.org ?? offers[0]!.org}
                  onChoose={(org) => setDraft({ ...draft, org })}
                  options={offers.map((offer) => ({
                    value: offer.org,
                    label: `${offer.orgName} ${yuan((offer.split ?? { selfPay: offer.price }).selfPay)}`,
                  }))}
                />
              )}
              {kept ? (
                <ConfirmOrder
                  account={me.accountId}
                  onPlaced={clear}
                  wish={{ ...wish, window: { start: kept.start, end: kept.end } }}
                />
              ) : answer.stops.length > 0 ? (
                <Reasons tone="stop" title="不能下单" reasons={answer.stops} />
              ) : (
                <Notice title="请选时间段">
                  {answer.split && <span>自己付 {yuan(answer.split.selfPay)}，选好时间后再确认。</span>}
                </Notice>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
