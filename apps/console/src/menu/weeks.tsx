'use client';
import { useState } from 'react';
import Link from 'next/link';
import { Button, InputNumber, Select } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { kitchenDaysRoute } from '@heling/orders/contract/menu';
import { mondayOf } from '@heling/people/domain/carers';
import { addDays, atLocal, businessDay, weekday } from '@heling/platform/domain/calendar';
import { ordersDishList, ordersKitchenDays, ordersSaveKitchenDay } from '@heling/ui/api.gen';
import { clock } from '@heling/ui/format';
import { label } from '@heling/ui/glossary';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { TimeInput } from '../calendar/time-input';
import { Field } from '../parts/field';
import { Panel } from '../parts/page-head';
import { Answer, Empty, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useParam } from '../parts/use-param';
import { useMay } from '../shell/me';
import styles from './menu.module.css';

type Day = Output<typeof kitchenDaysRoute>['items'][number];
type Meal = Day['meal'];
const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
const MEALS: Meal[] = ['lunch', 'dinner'];

/** A kitchen's week: dishes, portions and cut-off for each meal. */
export function Weeks({ org }: { org: number | null }) {
  const today = businessDay(useNow(60_000));
  const maySet = useMay(['city', 'county', 'providerManager']);
  const [param, setParam] = useParam('week');
  const from = mondayOf(param && /^\d{4}-\d\d-\d\d$/.test(param) ? param : today);
  const [editing, setEditing] = useState<{ day: string; meal: Meal } | null>(null);
  const answer = useCall(
    ordersKitchenDays,
    { query: { org: org ?? 0, from, to: addDays(from, 6) } },
    { enabled: org !== null, keep: true },
  );
  if (org === null) return <Empty title="先在右上角选助餐点" />;
  const days = Array.from({ length: 7 }, (_, i) => addDays(from, i));
  return (
    <>
      <div className="row no-print">
        <Button onClick={() => setParam(addDays(from, -7), true)}>‹ 前一周</Button>
        <b>
          {from} 至 {addDays(from, 6)}
        </b>
        <Button onClick={() => setParam(addDays(from, 7), true)}>后一周 ›</Button>
        {from !== mondayOf(today) && <Button onClick={() => setParam(null, true)}>本周</Button>}
        <Button onClick={() => window.print()}>打印</Button>
      </div>
      <Answer of={answer}>
        {(data) => (
          <>
            {editing && (
              <DayForm
                key={`${editing.day}-${editing.meal}`}
                org={org}
                {...editing}
                row={
                  data.items.find((each) => each.day === editing.day && each.meal === editing.meal) ?? null
                }
                onDone={() => setEditing(null)}
              />
            )}
            <table className={styles.week}>
              <thead>
                <tr>
                  <th scope="col">餐次</th>
                  {days.map((day) => (
                    <th scope="col" key={day} className={day === today ? styles.today : ''}>
                      {day.slice(5)} {WEEKDAYS[weekday(day) - 1]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {MEALS.map((meal) => (
                  <tr key={meal}>
                    <th scope="row">{label('meal', meal)}</th>
                    {days.map((day) => {
                      const row = data.items.find((each) => each.day === day && each.meal === meal);
                      return (
                        <td key={day} className={day === today ? styles.today : ''}>
                          {row ? (
                            <>
                              <ul>
                                {row.dishes.map((dish) => (
                                  <li key={dish.id}>{dish.name}</li>
                                ))}
                              </ul>
                              <p>
                                <Link href={`/kitchen/?id=${row.id}`}>
                                  已订 {row.taken} / {row.capacity} 份
                                </Link>
                              </p>
                              <p className="muted">
                                {businessDay(new Date(row.cutoffAt)) === day ? '' : '前一天 '}
                                {clock(row.cutoffAt)} 截止，送餐 {clock(row.window.start)}–
                                {clock(row.window.end)}
                              </p>
                            </>
                          ) : (
                            <p className="muted">不供餐</p>
                          )}
                          {maySet && day >= today && (
                            <Button
                              size="small"
                              className="no-print"
                              onClick={() => setEditing({ day, meal })}
                            >
                              {row ? '修改' : '排菜'}
                            </Button>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Answer>
    </>
  );
}

const DEFAULTS = {
  lunch: { cutoff: '09:00', start: '11:00', end: '12:30' },
  dinner: { cutoff: '14:30', start: '16:30', end: '18:00' },
} as const;

function DayForm({
  org,
  day,
  meal,
  row,
  onDone,
}: {
  org: number;
  day: string;
  meal: Meal;
  row: Day | null;
  onDone: () => void;
}) {
  const toasts = useToasts();
  const dishes = useCall(ordersDishList, { query: { org } });
  const [chosen, setChosen] = useState<number[]>(row?.dishes.map((dish) => dish.id) ?? []);
  const [capacity, setCapacity] = useState(row?.capacity ?? 60);
  const [cutoff, setCutoff] = useState(row ? clock(row.cutoffAt) : DEFAULTS[meal].cutoff);
  const [start, setStart] = useState(row ? clock(row.window.start) : DEFAULTS[meal].start);
  const [end, setEnd] = useState(row ? clock(row.window.end) : DEFAULTS[meal].end);
  const save = useCommand(ordersSaveKitchenDay, [ordersKitchenDays]);
  // Some kitchens close the day before: the time may be changed, the day stays.
  const cutoffDay = row ? businessDay(new Date(row.cutoffAt)) : day;
  const wrong =
    chosen.length === 0
      ? '至少选一个菜'
      : !((cutoffDay < day || cutoff < start) && start < end)
        ? '时间要依次是：截止、开始送、送完'
        : row && capacity < row.taken
          ? `已订 ${row.taken} 份，不能再少`
          : null;
  const time = (name: string, value: string, set: (next: string) => void) => (
    <Field label={name}>{(ids) => <TimeInput id={ids.id} value={value} onChange={set} />}</Field>
  );
  return (
    <Panel title={`${day} ${label('meal', meal)}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong) return;
          save.mutate(
            {
              body: {
                org,
                day,
                meal,
                capacity,
                cutoffAt: atLocal(cutoffDay, cutoff).toISOString(),
                windowStart: atLocal(day, start).toISOString(),
                windowEnd: atLocal(day, end).toISOString(),
                dishes: chosen,
              },
            },
            {
              onSuccess: () => {
                toasts.done('已保存');
                onDone();
              },
            },
          );
        }}
      >
        <div className="fields">
          <Field label="菜品" required wide>
            {(ids) => (
              <Select
                id={ids.id}
                mode="multiple"
                loading={dishes.isPending}
                showSearch={{ optionFilterProp: 'label' }}
                value={chosen}
                options={(dishes.data?.items ?? [])
                  .filter((dish) => dish.active || chosen.includes(dish.id))
                  .map((dish) => ({ value: dish.id, label: dish.name }))}
                onChange={(ids: number[]) => setChosen(ids)}
              />
            )}
          </Field>
          <Field label="最多做几份">
            {(ids) => (
              <InputNumber
                {...ids}
                min={0}
                max={5000}
                precision={0}
                value={capacity}
                onChange={(value) => setCapacity(value ?? 0)}
              />
            )}
          </Field>
          {time(cutoffDay < day ? '截止订餐（前一天）' : '截止订餐', cutoff, setCutoff)}
          {time('开始送餐', start, setStart)}
          {time('送完', end, setEnd)}
        </div>
        {wrong && <p className="field-error">{wrong}</p>}
        <Problem problem={save.error ?? dishes.error} />
        <p className="row">
          <Button type="primary" htmlType="submit" disabled={wrong !== null} loading={save.isPending}>
            保存
          </Button>
          <Button onClick={onDone}>取消</Button>
        </p>
      </form>
    </Panel>
  );
}
