// The engine alone, on one core: person-histories of 60 months, read, judged and settled; and how that grows.
import { parseHistory } from '@heling/benefits/domain/facts';
import { judge } from '@heling/benefits/domain/judge';
import { parsePack } from '@heling/benefits/domain/pack';
import { settle } from '@heling/benefits/domain/settle';
import { monthText, parseMonth } from '@heling/benefits/domain/calendar';

const FROM = parseMonth('2021-01')!;
const MONTHS = 60;
const pack = parsePack({
  scheme: 'old-age-allowance',
  version: 'bench',
  jurisdiction: '4106',
  bands: [
    { minAge: 80, maxAge: 89, fen: 5000, from: '2018-01' },
    { minAge: 90, maxAge: 99, fen: 10000, from: '2018-01' },
    { minAge: 100, fen: 30000, from: '2018-01' },
  ],
  startsMonthAfterBirthday: true,
  bandChangesMonthAfterBirthday: true,
  leapDayBirthday: 'feb-28',
  paidInMonthOfDeath: true,
  backPay: { rule: 'from-eligibility', maxMonths: null },
  certification: { everyMonths: 12, graceMonths: 2, restoreArrears: true },
});

const two = (n: number) => String(n).padStart(2, '0');
/** Somebody who reached 80 sixty months ago: the history is different for each number, and has exactly 60 months. */
function input(i: number) {
  const day = two(1 + (i % 28));
  return {
    person: {
      born: `1940-12-${day}`,
      died: i % 40 === 0 ? `2025-${two(1 + (i % 12))}-${day}` : null,
      residence:
        i % 15 === 0
          ? [
              { division: '410602001001', from: '1960-01-01', to: `2023-05-${day}` },
              { division: '410611002003', from: `2023-05-${day}`, to: null },
            ]
          : [{ division: '410602001001', from: '1960-01-01', to: null }],
      certified: [`2021-10-${day}`, `2022-09-${day}`, `2023-08-${day}`, `2024-10-${day}`, `2025-09-${day}`],
      paidElsewhere: i % 50 === 0 ? [{ from: '2022-03', to: '2022-05' }] : [],
    },
    application: { received: `2020-12-${day}` },
    paid: Array.from({ length: i % 12 }, (_, m) => ({ month: monthText(FROM + m), fen: 5000 })),
    asOf: monthText(FROM + MONTHS - 1),
  };
}

const SAMPLE = 2000;
const inputs = Array.from({ length: SAMPLE }, (_, i) => input(i));
const histories = inputs.map((each) => parseHistory(each));
const parsed = histories.map((history) => ({ history, balances: new Map() }));

/** Seconds of one core since `began`: others on the machine do not count. */
function cpuSeconds(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}

/** Judges and settles `people` histories; answers seconds and a sum that no compiler can leave out. */
function round(people: number): { seconds: number; sum: number } {
  let sum = 0;
  const began = process.cpuUsage();
  for (let i = 0; i < people; i += 1) {
    const { history, balances } = parsed[i % SAMPLE]!;
    const verdicts = judge(pack, history);
    if (verdicts.length !== MONTHS) throw new Error(`${verdicts.length} months`);
    for (const { fen } of settle(verdicts, balances).due) sum += fen;
  }
  return { seconds: cpuSeconds(began), sum };
}
/** The same from what the database gives: read and checked first. */
function whole(people: number): number {
  const began = process.cpuUsage();
  let sum = 0;
  for (let i = 0; i < people; i += 1) sum += judge(pack, parseHistory(inputs[i % SAMPLE])).length;
  if (sum !== people * MONTHS) throw new Error('months are missing');
  return cpuSeconds(began);
}

process.on('message', ({ kind, people }: { kind: 'judge' | 'whole'; people: number }) => {
  process.send!({ perSecond: people / (kind === 'judge' ? round(people).seconds : whole(people)) });
});
process.send!({ ready: true });
