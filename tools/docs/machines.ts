// Draws the state machines of orders into libs/orders/README.md. Run: npx esbuild tools/docs/machines.ts --bundle
// --platform=node --format=esm --tsconfig=tsconfig.base.json | node --input-type=module
import { readFileSync, writeFileSync } from 'node:fs';
import { drawMachine, withDiagrams } from '@heling/orders/domain/diagram';
import { orderMachine } from '@heling/orders/domain/order-machine';
import { visitMachine } from '@heling/orders/domain/visit-machine';

const file = 'libs/orders/README.md';
const diagrams = { order: drawMachine(orderMachine), visit: drawMachine(visitMachine) };
writeFileSync(file, withDiagrams(readFileSync(file, 'utf8'), diagrams));
