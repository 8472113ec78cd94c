import { monthOf, monthText, type Day, type Month } from './calendar';
import {
  countAt,
  dayAt,
  fail,
  fenAt,
  listAt,
  monthAt,
  monthsAt,
  objectAt,
  spellAt,
  textAt,
  type Spell,
} from './input';

export interface Residence extends Spell {
  /** Division code of the registered residence (户籍). */
  division: string;
}

export interface Disability extends Spell {
  grade: number;
  /** physical, visual, hearing, speech, intellectual, mental, multiple. */
  kind: string;
}

/** What is known of one person up to the month `asOf`, read and checked. */
export interface History {
  born: Day;
  died: Day | null;
  residence: Residence[];
  /** Months, both ends included. */
  paidElsewhere: { from: Month; to: Month | null }[];
  /** Months of life certifications up to `asOf` and of the application, ascending. */
  certified: Month[];
  disability: Disability[];
  minimumLiving: Spell[];
  specialHardship: Spell[];
  workInjuryCare: Spell[];
  careNeed: Spell[];
  applied: Month;
  /** What was paid, by month (several payments add up). */
  paid: Map<Month, number>;
  asOf: Month;
}

/** Reads person, application, payments and `asOf`. Throws `BenefitsInputError` with the field. */
export function parseHistory(input: Record<string, unknown>): History {
  const asOf = monthAt(input.asOf, 'asOf');
  const person = objectAt(input.person, 'person');
  const born = dayAt(person.born, 'person.born');
  const died = person.died === undefined || person.died === null ? null : dayAt(person.died, 'person.died');
  if (died !== null && died < born) fail('person.died', 'is before person.born');
  const received = dayAt(objectAt(input.application, 'application').received, 'application.received');
  const applied = monthOf(received);
  if (applied > asOf) fail('application.received', `is after asOf ${monthText(asOf)}`);
  const certified = listAt(person.certified, 'person.certified', dayAt).map(monthOf);
  return {
    born,
    died,
    residence: residenceAt(person.residence),
    paidElsewhere: listAt(person.paidElsewhere, 'person.paidElsewhere', monthsAt),
    certified: [...certified.filter((month) => month <= asOf), applied].sort((a, b) => a - b),
    disability: listAt(person.disability, 'person.disability', disabilityAt),
    minimumLiving: listAt(person.minimumLiving, 'person.minimumLiving', spellAt),
    specialHardship: listAt(person.specialHardship, 'person.specialHardship', spellAt),
    workInjuryCare: listAt(person.workInjuryCare, 'person.workInjuryCare', spellAt),
    careNeed: listAt(person.careNeed, 'person.careNeed', spellAt),
    applied,
    paid: paidAt(input.paid, asOf),
    asOf,
  };
}

function residenceAt(value: unknown): Residence[] {
  const spells = listAt(value, 'person.residence', (item, field) => ({
    division: textAt(objectAt(item, field).division, `${field}.division`),
    ...spellAt(item, field),
  }));
  const order = spells.map((_, i) => i).sort((a, b) => spells[a]!.from - spells[b]!.from);
  for (let i = 1; i < order.length; i += 1) {
    const [before, after] = [spells[order[i - 1]!]!, spells[order[i]!]!];
    if (before.to === null || before.to > after.from) {
      fail(`person.residence[${order[i]}]`, `overlaps person.residence[${order[i - 1]}]`);
    }
  }
  return spells;
}

function disabilityAt(value: unknown, field: string): Disability {
  const raw = objectAt(value, field);
  const grade = countAt(raw.grade, `${field}.grade`);
  if (grade < 1 || grade > 4) fail(`${field}.grade`, 'must be 1 to 4');
  return { grade, kind: textAt(raw.kind, `${field}.kind`), ...spellAt(value, field) };
}

function paidAt(value: unknown, asOf: Month): Map<Month, number> {
  const paid = new Map<Month, number>();
  listAt(value, 'paid', (item, field) => {
    const raw = objectAt(item, field);
    const month = monthAt(raw.month, `${field}.month`);
    if (month > asOf) fail(`${field}.month`, `is after asOf ${monthText(asOf)}`);
    const sum = (paid.get(month) ?? 0) + fenAt(raw.fen, `${field}.fen`);
    if (!Number.isSafeInteger(sum)) fail(`${field}.fen`, 'is more than can be counted');
    paid.set(month, sum);
  });
  return paid;
}
