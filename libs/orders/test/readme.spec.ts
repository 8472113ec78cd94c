import { readFileSync } from 'node:fs';
import { drawMachine, withDiagrams } from '@heling/orders/domain/diagram';
import { orderMachine } from '@heling/orders/domain/order-machine';
import { visitMachine } from '@heling/orders/domain/visit-machine';

it('draws the machines in the README as they are (else run tools/docs/machines.ts)', () => {
  const text = readFileSync('libs/orders/README.md', 'utf8');
  const diagrams = { order: drawMachine(orderMachine), visit: drawMachine(visitMachine) };
  expect(text).toContain(diagrams.order);
  expect(withDiagrams(text, diagrams)).toBe(text);
});
