import type { Facts } from '@heling/orders/domain/machine';
import {
  visitMachine,
  type VisitCommand,
  type VisitGuard,
  type VisitState,
} from '@heling/orders/domain/visit-machine';
import { allowed } from '@heling/orders/domain/machine';

/** What was recorded of the check before a bath and of the vitals after it. */
export interface GateRecord {
  passed?: boolean;
  checks?: { at: string; passed: boolean; reasons: { code: string; detail: string }[]; measures: object }[];
  after?: object;
}
export interface CrewMember {
  carerId: number;
  arrived: boolean;
}
/** A visit as far as the guards of its machine ask. */
export interface Carried {
  state: VisitState;
  meal: boolean;
  gateNeeded: boolean;
  gate: GateRecord | null;
  carersNeeded: number;
  crew: readonly CrewMember[];
}

/** Which guards of the visit's machine hold for a member of the crew (or for nobody in particular). */
export function visitFacts(visit: Carried, me: number | null): Facts<VisitGuard> {
  const mine = visit.crew.find((each) => each.carerId === me);
  return {
    // At the door the crew is complete when everybody has checked in: two on site for the whole bath.
    crewComplete: visit.crew.filter((each) => each.arrived).length >= visit.carersNeeded,
    partnerToCome: mine !== undefined && !mine.arrived,
    gateNeeded: visit.gateNeeded,
    noGate: !visit.gateNeeded,
    gatePassed: visit.gate?.passed === true,
    meal: visit.meal,
    notMeal: !visit.meal,
    vitalsAfter: visit.gate?.after !== undefined,
  };
}

const LABELS = { gate: '安全检查', vitalsAfter: '服务后测量' } as const;
/** Of a meal the courier taps only this, from wherever the visit stands; the check-in is made with it. */
const AT_THE_DOOR: readonly VisitCommand[] = ['deliver', 'notAtHome'];

/** The buttons of a carer now: the machine's commands, with the forms of the gate in place of its outcomes. */
export function phoneCommands(visit: Carried, me: number): { command: string; label: string }[] {
  const facts = visitFacts(visit, me);
  const crewHere = { ...facts, crewComplete: true };
  const buttons = allowed(visitMachine, visit.state, ['carer'], facts)
    .filter(({ command }) => command !== 'passGate' && command !== 'refuseGate')
    .map(({ command, label }) => ({ command: command as string, label }));
  if (visit.state === 'arrived' && visit.gateNeeded && facts.crewComplete) {
    buttons.unshift({ command: 'gate', label: LABELS.gate });
  }
  if (visit.state === 'inService' && visit.gateNeeded && !facts.vitalsAfter) {
    buttons.unshift({ command: 'vitalsAfter', label: LABELS.vitalsAfter });
  }
  if (visit.meal && ['assigned', 'accepted', 'enRoute'].includes(visit.state)) {
    const atDoor = allowed(visitMachine, 'arrived', ['carer'], crewHere);
    buttons.push(
      ...atDoor
        .filter(({ command }) => AT_THE_DOOR.includes(command))
        .map(({ command, label }) => ({ command: command as string, label })),
    );
  }
  return buttons;
}

/** Does the command stand for a check-in and itself in one tap (a courier at a meal's door)? */
export function checksInFirst(visit: Carried, command: VisitCommand): boolean {
  return (
    visit.meal && AT_THE_DOOR.includes(command) && ['assigned', 'accepted', 'enRoute'].includes(visit.state)
  );
}

/** The word on the button of a command, also in a visit's story. */
export function commandLabel(command: string): string {
  if (command === 'sos') return '紧急求助';
  return visitMachine.rules.find((rule) => rule.command === command)?.label ?? command;
}
