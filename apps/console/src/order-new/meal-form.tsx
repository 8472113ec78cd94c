'use client';
import { Select } from 'antd';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { dishesRoute, menuRoute } from '@heling/orders/contract/menu';
import { ALLERGEN_NAMES, TEXTURE_NAMES, type Texture } from '@heling/orders/domain/menu';
import { ordersDishes } from '@heling/ui/api.gen';
import { clock, duration, yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { Mark } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { QuotePanel } from './quote-panel';

export type Service = Output<typeof menuRoute>['services'][number];
type Kitchen = Output<typeof dishesRoute>['kitchens'][number];
type Dish = Kitchen['dishes'][number];
const MOST = 5;

/** A dish of a kitchen, as a row that can be chosen. */
interface Row {
  kitchen: Kitchen;
  dish: Dish;
}
interface Chosen {
  quantity: number;
  texture: Texture;
}

/** A meal: ↑↓ moves, Enter takes the dish and goes on to the price, + and − change the number of portions. */
export function MealForm({
  personId,
  service,
  day,
  onDay,
}: {
  personId: number;
  service: Service;
  day: string;
  onDay(day: string): void;
}) {
  const meal = service.code === 'dinner' ? 'dinner' : 'lunch';
  const answer = useCall(ordersDishes, { body: { personId, day, meal } });
  return (
    <Answer of={answer} lines={6}>
      {(data) => (
        <Dishes
          kitchens={data.kitchens}
          texture={data.texture}
          personId={personId}
          service={service}
          day={day}
          onDay={onDay}
        />
      )}
    </Answer>
  );
}

const usable = ({ kitchen, dish }: Row): boolean =>
  kitchen.open && kitchen.left > 0 && dish.suits && dish.stops.length === 0;

function Dishes({
  kitchens,
  texture,
  personId,
  service,
  day,
  onDay,
}: {
  kitchens: Kitchen[];
  texture: Texture;
  personId: number;
  service: Service;
  day: string;
  onDay(day: string): void;
}) {
  const rows = useMemo(
    () => kitchens.flatMap((kitchen) => kitchen.dishes.map((dish): Row => ({ kitchen, dish }))),
    [kitchens],
  );
  const first = rows.findIndex(usable);
  const [at, setAt] = useState(Math.max(0, first));
  const [kitchenDay, setKitchenDay] = useState<number | null>(null);
  const [chosen, setChosen] = useState<Record<number, Chosen>>({});
  const list = useRef<HTMLUListElement>(null);
  const toPrice = useRef<() => void>(() => undefined);

  useEffect(() => {
    // The caller hears the first dish that suits while the operator's hand is still on the keys.
    list.current?.querySelector<HTMLElement>(`[data-index="${Math.max(0, first)}"]`)?.focus();
  }, [first]);

  const bestTexture = (dish: Dish): Texture =>
    dish.textures.includes(texture) ? texture : (dish.textures[0] ?? 'normal');
  const put = (row: Row, quantity: number, alone: boolean) => {
    const { dish, kitchen } = row;
    const before = alone || kitchen.kitchenDay !== kitchenDay ? {} : chosen;
    const next: Record<number, Chosen> = {
      ...before,
      [dish.id]: { texture: before[dish.id]?.texture ?? bestTexture(dish), quantity },
    };
    if (quantity <= 0) delete next[dish.id];
    setKitchenDay(kitchen.kitchenDay);
    setChosen(next);
  };
  const lines = Object.entries(chosen).map(([dishId, line]) => ({ dishId: Number(dishId), ...line }));

  const onKey = (event: KeyboardEvent) => {
    const row = rows[at];
    if (!row || !(event.target as HTMLElement).hasAttribute('data-index')) return;
    const number = row.kitchen.kitchenDay === kitchenDay ? (chosen[row.dish.id]?.quantity ?? 0) : 0;
    const go = (to: number) => {
      const next = Math.max(0, Math.min(rows.length - 1, to));
      setAt(next);
      list.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    };
    if (event.key === 'ArrowDown' || event.key === 'j') go(at + 1);
    else if (event.key === 'ArrowUp' || event.key === 'k') go(at - 1);
    else if (event.key === 'Enter' || event.key === ' ') {
      if (!usable(row)) return;
      if (number === 0) put(row, 1, lines.length <= 1);
      if (event.key === 'Enter') setTimeout(() => toPrice.current(), 0);
    } else if (event.key === '+' || event.key === '=') {
      if (usable(row)) put(row, Math.min(MOST, number + 1), false);
    } else if (event.key === '-') {
      if (number > 0) put(row, number - 1, false);
    } else return;
    event.preventDefault();
  };

  if (rows.length === 0) {
    return (
      <Empty title={`这一天没有助餐点给这位老人供应${service.name}`}>
        <p>换一天看看，或请区县在“菜单价格”里设定菜单和服务区域。</p>
      </Empty>
    );
  }
  return (
    <div className="order-body">
      <Panel title={`选菜（${TEXTURE_NAMES[texture]}）`}>
        {first < 0 && (
          <p className="order-none" role="status">
            ▲ 这一天已经没有能订的菜（过了截止时间、份数已满，或都不适合）。
            <button type="button" onClick={() => onDay(nextDay(day))}>
              看下一天
            </button>
          </p>
        )}
        <ul ref={list} className="dishes" onKeyDown={onKey} aria-label="菜品">
          {rows.map((row, i) => (
            <DishRow
              key={`${row.kitchen.kitchenDay} ${row.dish.id}`}
              row={row}
              head={rows[i - 1]?.kitchen !== row.kitchen}
              index={i}
              current={i === at}
              chosen={row.kitchen.kitchenDay === kitchenDay ? chosen[row.dish.id] : undefined}
              onFocus={() => setAt(i)}
              onQuantity={(quantity) => put(row, quantity, false)}
              onTexture={(next) =>
                setChosen({
                  ...chosen,
                  [row.dish.id]: { quantity: 1, ...chosen[row.dish.id], texture: next },
                })
              }
            />
          ))}
        </ul>
        <p className="muted">
          <kbd>↑</kbd> <kbd>↓</kbd> 选菜，<kbd>Enter</kbd> 就要这份，<kbd>+</kbd> <kbd>-</kbd> 改份数
        </p>
      </Panel>
      <QuotePanel
        wish={
          lines.length > 0 && kitchenDay !== null
            ? { personId, service: service.code, day, kitchenDay, lines }
            : null
        }
        hint="选好菜后，这里显示价格、补贴和自付"
        focus={toPrice}
        summary={lines
          .map((line) => {
            const dish = rows.find((row) => row.dish.id === line.dishId)?.dish;
            return `${dish?.name ?? ''} ${TEXTURE_NAMES[line.texture]} × ${line.quantity}`;
          })
          .join('，')}
        again={() => {
          setChosen({});
          setKitchenDay(null);
        }}
      />
    </div>
  );
}

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function DishRow({
  row,
  head,
  index,
  current,
  chosen,
  onFocus,
  onQuantity,
  onTexture,
}: {
  row: Row;
  head: boolean;
  index: number;
  current: boolean;
  chosen: Chosen | undefined;
  onFocus(): void;
  onQuantity(quantity: number): void;
  onTexture(texture: Texture): void;
}) {
  const now = useNow();
  const { kitchen, dish } = row;
  const able = usable(row);
  const left = new Date(kitchen.cutoffAt).getTime() - now.getTime();
  return (
    <>
      {head && (
        <li className="kitchen">
          <strong>{kitchen.orgName}</strong> 送餐 {clock(kitchen.window.start)}–{clock(kitchen.window.end)}{' '}
          {kitchen.open ? (
            <span className={left < 30 * 60_000 ? 'overdue' : 'muted'}>
              还有 {duration(left)}截止，剩 {kitchen.left} 份
            </span>
          ) : (
            <Mark tone="p2">已截止</Mark>
          )}
        </li>
      )}
      <li>
        <div
          className={`dish ${chosen ? 'dish-chosen' : ''}`}
          role="button"
          aria-pressed={Boolean(chosen)}
          aria-disabled={!able}
          data-index={index}
          tabIndex={current ? 0 : -1}
          onFocus={onFocus}
          onClick={() => able && onQuantity(chosen ? 0 : 1)}
        >
          <span className="dish-name">
            {chosen ? '✓ ' : ''}
            {dish.name}
          </span>
          <span className="muted">
            {dish.textures.map((each) => TEXTURE_NAMES[each]).join('、')} · {dish.kcal} 千卡 · 盐{' '}
            {(dish.saltMg / 1000).toFixed(1)} 克
            {dish.allergens.length > 0 &&
              ` · 含${dish.allergens.map((each) => ALLERGEN_NAMES[each]).join('、')}`}
          </span>
          <span className="number">
            {yuan(dish.price)}，自付 <strong>{yuan(dish.split.selfPay)}</strong>
          </span>
          {dish.stops.map((stop) => (
            <span key={stop.code + stop.detail} className="dish-stop">
              ■ {stop.detail}
            </span>
          ))}
          {!dish.suits && dish.stops.length === 0 && <span className="dish-stop">■ 质地不适合</span>}
        </div>
        {chosen && (
          <span className="dish-line">
            <Select
              aria-label={`${dish.name} 的质地`}
              size="small"
              value={chosen.texture}
              onChange={onTexture}
              options={dish.textures.map((value) => ({ value, label: TEXTURE_NAMES[value] }))}
            />
            <button
              type="button"
              aria-label={`${dish.name} 少一份`}
              onClick={() => onQuantity(chosen.quantity - 1)}
            >
              −
            </button>
            <span aria-live="polite">{chosen.quantity} 份</span>
            <button
              type="button"
              aria-label={`${dish.name} 多一份`}
              onClick={() => onQuantity(Math.min(MOST, chosen.quantity + 1))}
            >
              +
            </button>
          </span>
        )}
      </li>
    </>
  );
}
