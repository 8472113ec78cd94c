import { setImmediate as nextTurn } from 'node:timers/promises';
import { planGreedily, type Planner } from '../domain/planner';

/** So many visits are planned (about 2 ms each in a whole city) before the process sees to others. */
const AT_ONCE = 8;

/** The greedy planner at work in a process that also answers requests and relays events. */
export const greedyPlanner: Planner = {
  name: 'greedy',
  async plan(snapshot) {
    const steps = planGreedily(snapshot);
    for (let n = 1; ; n += 1) {
      const step = steps.next();
      if (step.done) return step.value;
      if (n % AT_ONCE === 0) await nextTurn();
    }
  },
};
