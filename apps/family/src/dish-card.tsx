import type { Output } from '@heling/platform/contract/route';
import { ALLERGEN_NAMES, TEXTURE_NAMES } from '@heling/orders/domain/menu';
import type { ordersDishes } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import type { RouteAddress } from '@heling/ui/route-address';
import { Action, Notice } from './parts/basics';

type AnswerOf<A> = A extends RouteAddress<infer S> ? Output<S> : never;
export type Kitchen = AnswerOf<typeof ordersDishes>['kitchens'][number];
export type Dish = Kitchen['dishes'][number];
type Texture = keyof typeof TEXTURE_NAMES;

/** One dish: what it costs this person, what is in it, and whether the person can eat it. */
export function DishCard({
  dish,
  texture,
  open,
  onTake,
}: {
  dish: Dish;
  texture: Texture;
  open: boolean;
  onTake: () => void;
}) {
  const stopped = dish.stops.length > 0;
  return (
    <article className="card stack" aria-label={dish.name}>
      <div className="row apart">
        <h3>{dish.name}</h3>
        <span>
          自己付 <span className="strong">{yuan(dish.split.selfPay)}</span>
        </span>
      </div>
      <p className="muted">
        原价 {yuan(dish.price)}，补贴 {yuan(dish.split.subsidy)} ·{' '}
        {dish.textures.map((each) => TEXTURE_NAMES[each]).join('、')}
        {dish.allergens.length > 0 && ` · 含${dish.allergens.map((each) => ALLERGEN_NAMES[each]).join('、')}`}
      </p>
      {stopped ? (
        <Notice tone="stop" title="不能吃">
          {dish.stops.map((stop) => (
            <span key={stop.detail}>{stop.detail}</span>
          ))}
        </Notice>
      ) : (
        <>
          {!dish.suits && (
            <span className="tag warn">
              没有{TEXTURE_NAMES[texture]}，老人平时吃{TEXTURE_NAMES[texture]}
            </span>
          )}
          <Action off={!open} onPress={onTake}>
            {open ? '选这份' : '订不了'}
          </Action>
        </>
      )}
    </article>
  );
}
