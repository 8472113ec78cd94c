import type { Split } from '../domain/money';
import type { OrderState } from '../domain/order-machine';
import type { VisitState } from '../domain/visit-machine';

/** An order as its steps need it, locked. */
export interface OrderRow extends Split {
  id: number;
  person_id: number;
  division: string;
  org: number;
  service: string;
  state: OrderState;
  day: string;
  pay_state: 'none' | 'due' | 'paid' | 'refunding' | 'refunded';
  kitchen_day: number | null;
  placed_at: Date;
  version: number;
  form: 'visit' | 'meal' | 'stay' | 'activity';
  window_start: Date;
  visit_states: VisitState[];
  open_complaints: number;
  portions: number;
  completed_at: Date | null;
}
