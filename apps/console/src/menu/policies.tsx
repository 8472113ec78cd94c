'use client';
import { Fragment, type ReactNode } from 'react';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { ordersPolicies } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { businessDay } from '@heling/platform/domain/calendar';
import { WORK_NAMES } from './work-names';
import { Mark } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import styles from './menu.module.css';

const TITLES: Record<string, string> = {
  subsidyQuota: '每月补贴额度',
  subsidyRules: '每项服务补多少',
  cancelRules: '取消退款',
  failureShares: '没做成收多少',
  bookingRules: '预约提前量',
  closing: '结案',
  paymentTimes: '付款时限',
  queueHours: '待办时限',
  visitWindows: '上门时段',
  bathGate: '助浴安全限值',
  checkIn: '签到范围',
  dispatchTimes: '派单时限',
  autoAssign: '自动派单范围',
  travel: '行程估算',
};
/** Words for the fields of policy data; a field without a word is shown by its name. */
const WORDS: Record<string, string> = {
  needLevel: '能力等级',
  priority: '重点人群',
  monthly: '每月',
  percent: '比例',
  cap: '每单最多',
  hours: '提前',
  meal: '餐',
  visit: '上门',
  notAtHome: '家中无人应答',
  refusedForSafety: '因安全未做',
  interrupted: '中断',
  leadMinutes: '至少提前',
  aheadDays: '最多提前',
  days: '天数',
  expireMinutes: '付款作废',
  lateHours: '逾期',
  start: '从',
  end: '到',
  systolic: '收缩压（毫米汞柱）',
  diastolic: '舒张压（毫米汞柱）',
  temperature: '体温（℃）',
  pulse: '脉搏（次/分）',
  spo2: '血氧最低（%）',
  water: '水温（℃）',
  radiusMetres: '米以内',
  missedCheckInMinutes: '开始后多少分钟没签到算漏',
  unassignedHours: '开始前多少小时没人要报',
  riskMinutes: '提前多少分钟预警',
  services: '服务',
  maxKilometres: '最远（公里）',
  maxLoadMinutes: '当天最多（分钟）',
  walk: '步行（公里/时）',
  ebike: '电动车（公里/时）',
  car: '汽车（公里/时）',
  overheadMinutes: '出门和找门（分钟）',
  mild: '轻度失能',
  moderate: '中度失能',
  severe: '重度失能',
  total: '完全失能',
  hardship: '生活困难',
  dementia: '失智',
  disabled: '失能',
  veryOld: '高龄',
  alone: '独居',
  emptyNest: '空巢',
  ...SERVICE_NAMES,
  ...WORK_NAMES,
};
const MONEY = new Set(['monthly', 'cap']);
const PERCENT = new Set(['percent', 'notAtHome', 'refusedForSafety', 'interrupted']);
const UNITS: Record<string, string> = {
  leadMinutes: ' 分钟',
  aheadDays: ' 天',
  days: ' 天',
  expireMinutes: ' 分钟',
  lateHours: ' 小时',
  hours: ' 小时',
  queueHours: ' 小时',
};
const word = (code: string) => WORDS[code] ?? code;
const ORDER = Object.keys(WORDS);
/** Fields in the order of the words above: what comes from PostgreSQL as jsonb has lost its own. */
const fieldsOf = (value: object) =>
  Object.entries(value as Record<string, unknown>).sort(
    ([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b) || a.localeCompare(b),
  );
const isPlain = (value: unknown) => typeof value !== 'object' || value === null;

/** Policy data (政策数据) as they are recorded, by the day from which they hold. */
export function Policies() {
  const today = businessDay(useNow(60_000));
  const answer = useCall(ordersPolicies, {});
  return (
    <Answer of={answer} lines={10}>
      {(data) => {
        if (data.items.length === 0) return <Empty title="还没有政策数据" />;
        const keys = [...new Set(data.items.map((each) => each.key))].sort(
          (a, b) => Object.keys(TITLES).indexOf(a) - Object.keys(TITLES).indexOf(b),
        );
        return (
          <div className={styles.policies}>
            {keys.map((key) => {
              const versions = data.items
                .filter((each) => each.key === key)
                .sort((a, b) => b.from.localeCompare(a.from));
              const current = versions.find((each) => each.from <= today);
              return (
                <Panel key={key} title={TITLES[key] ?? key}>
                  {versions.map((each) => (
                    <div key={each.from} className={styles.policy}>
                      <p>
                        {each.from} 起{' '}
                        {each === current ? (
                          <Mark tone="ok">现行</Mark>
                        ) : each.from > today ? (
                          <Mark tone="p3">还没生效</Mark>
                        ) : (
                          <Mark tone="unknown">已过去</Mark>
                        )}
                      </p>
                      <Value name={key} value={each.value} />
                    </div>
                  ))}
                </Panel>
              );
            })}
          </div>
        );
      }}
    </Answer>
  );
}

/** Any value of policy data in words: rows as a table, fields as terms. */
function Value({ name, value, within = '' }: { name: string; value: unknown; within?: string }): ReactNode {
  if (typeof value === 'number') {
    if (MONEY.has(name)) return yuan(value);
    if (PERCENT.has(name)) return `${value}%`;
    return `${value}${UNITS[name] ?? UNITS[within] ?? ''}`;
  }
  if (typeof value === 'string') return word(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (value === null || value === undefined) return '没有';
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="muted">没有</span>;
    if (value.every((each) => typeof each === 'number')) return value.join(' – ');
    if (value.every((each) => typeof each === 'string')) return value.map(word).join('、');
    return (
      <ul className={styles.values}>
        {value.map((each, i) => (
          <li key={i}>
            <Inline value={each as object} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <dl className="facts">
      {fieldsOf(value).map(([key, part]) => (
        <Fragment key={key}>
          <dt>{word(key)}</dt>
          <dd>
            {!isPlain(part) && !Array.isArray(part) && Object.values(part as object).every(isPlain) ? (
              <Inline value={part as object} />
            ) : (
              <Value name={key} value={part} within={name} />
            )}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** The fields of a small value in one line. */
function Inline({ value }: { value: object }) {
  return fieldsOf(value).map(([key, part]) => (
    <span key={key}>
      {key === 'needLevel' || key === 'priority' ? '' : `${word(key)} `}
      <Value name={key} value={part} />
      {'　'}
    </span>
  ));
}
