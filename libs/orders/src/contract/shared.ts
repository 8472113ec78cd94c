import { z } from 'zod';
import { MANAGE, OFFICE, type Role } from '@heling/platform/contract/roles';
import { day, fen, instant } from '@heling/platform/contract/route';
import { ALLERGEN_NAMES, TEXTURE_NAMES } from '../domain/menu';
import { ORDER_STATES, type OrderState } from '../domain/order-machine';
import { VISIT_STATES, type VisitState } from '../domain/visit-machine';

const keysOf = <K extends string>(record: Record<K, unknown>) => Object.keys(record) as [K, ...K[]];

export const id = z.number().int().positive();
export const orderState = z.enum(keysOf<OrderState>(ORDER_STATES));
export const visitState = z.enum(keysOf<VisitState>(VISIT_STATES));
export const meal = z.enum(['lunch', 'dinner']);
export const texture = z.enum(keysOf(TEXTURE_NAMES));
export const allergen = z.enum(keysOf(ALLERGEN_NAMES));
export const serviceCode = z.string().regex(/^[a-zA-Z]{2,40}$/);
export const divisionCode = z.string().regex(/^\d{6}(\d{3}(\d{3})?)?$/);
/** Free text as typed by a person. */
export const words = (max: number) => z.string().trim().min(1).max(max);

/** Why an order cannot be placed (stop), or can only with a reason (warning). */
export const reason = z.object({ code: z.string(), detail: z.string() });
export type Reason = z.output<typeof reason>;

export const split = z.object({ price: fen, subsidy: fen, selfPay: fen });
export const window = z.object({ start: instant, end: instant });
export const version = z.number().int().positive();
/** A button to show: a command of the state machine that this caller can give now. */
export const button = z.object({ command: z.string(), label: z.string() });
export const done = z.object({ id, version });

export { day, fen, instant };

/** Families and the staff who order for somebody. */
export const ORDERING: readonly Role[] = [...OFFICE, 'family'];
/** Staff of the city and of providers who look after orders. */
export const SERVING: readonly Role[] = [...OFFICE, 'providerManager'];
/** Those who set menus and prices. */
export const PRICING: readonly Role[] = ['city', 'county', 'providerManager'];
/** Those who may see money of providers. */
export const SETTLING: readonly Role[] = [...MANAGE, 'dispatcher', 'providerManager', 'auditor'];
