import 'reflect-metadata';
import { FirstAccounts } from '@heling/access/server/first-accounts';
import { allSpecs } from '@heling/platform/server/handle';
import { LiveGateway } from '@heling/platform/server/live-gateway';
import { openApiOf } from '@heling/platform/server/openapi';
import { routeOf } from './routes';

// Every contract is registered when the modules load, so the document needs neither database nor port.
const { createApp } = await import('./http');

if (process.argv.includes('--openapi')) {
  process.stdout.write(`${JSON.stringify(openApiOf(allSpecs()), null, 2)}\n`);
} else if (process.argv.includes('--routes')) {
  // The route table, for the test that tries every endpoint.
  process.stdout.write(`${JSON.stringify(allSpecs().map(routeOf))}\n`);
} else if (process.argv.includes('--first-accounts')) {
  // For a new installation: prints one JSON line for each of the three administrators, and nothing a second time.
  const app = await createApp();
  for (const account of await app.get(FirstAccounts, { strict: false }).make()) {
    process.stdout.write(`${JSON.stringify(account)}\n`);
  }
  await app.get(LiveGateway).close();
  await app.close();
  process.exit(0);
} else {
  const app = await createApp();
  const port = Number(process.env.HELING_PORT ?? 4300);
  await app.listen(port, process.env.HELING_HOST ?? '127.0.0.1');
  const address = app.getHttpServer().address() as { port: number };
  process.stdout.write(
    `${JSON.stringify({ level: 30, name: 'api', msg: 'listening', port: address.port })}\n`,
  );
  let closing = false;
  const stop = async () => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), 8000).unref();
    await app.get(LiveGateway).close();
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  // Whoever started this process by IPC and died takes it along.
  process.on('disconnect', () => void stop());
}
