import { firstDay, dayText, monthOf, monthText, parseDay } from '@heling/benefits/domain/calendar';
import { parseHistory } from '@heling/benefits/domain/facts';
import { judge, type Verdict } from '@heling/benefits/domain/judge';
import type { Scheme } from '@heling/benefits/domain/pack';
import type { Packs } from './allowance-packs';
import { addDays, dayNumber } from './days';
import { Random } from './random';
import type { City, Senior } from './model';

export type ClaimState = 'applied' | 'sentBack' | 'reviewed' | 'notice' | 'granted' | 'refused' | 'objected';

export interface Fact {
  kind: string;
  from: string;
  to: string | null;
  grade: number | null;
  detail: string | null;
}
/** An application and what became of it. */
export interface Claim {
  scheme: Scheme;
  state: ClaimState;
  received: string;
  source: 'family' | 'staff' | 'system';
  official: boolean;
  /** Why it was refused, sent back or objected to. */
  reason: string | null;
  /** Months judged by the engine, up to the open one; empty unless granted. */
  verdicts: Verdict[];
}
/** All that the allowances know of a senior. */
export interface Case {
  senior: Senior;
  claims: Claim[];
  facts: Fact[];
  /** Months paid after the death, before anybody heard of it. */
  paidTooLong: number;
}

/** States of the applications of those who reach the age about now, in turn. */
const TURNS: readonly ClaimState[] = [
  'notice',
  'applied',
  'reviewed',
  'granted',
  'granted',
  'sentBack',
  'notice',
  'objected',
  'applied',
  'refused',
];
const REASONS: Partial<Record<ClaimState, string>> = {
  sentBack: '上传的户口簿照片看不清，请重新拍照。',
  refused: '老人在安阳市已经领取高龄津贴，不能重复领取。',
  objected: '安阳市的津贴去年已经停发，请核实。',
};
const CARE_REFUSED = '残疾证为三级，不符合一、二级的条件。';
const KINDS = ['physical', 'physical', 'visual', 'hearing', 'mental', 'intellectual', 'multiple'] as const;

/** Decides senior by senior, in order of their ids, who gets what: all who are old enough, and some of the disabled. */
export class Allowances {
  private turn = 0;

  constructor(
    private readonly city: City,
    private readonly packs: Packs,
  ) {}

  /** Undefined: this senior has nothing to do with allowances. */
  of(senior: Senior): Case | undefined {
    if (senior.status === 'left') return undefined;
    const { start, open } = this.packs;
    const begins = monthOf(parseDay(senior.birth)!) + 80 * 12 + 1;
    const died = senior.deceasedOn === null ? null : monthOf(parseDay(senior.deceasedOn)!);
    if (died !== null && died < Math.max(start, begins)) return undefined;
    const random = new Random(this.city.seed, 'allowance', senior.id);
    const made: Case = { senior, claims: [], facts: [], paidTooLong: 0 };
    if (begins <= open + 1) this.oldAge(made, begins, random);
    if (died === null) this.disabled(made, random);
    if (made.claims.length === 0) return undefined;
    for (const claim of made.claims) if (claim.state === 'granted') claim.verdicts = this.judged(made, claim);
    if (died !== null) {
      const late = random.next();
      made.paidTooLong = Math.max(0, Math.min(late < 0.8 ? 0 : late < 0.95 ? 1 : 2, open - 1 - died));
    }
    return made;
  }

  private oldAge(made: Case, begins: number, random: Random): void {
    const { start, open } = this.packs;
    const { today } = this.city;
    const first = (month: number) => dayText(firstDay(month));
    const claim: Claim = {
      scheme: 'old-age-allowance',
      state: 'granted',
      received: today,
      source: random.chance(0.55) ? 'system' : random.chance(0.4) ? 'family' : 'staff',
      official: random.chance(0.004),
      reason: null,
      verdicts: [],
    };
    if (begins < start) {
      claim.received = addDays(first(start), -random.between(1, 360));
      this.certify(made, claim.received, random);
    } else if (begins < open) {
      // Some come late and get the months before paid back.
      const late = begins < open - 3 && random.chance(0.08);
      claim.received = addDays(first(late ? open - 2 : begins - 1), random.between(0, 8));
    } else if (made.senior.status === 'active') {
      claim.state = TURNS[(this.turn += 1) % TURNS.length]!;
      if (begins > open && claim.state === 'granted') claim.state = 'reviewed';
      const from = first(claim.state === 'applied' && begins > open ? open : open - 1);
      const span = dayNumber(today) - dayNumber(from);
      claim.received = addDays(from, claim.state === 'granted' ? random.between(0, 8) : random.int(span + 1));
      claim.reason = REASONS[claim.state] ?? null;
      if (claim.state === 'refused' || claim.state === 'objected') {
        made.facts.push(fact('paidElsewhere', addDays(claim.received, -400)));
      }
    } else return;
    made.claims.push(claim);
  }

  /** Certified every year; a few are due, and fewer have been looked for in vain and are suspended. */
  private certify(made: Case, received: string, random: Random): void {
    const { start, open } = this.packs;
    const before = dayNumber(dayText(firstDay(start))) - dayNumber(received);
    if (before > 100 && random.chance(0.002)) {
      const lapsed = monthOf(parseDay(received)!) + 15;
      if (lapsed < open) made.facts.push(fact('visitAttempt', addDays(dayText(firstDay(lapsed)), 9)));
      return;
    }
    if (before < 45 && random.chance(0.3)) return;
    const end = made.senior.deceasedOn ?? this.city.today;
    for (let on = addDays(received, 350); on <= end; on = addDays(on, 350)) {
      const draw = random.next();
      const by = draw < 0.5 ? 'visit' : draw < 0.7 ? 'faceToFace' : draw < 0.85 ? 'video' : 'dataMatch';
      made.facts.push({ ...fact('certification', on), detail: by });
    }
  }

  private disabled(made: Case, random: Random): void {
    const { senior } = made;
    const frail = senior.needLevel === 'severe' || senior.needLevel === 'total';
    const care = frail && random.chance(0.5);
    const living = senior.demo || (senior.priority.includes('hardship') && random.chance(0.16));
    // Somebody of grade 3 asks for the care subsidy now and then.
    const vain = !care && !living && senior.needLevel === 'moderate' && random.chance(0.02);
    if (!care && !living && !vain) return;
    // Drawn elsewhere is drawn elsewhere, of whatever kind.
    if (made.facts.some(({ kind }) => kind === 'paidElsewhere')) return;
    const since = addDays(dayText(firstDay(this.packs.start)), -random.between(370, 2500));
    const grade = care ? 1 + random.int(2) : vain ? 3 : 2 + random.int(3);
    made.facts.push({ ...fact('disability', since), grade, detail: random.pick(KINDS) });
    if (living) made.facts.push(fact('minimumLiving', addDays(since, random.between(0, 300))));
    if (care || vain) made.facts.push(fact('careNeed', addDays(since, random.between(0, 300))));
    const claim = (scheme: Scheme): Claim => ({
      scheme,
      state: 'granted',
      received: addDays(dayText(firstDay(this.packs.start)), -random.between(1, 360)),
      source: random.chance(0.5) ? 'family' : 'staff',
      official: false,
      reason: null,
      verdicts: [],
    });
    if (living) made.claims.push(claim('disability-living'));
    if (care) made.claims.push(claim('disability-care'));
    if (vain) {
      const received = addDays(this.city.today, -random.between(14, 60));
      made.claims.push({ ...claim('disability-care'), state: 'refused', received, reason: CARE_REFUSED });
    }
  }

  private judged(made: Case, claim: Claim): Verdict[] {
    const { senior, facts } = made;
    const of = (kind: string) => facts.filter((each) => each.kind === kind);
    const history = parseHistory({
      person: {
        born: senior.birth,
        died: senior.deceasedOn,
        residence: [{ division: senior.community.code, from: '1990-01-01', to: null }],
        certified: of('certification').map(({ from }) => from),
        disability: of('disability').map(({ from, to, grade, detail }) => ({
          from,
          to,
          grade,
          kind: detail,
        })),
        minimumLiving: of('minimumLiving'),
        careNeed: of('careNeed'),
      },
      application: { received: claim.received },
      asOf: monthText(this.packs.open),
    });
    return judge(this.packs.of[claim.scheme].pack, history);
  }
}

const fact = (kind: string, from: string): Fact => ({ kind, from, to: null, grade: null, detail: null });
