'use client';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { ordersDishes, ordersList, standingCreate, standingEnd, standingList } from '@heling/ui/api.gen';
import { dayLabel } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { useState } from 'react';
import { AboutPerson } from '../../src/member';
import { useNow } from '../../src/now';
import { Action, Loaded, Notice, Trouble } from '../../src/parts/basics';
import { Choice, Choices } from '../../src/parts/fields';
import { PersonSwitch } from '../../src/person-switch';
import type { Me, Person } from '../../src/session';
import { WEEKDAY_WORDS } from '../../src/words';

export default function Standing() {
  return (
    <AboutPerson title="长期订餐" back="/">
      {(person, me) => <Plans key={person.id} person={person} me={me} />}
    </AboutPerson>
  );
}

const days = (weekdays: number[]): string =>
  weekdays.join() === '1,2,3,4,5' ? '周一到周五' : weekdays.map((day) => WEEKDAY_WORDS[day - 1]).join('、');

/** Standing orders: what is delivered on which weekdays without ordering again. */
function Plans({ person, me }: { person: Person; me: Me }) {
  const now = useNow();
  const list = useCall(standingList, { query: { personId: person.id, state: 'active' } });
  const end = useCommand(standingEnd, [standingList]);
  const [ending, setEnding] = useState<number | null>(null);
  return (
    <>
      <PersonSwitch me={me} person={person} />
      <p>设一次，每周自动订好，不用天天订。系统提前 7 天下单，不想要的那天可以单独取消。</p>
      <Loaded query={list}>
        {({ items }) => (
          <>
            {items.map((each) => (
              <section key={each.id} className="card stack">
                <h2>
                  {each.serviceName} · {days(each.weekdays)}
                </h2>
                <p>{each.orgName}</p>
                <p>{each.holidays === 'skip' ? '法定节假日不送' : '法定节假日照送'}</p>
                {each.madeUntil && <p className="muted">已订到 {dayLabel(each.madeUntil, now)}</p>}
                {ending === each.id ? (
                  <>
                    <Notice tone="warn" title="停了以后不再自动订">
                      <span>已经订好的照常送，可以在订单里逐个取消。</span>
                    </Notice>
                    <Trouble error={end.error} />
                    <Action
                      look="danger filled"
                      busy={end.isPending}
                      onPress={() => end.mutate({ params: { id: each.id }, body: { version: each.version } })}
                    >
                      确认停止
                    </Action>
                    <Action look="plain" onPress={() => setEnding(null)}>
                      不停了
                    </Action>
                  </>
                ) : (
                  <Action look="plain" onPress={() => setEnding(each.id)}>
                    停止
                  </Action>
                )}
              </section>
            ))}
            <NewPlan person={person} me={me} first={items.length === 0} />
          </>
        )}
      </Loaded>
    </>
  );
}

function NewPlan({ person, me, first }: { person: Person; me: Me; first: boolean }) {
  const now = useNow();
  const tomorrow = addDays(businessDay(now), 1);
  const [draft, setDraft, clear] = useDraft(`standing:${me.accountId}:${person.id}`, {
    open: first,
    meal: 'lunch' as 'lunch' | 'dinner',
    weekdays: [1, 2, 3, 4, 5],
    holidays: 'skip' as 'keep' | 'skip',
    org: null as number | null,
  });
  const dishes = useCall(ordersDishes, { body: { personId: person.id, day: tomorrow, meal: draft.meal } });
  const create = useCommand(standingCreate, [standingList, ordersList]);
  if (!draft.open && !first)
    return <Action onPress={() => setDraft({ ...draft, open: true })}>再设一个</Action>;
  const kitchens = dishes.data?.kitchens ?? [];
  const org = kitchens.some((kitchen) => kitchen.org === draft.org) ? draft.org : (kitchens[0]?.org ?? null);
  return (
    <section className="card stack">
      <h2>为 {person.name} 设长期订餐</h2>
      <Choice
        legend="哪一餐？"
        value={draft.meal}
        onChoose={(meal) => setDraft({ ...draft, meal })}
        options={[
          { value: 'lunch', label: '午餐' },
          { value: 'dinner', label: '晚餐' },
        ]}
      />
      <Choices
        legend="星期几？"
        values={draft.weekdays}
        onChange={(weekdays) => setDraft({ ...draft, weekdays: [...weekdays].sort() })}
        options={WEEKDAY_WORDS.map((word, index) => ({ value: index + 1, label: word }))}
      />
      <Choice
        legend="法定节假日？"
        value={draft.holidays}
        onChoose={(holidays) => setDraft({ ...draft, holidays })}
        options={[
          { value: 'skip', label: '不送' },
          { value: 'keep', label: '照送' },
        ]}
      />
      <Loaded query={dishes} rows={1}>
        {() =>
          kitchens.length === 0 ? (
            <Notice title="明天没有可以送餐的助餐点，暂时不能设" />
          ) : (
            <Choice
              legend="哪一家送？"
              value={org}
              onChoose={(value) => setDraft({ ...draft, org: value })}
              options={kitchens.map((kitchen) => ({ value: kitchen.org, label: kitchen.orgName }))}
            />
          )
        }
      </Loaded>
      <p className="muted">每天送老人能吃的第一个菜；从{dayLabel(tomorrow, now)}开始。</p>
      <Trouble error={create.error} />
      <Action
        look="primary"
        busy={create.isPending}
        off={org === null || draft.weekdays.length === 0}
        onPress={() =>
          create.mutate(
            {
              body: {
                personId: person.id,
                org: org!,
                service: draft.meal,
                weekdays: draft.weekdays,
                holidays: draft.holidays,
                from: tomorrow,
              },
            },
            { onSuccess: clear },
          )
        }
      >
        就这样订
      </Action>
    </section>
  );
}
