import { next } from '@heling/orders/domain/machine';
import { VISIT_STATES, visitMachine, type VisitCommand } from '@heling/orders/domain/visit-machine';
import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import { checksInFirst, phoneCommands, visitFacts, type Carried } from '@heling/dispatch/domain/facts';
import { evaluateGate, type GateLimits } from '@heling/dispatch/domain/gate';
import type { Entry } from './store';

/** The visit as the machine sees it. */
function carried(visit: PhoneVisit, here: ReadonlySet<number>): Carried {
  return {
    state: visit.state,
    meal: visit.form === 'meal',
    gateNeeded: visit.gate.needed,
    gate: { passed: visit.gate.passed, ...(visit.gate.vitalsAfter ? { after: {} } : {}) },
    carersNeeded: visit.carersNeeded,
    crew: visit.carers.map((carer) => ({
      carerId: carer.id,
      arrived: carer.arrivedAt !== null || here.has(carer.id),
    })),
  };
}

/**
 * The visit as it stands once the steps that this phone has recorded count as well: the same machine as the server's,
 * so that the phone offers the same buttons without a network. Whether a partner has checked in cannot be known
 * offline: after the carer's own check-in it is taken as so, and the server looks again.
 */
export function project(visit: PhoneVisit, entries: readonly Entry[], limits: GateLimits): PhoneVisit {
  const mine = entries.filter((entry) => entry.visitId === visit.id);
  if (mine.length === 0) return visit;
  const me = visit.carers.find((carer) => carer.me)?.id ?? null;
  const here = new Set<number>();
  let now = visit;
  for (const entry of mine) {
    if (entry.kind === 'vitalsAfter') {
      now = { ...now, gate: { ...now.gate, vitalsAfter: true } };
    } else if (entry.kind === 'gate') {
      const crew = carried(now, here).crew.filter((each) => each.arrived).length;
      const measures = { ...entry.gate, feelsWell: entry.gate.feelsWell ?? true };
      const { passed } = evaluateGate(measures, limits, crew);
      if (passed) now = { ...now, state: 'gated', gate: { ...now.gate, passed } };
      else if (!entry.gate.mayRemeasure) now = { ...now, state: 'refusedForSafety' };
    } else {
      const { command, at } = entry.step;
      if (command === 'arrive' || checksInFirst(carried(now, here), command)) {
        now = stepped(now, 'arrive', me, here);
        for (const carer of now.carers) here.add(carer.id);
        if (now.arrivedAt === null) now = { ...now, arrivedAt: at ?? null };
      }
      if (command !== 'arrive') now = stepped(now, command, me, here);
      if (now.state === 'done' && now.doneAt === null) now = { ...now, doneAt: at ?? null };
    }
  }
  return {
    ...now,
    stateName: VISIT_STATES[now.state],
    carers: now.carers.map((carer) =>
      carer.me && here.has(carer.id) && carer.arrivedAt === null
        ? { ...carer, arrivedAt: now.arrivedAt }
        : carer,
    ),
    commands: me === null ? [] : phoneCommands(carried(now, here), me),
  };
}

/** What the machine does not allow changes nothing: the server will say so too. */
function stepped(
  visit: PhoneVisit,
  command: VisitCommand,
  me: number | null,
  here: ReadonlySet<number>,
): PhoneVisit {
  const step = next(visitMachine, visit.state, command, ['carer'], visitFacts(carried(visit, here), me));
  return step.ok ? { ...visit, state: step.to } : visit;
}
