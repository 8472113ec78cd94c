import { Command } from 'commander';
import { explain } from '@heling/benefits/domain/explain';
import { BenefitsInputError } from '@heling/benefits/domain/input';
import { InputError, readJson } from './input';

/** `heling benefits …`: allowances and subsidies, month by month. */
export function benefitsCommand(): Command {
  const benefits = new Command('benefits').description('old-age allowance and disability subsidies');
  benefits
    .command('explain')
    .description('explain each month of one person under one policy pack, as JSON')
    .argument('<file>', 'JSON file: {pack, person, application, paid, asOf}')
    .action((file: string) => {
      try {
        process.stdout.write(`${JSON.stringify(explain(readJson(file)))}\n`);
      } catch (error) {
        if (error instanceof BenefitsInputError) throw new InputError(error.message);
        throw error;
      }
    });
  return benefits;
}
