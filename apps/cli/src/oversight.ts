import { Command } from 'commander';
import { replay } from '@heling/oversight/domain/replay';
import { ReplayInputError } from '@heling/oversight/domain/replay-format';
import { compare, type TruthLine } from '@heling/oversight/domain/compare';
import { InputError, linesOf } from './input';
import { readRecorded } from './oversight-database';
import { databaseUrl } from './state';

const BATCH = 1 << 18;

/** `heling oversight …`: alarms of institutions. */
export function oversightCommand(): Command {
  const oversight = new Command('oversight').description('alarms of institutions');
  oversight
    .command('replay')
    .description(
      'replay a log in virtual time and print what the engine would have done, a JSON object a line',
    )
    .argument('<file>', 'NDJSON file: config, then events and commands, then end')
    .action((file: string) => {
      let batch = '';
      const flush = () => {
        process.stdout.write(batch);
        batch = '';
      };
      try {
        replay(
          () => linesOf(file),
          (text) => {
            batch += `${text}\n`;
            if (batch.length > BATCH) flush();
          },
        );
      } catch (error) {
        if (error instanceof ReplayInputError) throw new InputError(error.message);
        throw error;
      }
      flush();
    });
  oversight
    .command('compare')
    .description(
      "hold the simulator's log of what it caused against what was stored and raised: lost, missed, doubled, extra, latency.\n" +
        'Exit code 0: the same, 1: not, 2: bad input.',
    )
    .argument('<file>', 'NDJSON file that npm run simulate wrote')
    .option('--database <url>', 'PostgreSQL to read; DATABASE_URL or the embedded database when absent')
    .action(async (file: string, options: { database?: string }) => {
      const truth = truthOf(file);
      const result = compare(truth, await readRecorded(databaseUrl(options.database), truth));
      process.stdout.write(`${JSON.stringify(result)}\n`);
      if (!result.same) process.exitCode = 1;
    });
  return oversight;
}

function truthOf(file: string): TruthLine[] {
  const lines: TruthLine[] = [];
  let number = 0;
  for (const text of linesOf(file)) {
    number += 1;
    if (!text.trim()) continue;
    try {
      lines.push(JSON.parse(text) as TruthLine);
    } catch {
      throw new InputError(`${file}: line ${number} is not JSON`);
    }
  }
  if (lines[0]?.type !== 'run') throw new InputError(`${file} does not begin with a run of the simulator`);
  return lines;
}
