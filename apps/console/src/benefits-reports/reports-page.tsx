'use client';
import { Button, Select, Tabs } from 'antd';
import { businessDay } from '@heling/platform/domain/calendar';
import { benefitsReportFile } from '@heling/ui/api.gen';
import { download } from '@heling/ui/client';
import { absolute } from '@heling/ui/format';
import { monthName } from '../benefits/words';
import { useFilters } from '../filters/use-filters';
import { ExportButton } from '../parts/export-button';
import { PageHead } from '../parts/page-head';
import { useNow } from '../parts/use-now';
import { useParam } from '../parts/use-param';
import { useMe } from '../shell/me';
import { Birthdays } from './birthdays';
import { Divisions } from './divisions';
import { Forecast } from './forecast';
import { LedgerTable } from './ledger-table';
import { monthsAround } from './months';
import styles from './reports.module.css';

const REPORTS = {
  divisions: '按区划',
  birthdays: '满 80、90、100 岁',
  ledger: '发放台账',
  forecast: '预算预测',
} as const;
type Report = keyof typeof REPORTS;
const isReport = (name: string | null): name is Report => name !== null && name in REPORTS;

/** Reports of the allowances (津贴报表): each as a table, as a file with watermark, and on paper with watermark. */
export function ReportsPage() {
  const me = useMe();
  const now = useNow(60_000);
  const today = businessDay(now);
  const [tab, setTab] = useParam('tab');
  const [value, , change] = useFilters(['month', 'division'] as const);
  const report: Report = isReport(tab) ? tab : 'divisions';
  const here = today.slice(0, 7);
  const months = monthsAround(here, report === 'birthdays' ? 6 : 0);
  const usual = report === 'birthdays' ? months[months.indexOf(here) - 1]! : here;
  const month = value.month && months.includes(value.month) ? value.month : usual;
  const place = value.division ? { division: value.division } : {};
  const from = months[Math.min(months.indexOf(month) + 11, months.length - 1)]!;
  const before = months[months.indexOf(month) + 1];
  const toMonth = (next: string) => change({ month: next });
  const toDivision = (division: string) => change({ division });
  return (
    <>
      <div className={styles.watermark} aria-hidden="true">
        {Array.from({ length: 4 }, (_, i) => (
          <p key={i}>
            鹤龄 内部资料 {me.name}（账号 {me.accountId}） {absolute(now)} 请勿外传
          </p>
        ))}
      </div>
      <PageHead
        title="津贴报表"
        actions={
          <>
            <ExportButton
              fetch={(format) =>
                download(benefitsReportFile, { body: { report, month, from, ...place, format } })
              }
            />
            <Button onClick={() => window.print()}>打印或存为 PDF</Button>
          </>
        }
      />
      <Tabs
        className="no-print"
        activeKey={report}
        onChange={(key) => setTab(key === 'divisions' ? null : key, true)}
        items={Object.entries(REPORTS).map(([key, label]) => ({ key, label }))}
      />
      {report !== 'forecast' && (
        <div className={`${styles.filters} no-print`}>
          {report === 'ledger' ? '到哪个月' : '月份'}
          <Select
            aria-label="月份"
            style={{ width: 160 }}
            value={month}
            options={months.map((each) => ({ value: each, label: monthName(each) }))}
            onChange={toMonth}
          />
          {report === 'ledger' && <span className="muted">往前一年，从 {monthName(from)}起</span>}
        </div>
      )}
      {report === 'divisions' && (
        <Divisions month={month} before={before} place={place} onDivision={toDivision} onMonth={toMonth} />
      )}
      {report === 'birthdays' && <Birthdays month={month} />}
      {report === 'ledger' && <LedgerTable from={from} to={month} place={place} onDivision={toDivision} />}
      {report === 'forecast' && <Forecast place={place} onDivision={toDivision} />}
    </>
  );
}
