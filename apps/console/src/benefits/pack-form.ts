import { BenefitsInputError } from '@heling/benefits/domain/input';
import { bandName, parsePack, type Scheme } from '@heling/benefits/domain/pack';
import { problemSentence, validatePack } from '@heling/benefits/domain/validate';
import { fenOf, yuan } from '@heling/ui/format';

/** One amount as typed: ages only for the old-age allowance. */
export interface BandForm {
  minAge: string;
  maxAge: string;
  yuan: string;
  from: string;
  to: string;
}
/** A pack as typed. */
export interface PackForm {
  scheme: Scheme;
  version: string;
  jurisdiction: string;
  effectiveFrom: string;
  noticeDays: number;
  bands: BandForm[];
  startsMonthAfterBirthday: boolean;
  bandChangesMonthAfterBirthday: boolean;
  leapDayBirthday: 'feb-28' | 'mar-01';
  paidInMonthOfDeath: boolean;
  backRule: 'from-eligibility' | 'from-application-month';
  maxMonths: string;
  certified: boolean;
  everyMonths: number;
  graceMonths: number;
  restoreArrears: boolean;
  extendToGrades34: boolean;
}

const whole = (text: string): number | null => (/^\d{1,3}$/.test(text.trim()) ? Number(text) : null);
const optional = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The pack as the engine takes it; what is not a number stays out and is named by the check. */
export function packOf(form: PackForm): Record<string, unknown> {
  const byAge = form.scheme === 'old-age-allowance';
  const amounts = form.bands.map((band) => ({
    ...(byAge
      ? {
          minAge: whole(band.minAge),
          maxAge: band.maxAge.trim() === '' ? null : (whole(band.maxAge) ?? band.maxAge),
        }
      : {}),
    fen: fenOf(band.yuan),
    from: band.from,
    to: optional(band.to),
  }));
  return {
    scheme: form.scheme,
    version: form.version.trim(),
    jurisdiction: form.jurisdiction,
    ...(byAge
      ? {
          bands: amounts,
          startsMonthAfterBirthday: form.startsMonthAfterBirthday,
          bandChangesMonthAfterBirthday: form.bandChangesMonthAfterBirthday,
          leapDayBirthday: form.leapDayBirthday,
        }
      : { fenByMonth: amounts }),
    ...(form.scheme === 'disability-care' ? { extendToGrades34: form.extendToGrades34 } : {}),
    paidInMonthOfDeath: form.paidInMonthOfDeath,
    backPay: {
      rule: form.backRule,
      maxMonths:
        form.backRule === 'from-application-month' || form.maxMonths.trim() === ''
          ? null
          : (whole(form.maxMonths) ?? form.maxMonths),
    },
    certification: form.certified
      ? {
          everyMonths: form.everyMonths,
          graceMonths: form.graceMonths,
          restoreArrears: form.restoreArrears,
        }
      : null,
  };
}

/** A pack on record as the form shows it. */
export function formOf(data: Record<string, unknown>, effectiveFrom: string, noticeDays: number): PackForm {
  const pack = parsePack(data);
  const raw = (data.bands ?? data.fenByMonth ?? []) as Record<string, unknown>[];
  const text = (value: unknown) => (value === undefined || value === null ? '' : String(value as string));
  return {
    scheme: pack.scheme,
    version: pack.version,
    jurisdiction: pack.jurisdiction,
    effectiveFrom,
    noticeDays,
    bands: raw.map((band) => ({
      minAge: text(band.minAge),
      maxAge: text(band.maxAge),
      yuan: (Number(band.fen) / 100).toFixed(2),
      from: text(band.from),
      to: text(band.to),
    })),
    startsMonthAfterBirthday: pack.startsMonthAfterBirthday,
    bandChangesMonthAfterBirthday: pack.bandChangesMonthAfterBirthday,
    leapDayBirthday: pack.leapDayBirthday,
    paidInMonthOfDeath: pack.paidInMonthOfDeath,
    backRule: pack.backPay.rule,
    maxMonths: text(pack.backPay.maxMonths),
    certified: pack.certification !== null,
    everyMonths: pack.certification?.everyMonths ?? 12,
    graceMonths: pack.certification?.graceMonths ?? 2,
    restoreArrears: pack.certification?.restoreArrears ?? true,
    extendToGrades34: pack.extendToGrades34,
  };
}

/** An empty form: the clerk writes the amounts, nothing of them is guessed. */
export function emptyForm(scheme: Scheme, jurisdiction: string, month: string): PackForm {
  const byAge = scheme === 'old-age-allowance';
  const band = (minAge: string, maxAge: string): BandForm => ({
    minAge,
    maxAge,
    yuan: '',
    from: month,
    to: '',
  });
  return {
    scheme,
    version: month,
    jurisdiction,
    effectiveFrom: month,
    noticeDays: 7,
    bands: byAge ? [band('80', '89'), band('90', '99'), band('100', '')] : [band('', '')],
    startsMonthAfterBirthday: true,
    bandChangesMonthAfterBirthday: true,
    leapDayBirthday: 'feb-28',
    paidInMonthOfDeath: true,
    backRule: 'from-application-month',
    maxMonths: '',
    certified: true,
    everyMonths: 12,
    graceMonths: 2,
    restoreArrears: true,
    extendToGrades34: false,
  };
}

const FIELDS: Record<string, string> = {
  version: '版本',
  jurisdiction: '适用范围',
  minAge: '起始年龄',
  maxAge: '最大年龄',
  fen: '金额',
  from: '开始月份',
  to: '结束月份',
  maxMonths: '最多补几个月',
  everyMonths: '每几个月认证',
  graceMonths: '宽限几个月',
};

/** What stands against publishing the pack, a sentence each; none: it is whole over all ages and months. */
export function problemsOf(form: PackForm): string[] {
  if (form.bands.length === 0) return ['还没有写标准。'];
  try {
    return validatePack(parsePack(packOf(form))).map(problemSentence);
  } catch (error) {
    if (!(error instanceof BenefitsInputError)) throw error;
    const [, place, name] = /(?:\[(\d+)\])?\.(\w+)$/.exec(error.field) ?? [];
    const field = FIELDS[name ?? ''] ?? name ?? error.field;
    if (name === 'maxAge' && error.message.includes('below')) {
      return [`第 ${Number(place) + 1} 条的最大年龄小于起始年龄。`];
    }
    if (name === 'to' && error.message.includes('before')) {
      return [`第 ${Number(place) + 1} 条的结束月份早于开始月份。`];
    }
    return [
      place === undefined ? `“${field}”没有填对。` : `第 ${Number(place) + 1} 条的“${field}”没有填对。`,
    ];
  }
}

/** The amounts of a pack on record in words: `80-89 岁 50.00 元`. */
export function amountsOf(data: Record<string, unknown>): string[] {
  const raw = (data.bands ?? data.fenByMonth ?? []) as {
    minAge?: number;
    maxAge?: number | null;
    fen: number;
    from: string;
    to?: string | null;
  }[];
  return raw.map(({ minAge, maxAge, fen, from, to }) => {
    const ages = minAge === undefined ? '' : `${bandName({ minAge, maxAge: maxAge ?? null })} 岁 `;
    return `${ages}${yuan(fen)}（${from} ${to ? `至 ${to}` : '起'}）`;
  });
}
