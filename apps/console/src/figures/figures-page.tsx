'use client';
import { useState } from 'react';
import { Button, Drawer, Segmented, Tabs } from 'antd';
import type { Figure, Filter } from '@heling/insight/contract/shared';
import type { By } from '@heling/insight/contract/figures';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { addDays, businessDay, firstOfMonth } from '@heling/platform/domain/calendar';
import { insightExport, insightFigures } from '@heling/ui/api.gen';
import { download } from '@heling/ui/client';
import { absolute, count, percent, yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { Choose } from '../filters/choose';
import { useFilters } from '../filters/use-filters';
import { ExportButton } from '../parts/export-button';
import { PageHead, Panel } from '../parts/page-head';
import { Answer, Empty, Waiting } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useParam } from '../parts/use-param';
import { OrgSelect } from '../providers/org-select';
import { useMe } from '../shell/me';
import { Bars, Columns } from './charts';
import { DRAWN, MEASURES, STEP_WORDS, stepFor, valueOf, type Shown } from './measures';
import { Overview } from './overview';
import { Rows } from './rows';
import styles from './figures.module.css';

interface Opened {
  title: string;
  filter: Filter;
  measure: Shown | 'late';
}

/** The bureau's figures at four levels (市、区县、街道、社区): questions, their answers, and the rows behind each mark. */
export function FiguresPage() {
  const me = useMe();
  const today = businessDay(useNow(60_000));
  const [tab, setTab] = useParam('tab');
  const [value, set, change] = useFilters(['from', 'to', 'division', 'org', 'service', 'measure'] as const);
  const [opened, setOpened] = useState<Opened | null>(null);
  const home = me.scope.divisions[0] ?? '4106';
  const from = value.from ?? firstOfMonth(today);
  const to = value.to ?? today;
  const measure: Shown = value.measure && value.measure in MEASURES ? (value.measure as Shown) : 'done';
  const filter: Filter = {
    division: value.division ?? home,
    from,
    to,
    ...(value.org
      ? { org: Number(value.org) }
      : me.org && me.scope.divisions.length === 0
        ? { org: me.org }
        : {}),
    ...(value.service ? { service: value.service } : {}),
  };
  const step = stepFor(from, to);
  /** Of which orders the questions are. */
  const which = measure === 'orders' ? '' : `${MEASURES[measure]}的`;
  const ranges: [string, string, string][] = [
    ['本月', firstOfMonth(today), today],
    ['上月', firstOfMonth(addDays(firstOfMonth(today), -1)), addDays(firstOfMonth(today), -1)],
    ['近一年', addDays(today, -364), today],
  ];
  return (
    <>
      <PageHead
        title="统计"
        actions={
          <>
            <ExportButton
              fetch={(format) => download(insightExport, { body: { ...filter, by: 'division', format } })}
            />
            <Button onClick={() => window.print()}>打印</Button>
          </>
        }
      />
      <Tabs
        activeKey={tab ?? 'services'}
        onChange={(key) => setTab(key === 'services' ? null : key, true)}
        items={[
          { key: 'services', label: '服务' },
          { key: 'overview', label: '老人、机构、覆盖' },
        ]}
      />
      {tab === 'overview' ? (
        <Overview division={filter.division} onDivision={(division) => change({ division })} />
      ) : (
        <>
          <div className={`${styles.filters} no-print`}>
            <DayInput label="从哪天" value={from} max={to} onChange={(next) => change({ from: next })} />
            至
            <DayInput label="到哪天" value={to} min={from} onChange={(next) => change({ to: next })} />
            {ranges.map(([name, first, last]) => (
              <Button
                key={name}
                type={first === from && last === to ? 'primary' : 'default'}
                onClick={() => change({ from: first, to: last })}
              >
                {name}
              </Button>
            ))}
            <Choose
              label="服务"
              all="全部服务"
              value={value.service}
              options={SERVICE_NAMES}
              onChange={(service) => change({ service: service ?? '' })}
            />
            <OrgSelect
              kind="any"
              value={filter.org ?? null}
              onChange={(org) => change({ org: org ? String(org) : '' })}
            />
            {(value.org ?? value.service) && (
              <Button type="text" onClick={() => set({ from, to, division: filter.division })}>
                清除
              </Button>
            )}
          </div>
          <Totals
            filter={filter}
            step={step}
            onDivision={(division) => change({ division })}
            onOpen={setOpened}
          />
          <div className="no-print">
            <Segmented
              aria-label="下面的图数什么"
              value={measure}
              onChange={(next) => change({ measure: next })}
              options={DRAWN.map((each) => ({ value: each, label: MEASURES[each] }))}
            />
          </div>
          <div className={styles.charts}>
            <Chart
              by={step}
              question={`${STEP_WORDS[step]}${which}有多少单？`}
              filter={filter}
              measure={measure}
              onOpen={setOpened}
            />
            <Chart
              by="division"
              question={`哪里${which || '的'}订单最多？`}
              filter={filter}
              measure={measure}
              onOpen={setOpened}
              onInto={filter.division.length < 12 ? (key) => change({ division: key }) : undefined}
              into="看下一级"
            />
            <Chart
              by="service"
              question={`哪项服务${which || '的'}订单最多？`}
              filter={filter}
              measure={measure}
              onOpen={setOpened}
              onInto={(key) => change({ service: key })}
              into="只看这项"
            />
            <Chart
              by="org"
              question={`哪家服务商${which || '的'}订单最多？`}
              filter={filter}
              measure={measure}
              onOpen={setOpened}
              onInto={(key) => change({ org: key })}
              into="只看这家"
            />
          </div>
        </>
      )}
      <Drawer
        title={opened?.title}
        open={opened !== null}
        size={1080}
        onClose={() => setOpened(null)}
        destroyOnHidden
      >
        {opened && <Rows filter={opened.filter} measure={opened.measure} />}
      </Drawer>
    </>
  );
}

/** The count follows a change within seconds and is told by no event; what is over changes no more. */
function useHeld(filter: Filter) {
  const open = filter.to >= businessDay(useNow(60_000));
  return { keep: true, ...(open ? { refetchInterval: 60_000 } : {}) };
}

function Totals({
  filter,
  step,
  onDivision,
  onOpen,
}: {
  filter: Filter;
  step: By;
  onDivision: (code: string) => void;
  onOpen: (opened: Opened) => void;
}) {
  const answer = useCall(insightFigures, { body: { ...filter, by: step } }, useHeld(filter));
  return (
    <Answer of={answer} lines={3}>
      {({ total, drill, path, asOf }) => {
        const place = path.at(-1)?.name ?? '';
        const open = (title: string, measure: Shown | 'late') => () =>
          onOpen({ title: `${place} ${title}`, filter: drill, measure });
        return (
          <>
            <nav aria-label="区划" className={styles.path}>
              {path.map((each, i) => (
                <span key={each.code}>
                  {i > 0 && ' › '}
                  {i < path.length - 1 ? (
                    <Button type="link" size="small" onClick={() => onDivision(each.code)}>
                      {each.name}
                    </Button>
                  ) : (
                    <b>{each.name}</b>
                  )}
                </span>
              ))}
              <span className="muted">截至 {absolute(asOf)}</span>
            </nav>
            <div className={styles.tiles}>
              <Tile label="订单" value={count(total.orders)} onClick={open('全部订单', 'orders')} />
              <Tile label="完成" value={count(total.done)} onClick={open('完成', 'done')} />
              <Tile label="没做成" value={count(total.notDone)} onClick={open('没做成', 'notDone')} />
              <Tile label="取消" value={count(total.cancelled)} onClick={open('取消', 'cancelled')} />
              <Tile label="还没做" value={count(total.open)} onClick={open('还没做', 'open')} />
              <Tile
                label={`准时到（${count(total.timed)} 次知道到达时间）`}
                value={total.onTimeShare === null ? '不明' : percent(total.onTimeShare)}
                onClick={open('迟到', 'late')}
                says="看迟到的"
              />
              <Tile
                label="服务老人"
                value={total.personsServed === null ? '不明' : `${count(total.personsServed)} 人`}
                onClick={open('完成', 'done')}
              />
              <Tile label="补贴" value={yuan(total.subsidy)} onClick={open('用了补贴', 'subsidised')} />
              <Tile label="自付" value={yuan(total.selfPay)} onClick={open('全部订单', 'orders')} />
              <Tile
                label={`评价（${count(total.rated)} 条）`}
                value={total.stars === null ? '还没有' : `★ ${total.stars.toFixed(2)}`}
                onClick={open('有评价', 'rated')}
              />
            </div>
          </>
        );
      }}
    </Answer>
  );
}

function Tile({
  label,
  value,
  onClick,
  says = '看明细',
}: {
  label: string;
  value: string;
  onClick: () => void;
  says?: string;
}) {
  return (
    <button type="button" className={styles.tile} onClick={onClick} title={says}>
      <span>{label}</span>
      <b>{value}</b>
    </button>
  );
}

function Chart({
  by,
  question,
  filter,
  measure,
  onOpen,
  onInto,
  into = '',
}: {
  by: By;
  question: string;
  filter: Filter;
  measure: Shown;
  onOpen: (opened: Opened) => void;
  onInto?: ((key: string) => void) | undefined;
  into?: string;
}) {
  const answer = useCall(insightFigures, { body: { ...filter, by } }, useHeld(filter));
  const time = by === 'day' || by === 'week' || by === 'month';
  return (
    <Panel title={question} className={time ? styles.wide : ''}>
      {answer.isPending && <Waiting lines={6} />}
      {!answer.isPending && (
        <Answer of={answer}>
          {(data) => {
            const marks = data.rows.map((row) => ({
              key: row.key,
              label: row.label,
              value: valueOf(row.figure as Figure, measure),
              open: () => onOpen({ title: `${row.label} ${MEASURES[measure]}`, filter: row.drill, measure }),
              ...(onInto ? { into: () => onInto(row.key) } : {}),
            }));
            if (marks.length === 0 || marks.every((mark) => mark.value === 0)) {
              return <Empty title="这段时间没有">换一段日期或放宽条件再看。</Empty>;
            }
            return time ? <Columns marks={marks} /> : <Bars marks={marks} into={into} />;
          }}
        </Answer>
      )}
    </Panel>
  );
}
