'use client';
import { TEXTURE_NAMES } from '@heling/orders/domain/menu';
import { ConfirmOrder } from './confirm-order';
import type { Kitchen } from './dish-card';
import { Action, Notice } from './parts/basics';
import { Choice, Counter } from './parts/fields';
import type { Person } from './session';

type Texture = keyof typeof TEXTURE_NAMES;
/** What was chosen and is not ordered yet. */
export interface MealDraft {
  day: string;
  meal: 'lunch' | 'dinner';
  kitchenDay: number;
  lines: { dishId: number; texture: Texture; quantity: number }[];
}

/** The chosen dishes with texture and number, the split, and the button that orders. */
export function MealConfirm({
  draft,
  kitchen,
  person,
  account,
  onChange,
  onPlaced,
  onMore,
}: {
  draft: MealDraft;
  kitchen: Kitchen | undefined;
  person: Person;
  account: number;
  onChange: (draft: MealDraft | null) => void;
  onPlaced: () => void;
  onMore: () => void;
}) {
  const lines = draft.lines.flatMap((line) => {
    const dish = kitchen?.dishes.find((each) => each.id === line.dishId);
    return dish ? [{ ...line, dish }] : [];
  });
  if (lines.length === 0) {
    return (
      <Notice tone="warn" title="所选的菜已经不在菜单里">
        <Action onPress={onMore}>重新选菜</Action>
      </Notice>
    );
  }
  const change = (dishId: number, part: Partial<MealDraft['lines'][number]>) =>
    onChange({
      ...draft,
      lines: draft.lines.map((line) => (line.dishId === dishId ? { ...line, ...part } : line)),
    });
  return (
    <>
      <p>为 {person.name} 订餐</p>
      {lines.map(({ dish, texture, quantity }) => (
        <section key={dish.id} className="card stack">
          <h2>{dish.name}</h2>
          {dish.textures.length > 1 && (
            <Choice
              legend="软硬"
              value={texture}
              onChoose={(value) => change(dish.id, { texture: value })}
              options={dish.textures.map((value) => ({ value, label: TEXTURE_NAMES[value] }))}
            />
          )}
          <Counter
            label="份数"
            unit="份"
            min={1}
            max={5}
            value={quantity}
            onChange={(value) => change(dish.id, { quantity: value })}
          />
          {lines.length > 1 && (
            <Action
              look="plain"
              onPress={() =>
                onChange({ ...draft, lines: draft.lines.filter((line) => line.dishId !== dish.id) })
              }
            >
              不要这个菜
            </Action>
          )}
        </section>
      ))}
      <ConfirmOrder
        account={account}
        onPlaced={onPlaced}
        wish={{
          personId: person.id,
          service: draft.meal,
          day: draft.day,
          kitchenDay: draft.kitchenDay,
          lines: draft.lines.filter((line) => lines.some(({ dish }) => dish.id === line.dishId)),
        }}
      />
      {lines.length < 8 && (
        <Action look="plain" onPress={onMore}>
          再加一个菜
        </Action>
      )}
    </>
  );
}
