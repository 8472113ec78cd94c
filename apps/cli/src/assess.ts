import { Command } from 'commander';
import { AssessmentInputError, scoreAssessment } from '@heling/people/domain/assessment';
import { InputError, readJson } from './input';

/** `heling assess …`: ability assessment (能力评估) by GB/T 42195-2022. */
export function assessCommand(): Command {
  const assess = new Command('assess').description('ability assessment by GB/T 42195-2022');
  assess
    .command('score')
    .description('score one assessment form and print groups, total, level and adjustments as JSON')
    .argument('<file>', 'JSON file: {standard, assessedOn, items, diagnoses?, riskEvents?}')
    .action((file: string) => {
      try {
        process.stdout.write(`${JSON.stringify(scoreAssessment(readJson(file)))}\n`);
      } catch (error) {
        if (error instanceof AssessmentInputError) throw new InputError(error.message);
        throw error;
      }
    });
  return assess;
}
