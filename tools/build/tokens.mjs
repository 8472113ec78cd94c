// Writes libs/ui/src/tokens.css from libs/ui/src/tokens.ts; a test of libs/ui fails when it has been forgotten.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../lib/ensure.mjs';

const { outputFiles } = await build({
  entryPoints: [path.join(root, 'libs/ui/src/tokens.ts')],
  bundle: true,
  format: 'esm',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { stylesheet } = await import(`data:text/javascript;base64,${code}`);
writeFileSync(path.join(root, 'libs/ui/src/tokens.css'), stylesheet());
