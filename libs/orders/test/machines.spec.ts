import fc from 'fast-check';
import type { Actor } from '@heling/orders/domain/actors';
import { allowed, finalStates, next, type Machine } from '@heling/orders/domain/machine';
import { orderMachine } from '@heling/orders/domain/order-machine';
import { ENDED_VISIT_STATES, visitMachine } from '@heling/orders/domain/visit-machine';

const machines = [orderMachine, visitMachine] as unknown as Machine[];

describe.each(machines.map((machine) => [machine.name, machine] as const))('%s machine', (_name, machine) => {
  const states = Object.keys(machine.states);
  const commands = [...new Set(machine.rules.map((rule) => rule.command))];
  const actors = [...new Set(machine.rules.flatMap((rule) => rule.who))];

  it('reaches every state from the first, and an end from every state', () => {
    const reach = (from: string) => {
      const seen = new Set([from]);
      for (const state of seen) {
        for (const rule of machine.rules) if (rule.from.includes(state)) seen.add(rule.to);
      }
      return seen;
    };
    expect([...reach(machine.initial)].sort()).toEqual([...states].sort());
    const ends = finalStates(machine);
    for (const state of states) expect([...reach(state)].some((end) => ends.includes(end))).toBe(true);
  });

  it('never lets an actor do what no rule names, whatever the sequence of commands', () => {
    const step = fc.record({
      command: fc.constantFrom(...commands),
      actor: fc.constantFrom<Actor>(...actors),
      facts: fc.dictionary(fc.constantFrom(...Object.keys(machine.guards)), fc.boolean()),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let state = machine.initial;
        for (const { command, actor, facts } of steps) {
          const made = next(machine, state, command, [actor], facts);
          const shown = allowed(machine, state, [actor], facts).map((button) => button.command);
          expect(shown.includes(command)).toBe(made.ok);
          const rule = machine.rules.find(
            (each) =>
              each.command === command &&
              each.from.includes(state) &&
              each.who.includes(actor) &&
              (each.guards ?? []).every((guard) => facts[guard]),
          );
          expect(made.ok).toBe(rule !== undefined);
          if (!made.ok) continue;
          expect(made.to).toBe(rule?.to);
          state = made.to;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing once it has ended', () => {
    for (const state of finalStates(machine)) expect(allowed(machine, state, actors)).toEqual([]);
  });
});

describe('what the machines forbid', () => {
  const all = {
    crewComplete: true,
    gateNeeded: true,
    noGate: true,
    gatePassed: true,
    meal: true,
    notMeal: true,
  };

  it('takes no bath without the passed gate, both carers and the vitals afterwards', () => {
    expect(next(visitMachine, 'arrived', 'start', ['carer'], { gateNeeded: true, gatePassed: true }).ok).toBe(
      false,
    );
    expect(next(visitMachine, 'gated', 'start', ['carer'], { gatePassed: true }).ok).toBe(false);
    expect(next(visitMachine, 'arrived', 'passGate', ['carer'], { ...all, gatePassed: false }).ok).toBe(
      false,
    );
    const finish = next(visitMachine, 'inService', 'finish', ['carer'], { gateNeeded: true });
    expect(finish).toMatchObject({ ok: false, code: 'guard', detail: '请先填写服务后的血压和体温。' });
  });

  it('lets nobody but the senior veto, and nobody cancel what has set out', () => {
    expect(next(orderMachine, 'placed', 'veto', ['family'], { visitsNotStarted: true }).ok).toBe(false);
    expect(next(orderMachine, 'confirmed', 'cancel', ['family'], {}).ok).toBe(false);
    for (const state of ['enRoute', 'arrived', 'inService', 'done'] as const) {
      expect(next(visitMachine, state, 'cancel', ['dispatcher'], all).ok).toBe(false);
    }
  });

  it('names as ended exactly the final states of the visit', () => {
    expect([...ENDED_VISIT_STATES].sort()).toEqual(finalStates(visitMachine).sort());
  });
});
