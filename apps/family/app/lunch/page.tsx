'use client';
import { useRouter, useSearchParams } from 'next/navigation';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { MEAL_NAMES } from '@heling/orders/domain/menu';
import { ordersDishes } from '@heling/ui/api.gen';
import { clock, dayLabel, when } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { DishCard } from '../../src/dish-card';
import { MealConfirm, type MealDraft } from '../../src/meal-confirm';
import { AboutPerson } from '../../src/member';
import { FromAddress } from '../../src/from-address';
import { useStepTo } from '../../src/moves';
import { useNow } from '../../src/now';
import { Go, Loaded, Notice } from '../../src/parts/basics';
import { Choice } from '../../src/parts/fields';
import { PersonSwitch } from '../../src/person-switch';
import type { Me, Person } from '../../src/session';

const DAYS_AHEAD = 7;
type Meal = 'lunch' | 'dinner';

export default function Lunch() {
  return (
    <FromAddress>
      <Opened />
    </FromAddress>
  );
}

function Opened() {
  const meal = useSearchParams().get('meal') === 'dinner' ? 'dinner' : 'lunch';
  return (
    <AboutPerson title={`订${MEAL_NAMES[meal]}`} back="/">
      {(person, me) => <Meals key={`${person.id}:${meal}`} person={person} me={me} meal={meal} />}
    </AboutPerson>
  );
}

/** Dishes of a day, then the last look; the step stands in the address, so that back leads to the dishes. */
function Meals({ person, me, meal }: { person: Person; me: Me; meal: Meal }) {
  const now = useNow();
  const router = useRouter();
  const stepTo = useStepTo();
  const search = useSearchParams();
  const day = search.get('day') ?? businessDay(now);
  const [draft, setDraft, clear] = useDraft<MealDraft | null>(`meal:${me.accountId}:${person.id}`, null);
  const dishes = useCall(ordersDishes, { body: { personId: person.id, day, meal } });
  const at = (change: Partial<Record<'day' | 'meal' | 'step', string>>) =>
    `/lunch/?${new URLSearchParams({ day, meal, ...change })}`;

  if (search.get('step') === 'confirm') {
    if (!draft || draft.day !== day || draft.meal !== meal) {
      return (
        <Notice title="还没有选菜">
          <Go to={at({})}>去选菜</Go>
        </Notice>
      );
    }
    return (
      <Loaded query={dishes}>
        {(answer) => (
          <MealConfirm
            draft={draft}
            onChange={setDraft}
            onPlaced={clear}
            onMore={() => stepTo(at({}))}
            kitchen={answer.kitchens.find((kitchen) => kitchen.kitchenDay === draft.kitchenDay)}
            person={person}
            account={me.accountId}
          />
        )}
      </Loaded>
    );
  }
  return (
    <>
      <PersonSwitch me={me} person={person} />
      <Choice
        legend="哪一天？"
        value={day}
        onChoose={(next) => router.replace(at({ day: next }))}
        options={[0, 1, 2]
          .map((ahead) => {
            const value = addDays(businessDay(now), ahead);
            return { value, label: ahead < 2 ? dayLabel(value, now) : '后天' };
          })
          .concat(
            day > addDays(businessDay(now), 2) && day <= addDays(businessDay(now), DAYS_AHEAD)
              ? [{ value: day, label: dayLabel(day, now) }]
              : [],
          )}
      />
      <Loaded query={dishes}>
        {({ kitchens, texture }) =>
          kitchens.length === 0 ? (
            <Notice title="这一天没有可以送餐的助餐点">
              <span>换一天看看，或打电话问问附近的助餐点。</span>
            </Notice>
          ) : (
            kitchens.map((kitchen) => (
              <section key={kitchen.kitchenDay} className="stack">
                <h2>{kitchen.orgName}</h2>
                {kitchen.open ? (
                  <p>
                    {clock(kitchen.window.start)}–{clock(kitchen.window.end)} 送到 · 还有 {kitchen.left} 份 ·{' '}
                    {when(kitchen.cutoffAt, now)} 前可订
                  </p>
                ) : (
                  <Notice tone="warn" title={kitchen.left > 0 ? '已过订餐时间' : '已经订完'} />
                )}
                {[...kitchen.dishes]
                  .sort(
                    (a, b) =>
                      Number(a.stops.length > 0) - Number(b.stops.length > 0) ||
                      Number(b.suits) - Number(a.suits),
                  )
                  .map((dish) => (
                    <DishCard
                      key={dish.id}
                      dish={dish}
                      texture={texture}
                      open={kitchen.open}
                      onTake={() => {
                        const same =
                          draft?.kitchenDay === kitchen.kitchenDay && draft.meal === meal ? draft.lines : [];
                        setDraft({
                          day,
                          meal,
                          kitchenDay: kitchen.kitchenDay,
                          lines: [
                            ...same.filter((line) => line.dishId !== dish.id),
                            {
                              dishId: dish.id,
                              texture: dish.suits ? texture : dish.textures[0]!,
                              quantity: 1,
                            },
                          ],
                        });
                        stepTo(at({ step: 'confirm' }));
                      }}
                    />
                  ))}
              </section>
            ))
          )
        }
      </Loaded>
      <Go look="plain" to={at({ meal: meal === 'lunch' ? 'dinner' : 'lunch' })}>
        {meal === 'lunch' ? '看晚餐' : '看午餐'}
      </Go>
      <Go look="plain" to="/standing/">
        每天都要吃？设长期订餐
      </Go>
    </>
  );
}
