import { Command } from 'commander';
import { replay } from '@heling/oversight/domain/replay';
import { ReplayInputError } from '@heling/oversight/domain/replay-format';
import { InputError, linesOf } from './input';

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
  return oversight;
}
