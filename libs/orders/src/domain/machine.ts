import type { Actor } from './actors';

/** One row of a transition table: in one of `from`, `who` may give the `command` when every guard holds. */
export interface Rule<S extends string, C extends string, G extends string, E extends string> {
  command: C;
  /** Short verb for the button (Chinese). */
  label: string;
  from: readonly S[];
  to: S;
  who: readonly Actor[];
  guards?: readonly G[];
  /** What the server must do in the same transaction. */
  effects?: readonly E[];
}

/** A state machine as data: it drives the server, the buttons, the diagram in the README and the property tests. */
export interface Machine<
  S extends string = string,
  C extends string = string,
  G extends string = string,
  E extends string = string,
> {
  name: string;
  initial: S;
  states: Record<S, string>;
  /** Why a guard refused (Chinese). */
  guards: Record<G, string>;
  rules: readonly Rule<S, C, G, E>[];
}

/** Which guards hold now; an absent guard does not hold. */
export type Facts<G extends string> = Partial<Record<G, boolean>>;

export type Step<S extends string, E extends string> =
  | { ok: true; to: S; effects: readonly E[] }
  | { ok: false; code: 'state' | 'actor' | 'guard'; detail: string };

/** The step that a command makes from a state, or why it cannot be made. */
export function next<S extends string, C extends string, G extends string, E extends string>(
  machine: Machine<S, C, G, E>,
  state: S,
  command: C,
  actors: readonly Actor[],
  facts: Facts<G> = {},
): Step<S, E> {
  const here = machine.rules.filter((rule) => rule.command === command && rule.from.includes(state));
  const label = machine.rules.find((rule) => rule.command === command)?.label ?? command;
  if (here.length === 0) {
    return { ok: false, code: 'state', detail: `当前状态为“${machine.states[state]}”，不能${label}。` };
  }
  const mine = here.filter((rule) => rule.who.some((who) => actors.includes(who)));
  if (mine.length === 0) return { ok: false, code: 'actor', detail: `您的角色不能${label}。` };
  const open = mine.find((rule) => (rule.guards ?? []).every((guard) => facts[guard]));
  if (!open) {
    // Of several ways the one nearest to open tells what is missing.
    const lacks = (rule: (typeof mine)[number]) => (rule.guards ?? []).filter((guard) => !facts[guard]);
    const missing = mine.map(lacks).sort((a, b) => a.length - b.length)[0]?.[0];
    return { ok: false, code: 'guard', detail: missing ? machine.guards[missing] : `现在不能${label}。` };
  }
  return { ok: true, to: open.to, effects: open.effects ?? [] };
}

/** The commands that these actors can give now: the buttons to show. */
export function allowed<S extends string, C extends string, G extends string, E extends string>(
  machine: Machine<S, C, G, E>,
  state: S,
  actors: readonly Actor[],
  facts: Facts<G> = {},
): { command: C; label: string; to: S }[] {
  const buttons = new Map<C, { command: C; label: string; to: S }>();
  for (const { command, label } of machine.rules) {
    const step = next(machine, state, command, actors, facts);
    if (step.ok && !buttons.has(command)) buttons.set(command, { command, label, to: step.to });
  }
  return [...buttons.values()];
}

/** States that no command leaves. */
export function finalStates<S extends string>(machine: Machine<S>): S[] {
  const all = Object.keys(machine.states) as S[];
  return all.filter((state) => !machine.rules.some((rule) => rule.from.includes(state)));
}
