import { createHash } from 'node:crypto';
import { firstDay, dayText } from '@heling/benefits/domain/calendar';
import { bankFile, type BankRow } from '@heling/benefits/server/bank-file';
import { packsOf, writePacks, type Packs } from './allowance-packs';
import { Allowances, type Case, type Claim } from './allowances';
import { addDays, atLocal } from './days';
import { detailsOf, type Details } from './people';
import { Random } from './random';
import type { Seals } from './seals';
import { unitAccount } from './staff';
import type { Sink } from './tables';
import type { City, Street } from './model';

const CLERK = 6;
const REVIEWER = 7;
const PAYER = 8;
const CITY = '4106';
const OPENING = 1;
const RUN = 1;
const BATCH = 500;
const HOUR = 3_600_000;

/** What becomes of a payment of the last run: one in so many comes back, is unclear, or shares its account. */
const REJECTED = 400;
const UNCLEAR = 9000;
const SHARED = 2500;

/** One month of one scheme of a person, as it stands on the ledger. */
interface Entry {
  claim: Claim;
  month: string;
  fen: number;
  /** In the last run, not in the opening ledger. */
  inRun: boolean;
  reason: string;
  /** Paid, and claimed back. */
  recovered: boolean;
}

interface Payee {
  id: number;
  name: string;
  bank: string;
  account: string;
}

/** Writes packs, applications, facts, payees, the opening ledger and the closed run of the last month. */
export async function writeAllowances(city: City, seals: Seals, sink: Sink): Promise<void> {
  const writing = new AllowanceRows(city, seals, sink);
  const allowances = new Allowances(city, writing.packs);
  let made = 0;
  for (const senior of city.seniors) {
    const found = allowances.of(senior);
    if (!found) continue;
    writing.write(found);
    made += 1;
    if (made % BATCH === 0) await sink.ready();
  }
  writing.close();
}

class AllowanceRows {
  readonly packs: Packs;
  private readonly streets: Map<string, Street>;
  private readonly last: string;
  private readonly imported: number;
  private readonly paidAt: number;
  private readonly bankRows: BankRow[] = [];
  private opening = { rows: 0, fen: 0 };
  private entitlement = 0;
  private payee = 0;
  private payment = 0;
  private debt = 0;
  private shared = '';

  constructor(
    private readonly city: City,
    private readonly seals: Seals,
    private readonly sink: Sink,
  ) {
    this.packs = packsOf(city);
    this.streets = new Map(city.map.streets.map((street) => [street.code, street]));
    this.last = dayText(firstDay(this.packs.last));
    this.imported = atLocal(this.last, '10:00');
    this.paidAt = atLocal(addDays(this.last, 6), '11:00');
    writePacks(this.packs, sink);
  }

  write(made: Case): void {
    const random = new Random(this.city.seed, 'allowance-rows', made.senior.id);
    for (const claim of made.claims) this.claim(made, claim, random);
    const { id, community } = made.senior;
    for (const { kind, from, to, grade, detail } of made.facts) {
      const at = atLocal(from < this.city.today ? from : this.city.today, '08:00');
      this.sink.row('benefit_facts', [id, community.code, kind, from, to, grade, detail, CLERK, at]);
    }
    if (made.claims.some(({ state }) => state === 'granted')) this.money(made, random);
  }

  private claim(made: Case, claim: Claim, random: Random): void {
    const { senior } = made;
    const { community } = senior;
    const now = this.city.now.getTime();
    const id = (this.entitlement += 1);
    const { state, received } = claim;
    const street = this.streets.get(community.street)!;
    const reviewer = this.city.staff.streetWorker(community.street);
    const decider = unitAccount(street);
    const reviewed = ['reviewed', 'notice', 'granted', 'refused', 'objected'].includes(state);
    const decided = ['notice', 'granted', 'refused', 'objected'].includes(state);
    let at = atLocal(received, '09:00') + random.int(7 * 60) * 60_000;
    const days = state === 'granted' ? [3, 4, 8] : [1, 1, 1];
    const family = claim.source === 'family' ? senior.account : null;
    const applicant = claim.source === 'system' ? null : (family ?? reviewer);
    const reason = claim.reason === null ? null : this.seals.data(claim.reason);
    const steps: [string, string, number | null, number][] = [
      [claim.source === 'system' ? 'find' : 'apply', 'applied', applicant, 0],
    ];
    if (state === 'sentBack') steps.push(['return', 'sentBack', reviewer, 1]);
    if (reviewed) steps.push(['review', 'reviewed', reviewer, days[0]!]);
    if (state === 'refused' || state === 'objected') steps.push(['refuse', 'refused', decider, days[1]!]);
    else if (decided) steps.push(['approve', 'notice', decider, days[1]!]);
    if (state === 'objected') steps.push(['object', 'objected', family ?? reviewer, 1]);
    if (state === 'granted') steps.push(['grant', 'granted', null, days[2]!]);
    let before = at;
    for (const [i, [step, to, account, after]] of steps.entries()) {
      at = Math.max(before, Math.min(at + after * 24 * HOUR, now - (steps.length - i) * 60_000));
      before = at;
      this.sink.row('entitlement_steps', [
        id,
        senior.id,
        community.code,
        at,
        account,
        step,
        to,
        to === state ? reason : step === 'refuse' ? this.seals.data(REFUSED_BEFORE) : null,
      ]);
    }
    const stepped = new Date(at + 8 * HOUR).toISOString().slice(0, 10);
    const due = ['applied', 'reviewed', 'objected'].includes(state) ? addDays(stepped, 10) : null;
    this.sink.row('entitlements', [
      id,
      senior.id,
      community.code,
      claim.scheme,
      state,
      received,
      claim.source,
      claim.official,
      reason,
      reviewed ? reviewer : null,
      decided ? decider : null,
      state === 'notice' ? addDays(stepped, 7) : null,
      due,
      state === 'granted' ? at : null,
      steps.length,
    ]);
  }

  /** The account, the ledger, the payment of the last run, and what is claimed back. */
  private money(made: Case, random: Random): void {
    const { senior } = made;
    const { id, community } = senior;
    const entries = made.claims.flatMap((claim) => this.entries(made, claim));
    const inRun = entries.filter((entry) => entry.inRun);
    const fate = this.fate(made, inRun);
    const details = detailsOf(this.city.seed, senior, this.city.today);
    const payee = fate === 'noPayee' ? null : this.account(made, details, fate, random);
    const payment = this.pay(made, inRun, fate, payee);
    for (const entry of entries) {
      const { claim, month, fen } = entry;
      const arrived = !entry.inRun || fate === 'paid';
      const paid = arrived && !entry.recovered ? fen : 0;
      const reserved = entry.inRun && fate === 'unknown' ? fen : 0;
      this.sink.row('benefit_balances', [id, claim.scheme, month, community.code, fen, reserved, paid, 0]);
      if (!arrived) continue;
      this.sink.row('benefit_ledger', [
        entry.inRun ? this.paidAt : this.imported,
        id,
        community.code,
        claim.scheme,
        month,
        entry.inRun ? 'paid' : 'opening',
        fen,
        entry.inRun ? payment : null,
        entry.inRun ? null : OPENING,
        null,
      ]);
      if (entry.inRun) continue;
      this.opening.rows += 1;
      this.opening.fen += fen;
    }
    if (fate === 'paid') this.claimBack(made, entries);
  }

  private entries(made: Case, claim: Claim): Entry[] {
    const died = made.senior.deceasedOn?.slice(0, 7);
    const recovered = isClaimed(made) && made.senior.id % 3 === 0;
    // Decided after the run before last: their first payment, with all before, is in the last run.
    const fresh = claim.received >= this.firstOfBefore;
    let late = made.paidTooLong;
    const entries: Entry[] = [];
    for (const verdict of claim.verdicts) {
      const month = dayText(firstDay(verdict.month));
      if (verdict.month > this.packs.last) break;
      const tooLong = verdict.reason === 'died' && late > 0;
      if (tooLong) late -= 1;
      if (verdict.status !== 'due' && !tooLong) continue;
      const fen = tooLong ? (entries.at(-1)?.fen ?? 0) : verdict.fen;
      if (fen === 0) continue;
      const inRun = verdict.month === this.packs.last || fresh;
      const back = tooLong && recovered && month > died!;
      entries.push({ claim, month, fen, inRun, reason: 'due', recovered: back });
    }
    return entries;
  }

  private fate(made: Case, inRun: readonly Entry[]): 'paid' | 'rejected' | 'unknown' | 'shared' | 'noPayee' {
    if (inRun.length === 0 || made.senior.status !== 'active' || made.senior.demo) return 'paid';
    const turn = this.payment + 1;
    if (turn % REJECTED === 150) return 'rejected';
    if (turn % UNCLEAR === 77) return 'unknown';
    if (turn % SHARED === 300 || turn % SHARED === 301) return 'shared';
    return inRun.length > 0 &&
      inRun.every(({ claim }) => claim.received >= this.firstOfBefore) &&
      turn % 6 === 0
      ? 'noPayee'
      : 'paid';
  }

  private get firstOfBefore(): string {
    return dayText(firstDay(this.packs.last - 1));
  }

  private account(made: Case, details: Details, fate: string, random: Random): Payee {
    const { senior } = made;
    const division = senior.community.code;
    const since = made.claims.reduce((least, { received }) => (received < least ? received : least), '9999');
    const proxy = fate === 'paid' && random.chance(0.006) ? details.contacts[0] : undefined;
    const end = fate === 'rejected' ? '9' : fate === 'unknown' ? '8' : String(senior.id % 8);
    let account = accountNumber(senior.id, end);
    if (fate === 'shared') {
      account = this.shared || account;
      this.shared = this.shared ? '' : account;
    }
    const at = atLocal(since, '16:00');
    const name = proxy?.name ?? details.name;
    const bank = BANKS[senior.id % 3]!;
    const write = (number: string, from: string, proposedAt: number, confirmed: boolean) => {
      const id = (this.payee += 1);
      this.sink.row('payees', [
        id,
        senior.id,
        division,
        this.seals.data({ name, bank, account: number }),
        this.seals.index('account', number),
        proxy ? '子女' : null,
        from,
        CLERK,
        proposedAt,
        confirmed ? 'confirmed' : 'proposed',
        confirmed ? REVIEWER : null,
        confirmed ? proposedAt + 3 * HOUR : null,
      ]);
      return id;
    };
    const id = write(account, since, at, true);
    // Of those whose account is closed, half have brought another one.
    if (fate === 'rejected' && id % 2 === 0) {
      const asked = Math.min(this.paidAt + 30 * HOUR, this.city.now.getTime() - HOUR);
      write(accountNumber(senior.id, '3'), this.city.today, asked, false);
    }
    return { id, name, bank, account };
  }

  /** The row of the last run; answers its id. */
  private pay(made: Case, inRun: readonly Entry[], fate: string, payee: Payee | null): number | null {
    const { senior } = made;
    const ofMonth = (month: number) =>
      made.claims.map((claim) => {
        const verdict = claim.verdicts.find((each) => each.month === month);
        const fresh = claim.received >= this.firstOfBefore && month < this.packs.last;
        return fresh ? 0 : (verdict?.fen ?? 0);
      });
    const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0);
    const [now, before] = [ofMonth(this.packs.last), ofMonth(this.packs.last - 1)];
    const [nowFen, lastFen] = [Math.max(sum(now), inRun.at(-1)?.fen ?? 0), sum(before)];
    const fen = inRun.reduce((total, entry) => total + entry.fen, 0);
    if (fen === 0 && nowFen === lastFen) return null;
    const id = (this.payment += 1);
    const change = nowFen === lastFen ? 'same' : lastFen === 0 ? 'new' : nowFen === 0 ? 'stopped' : 'changed';
    const ended = made.claims
      .flatMap(({ verdicts }) => verdicts)
      .find((each) => each.month === this.packs.last);
    const reason = { same: null, new: 'first', changed: 'band', stopped: ended?.reason ?? 'not-judged' }[
      change
    ];
    const state = fen === 0 ? 'nothing' : fate === 'shared' || fate === 'noPayee' ? 'dropped' : fate;
    const sent = ['paid', 'rejected', 'unknown'].includes(state);
    this.sink.row('benefit_payments', [
      id,
      RUN,
      senior.id,
      senior.community.code,
      this.last,
      fen,
      lastFen,
      change,
      reason,
      state,
      fen === 0 ? null : (payee?.id ?? null),
      state === 'rejected'
        ? 'E102'
        : fate === 'shared'
          ? 'duplicateAccount'
          : fate === 'noPayee'
            ? 'noPayee'
            : null,
      sent ? this.paidAt : null,
      sent ? 3 : 2,
    ]);
    for (const { claim, month, fen: each, reason: why } of inRun) {
      this.sink.row('benefit_lines', [
        RUN,
        id,
        senior.id,
        senior.community.code,
        claim.scheme,
        month,
        each,
        why,
        this.packs.of[claim.scheme].id,
      ]);
    }
    if (sent) {
      const { name, bank, account } = payee!;
      this.bankRows.push({ reference: `P${id}`, name, bank, account, fen });
    }
    return id;
  }

  /** Paid after the death: claimed back, and given back by every third family. */
  private claimBack(made: Case, entries: readonly Entry[]): void {
    const { senior } = made;
    if (!isClaimed(made)) return;
    for (const claim of made.claims) {
      const over = entries.filter(
        (entry) => entry.claim === claim && entry.month.slice(0, 7) > senior.deceasedOn!.slice(0, 7),
      );
      if (over.length === 0) continue;
      const fen = over.reduce((sum, entry) => sum + entry.fen, 0);
      const settled = over.every(({ recovered }) => recovered);
      const id = (this.debt += 1);
      const claimed = this.paidAt + 50 * HOUR;
      this.sink.row('benefit_debts', [
        id,
        senior.id,
        senior.community.code,
        claim.scheme,
        over[0]!.month,
        over.at(-1)!.month,
        fen,
        settled ? fen : 0,
        0,
        'died',
        settled ? 'settled' : 'open',
        1,
        CLERK,
        claimed,
        addDays(this.last, 40),
        settled ? 2 : 1,
      ]);
      if (!settled) continue;
      for (const entry of over) {
        const at = Math.min(claimed + 200 * HOUR, this.city.now.getTime() - HOUR);
        const { month } = entry;
        const what = [
          senior.id,
          senior.community.code,
          claim.scheme,
          month,
          'recovered',
          -entry.fen,
        ] as const;
        this.sink.row('benefit_ledger', [at, ...what, null, null, id]);
      }
    }
  }

  /** The opening ledger, the run and the bank's file as wholes. */
  close(): void {
    const { sink, opening } = this;
    const sha256 = createHash('sha256').update(`${opening.rows} ${opening.fen}`).digest('hex');
    sink.row('benefit_openings', [OPENING, CITY, sha256, opening.rows, opening.fen, PAYER, this.imported]);
    const day = (n: number, time: string) => atLocal(addDays(this.last, n), time);
    sink.row('benefit_runs', [
      RUN,
      CITY,
      this.last,
      'closed',
      this.city.seniors.length,
      CLERK,
      day(4, '09:00'),
      day(4, '09:01'),
      REVIEWER,
      PAYER,
      day(5, '10:00'),
      PAYER,
      day(9, '16:00'),
      6,
    ]);
    const fileNo = `HL${this.last.slice(0, 7).replace('-', '')}${String(RUN).padStart(8, '0')}`;
    const file = bankFile(fileNo, this.bankRows);
    sink.row('benefit_files', [
      RUN,
      CITY,
      fileNo,
      this.seals.data(file.content),
      file.sha256,
      this.bankRows.length,
      file.fen,
      day(5, '10:30'),
      day(5, '10:31'),
    ]);
  }
}

const REFUSED_BEFORE = '老人在安阳市已经领取高龄津贴，不能重复领取。';
const BANKS = ['演示农商银行', '演示邮储银行', '演示城市银行'];

/** No bank has accounts that begin with 0000. */
function accountNumber(personId: number, end: string): string {
  return `0000${String((personId * 7_654_321 + 24_680) % 1_000_000_000).padStart(11, '0')}${end}`;
}

/** Of those paid too long some are not yet claimed back. */
const isClaimed = ({ senior, paidTooLong }: Case): boolean => paidTooLong > 0 && senior.id % 5 !== 0;
