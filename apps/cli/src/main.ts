import { Command, CommanderError } from 'commander';
import { assessCommand } from './assess';
import { auditCommand } from './audit';
import { benefitsCommand } from './benefits';
import { InputError } from './input';
import { oversightCommand } from './oversight';

const program = new Command('heling')
  .description("The engineers' and auditors' command line of Heling (鹤龄): the pure engines on files")
  .exitOverride();
program.addCommand(assessCommand());
program.addCommand(auditCommand());
program.addCommand(benefitsCommand());
program.addCommand(oversightCommand());
for (const command of [program, ...program.commands, ...program.commands.flatMap((c) => c.commands)]) {
  command.exitOverride().showHelpAfterError('(run with --help to see what is accepted)');
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof InputError) {
    process.stderr.write(`heling: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
