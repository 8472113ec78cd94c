'use client';
import { useCallback, useMemo, useState, type PointerEvent } from 'react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { Button, Checkbox, Segmented } from 'antd';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { VISIT_STATES, type VisitState } from '@heling/orders/domain/visit-machine';
import { dispatchAssign, dispatchSheet, dispatchUnassign } from '@heling/ui/api.gen';
import { call } from '@heling/ui/client';
import { useCommand } from '@heling/ui/react/use-call';
import { absolute, clock, dayLabel } from '@heling/ui/format';
import { DayInput } from '../calendar/day-input';
import { useHome } from '../filters/places';
import { DivisionSelect } from '../parts/division-select';
import { useHotkeys } from '../parts/hotkeys';
import { PageHead } from '../parts/page-head';
import { Problem, Waiting } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { Choose } from '../filters/choose';
import { useIdParam, useParam } from '../parts/use-param';
import { useMay } from '../shell/me';
import { OrgSelect } from '../providers/org-select';
import { isMeal, isUnassigned, startOf, type BoardCarer, type BoardVisit, type Done } from './model';
import { Timeline } from './timeline';
import { useBoard } from './use-board';
import { useInside } from './use-inside';
import { useDrag, type Drop } from './use-drag';
import { VisitList } from './visit-list';
import { VisitPanel } from './visit-panel';
import { ServiceSelect } from './service-select';
import { PrintedDay, WorkLists } from './work-lists';
import styles from './board.module.css';

const BoardMap = dynamic(() => import('./map').then((m) => m.BoardMap), { loading: () => <Waiting /> });
const AutoAssign = dynamic(() => import('./bulk').then((m) => m.AutoAssign));
const CarerSick = dynamic(() => import('./bulk').then((m) => m.CarerSick));

const VIEWS = { timeline: '时间轴', list: '列表', map: '地图' } as const;
type View = keyof typeof VIEWS;

/** The day board (派单台): who goes where today, what will go wrong within the hour, and giving visits to carers. */
export function BoardPage() {
  const home = useHome();
  const toasts = useToasts();
  const now = useNow(30_000);
  const today = businessDay(now);
  const [dayParam, setDay] = useParam('day');
  const day = dayParam && /^\d{4}-\d\d-\d\d$/.test(dayParam) ? dayParam : today;
  const [viewParam, setView] = useParam('view');
  const view: View = viewParam && viewParam in VIEWS ? (viewParam as View) : 'timeline';
  const [division, setDivision] = useParam('division');
  const [org, setOrg] = useIdParam('org');
  const [service, setService] = useParam('service');
  const [selected, setSelected] = useIdParam('visit');
  const [stateParam, setState] = useParam('state');
  const state = stateParam && stateParam in VISIT_STATES ? (stateParam as VisitState) : undefined;
  const [onlyRisk, setOnlyRisk] = useState(false);
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const [wanted, setWanted] = useState<Drop | null>(null);
  const { inside, over } = useInside();
  const [dialog, setDialog] = useState<{ kind: 'auto' } | { kind: 'sick'; carer: BoardCarer } | null>(null);
  const mayDispatch = useMay(['city', 'county', 'dispatcher', 'providerManager']);
  const mayInterrupt = useMay(['dispatcher']);

  const place = division ?? home;
  const filters = useMemo(
    () => ({
      day,
      ...(org ? { org } : {}),
      ...(place ? { division: place } : {}),
      ...(service && service in SERVICE_NAMES ? { service } : {}),
    }),
    [day, org, place, service],
  );
  // Couriers have the sheet of their round; on a work list meals stand only when they alone are looked at.
  const paper = { ...filters, meals: service === 'lunch' || service === 'dinner' };
  const onDrop = useCallback(
    (drop: Drop) => {
      setWanted(drop);
      setSelected(drop.visit.id, true);
    },
    [setSelected],
  );
  const { grab, drag } = useDrag(day, onDrop);
  const board = useBoard(filters, inside || drag !== null || dialog !== null);
  const { answer, carers } = board;
  const showNews = () => {
    board.bringIn();
    // The bar goes from under the pointer, which then leaves nothing.
    over.onPointerLeave();
  };
  const visits = useMemo(
    () =>
      board.visits.filter(
        (visit) => (!onlyRisk || visit.risks.length > 0) && (state === undefined || visit.state === state),
      ),
    [board.visits, onlyRisk, state],
  );
  const unassigned = useMemo(
    () => visits.filter(isUnassigned).sort((a, b) => startOf(a).localeCompare(startOf(b)) || a.id - b.id),
    [visits],
  );
  const [column, setColumn] = useState<'visits' | 'meals'>('visits');
  const meals = unassigned.filter(isMeal);
  const waiting = column === 'meals' ? meals : unassigned.filter((each) => !isMeal(each));
  const visit = board.visits.find((each) => each.id === selected) ?? null;

  const open = useCallback(
    (next: BoardVisit) => {
      setWanted(null);
      setSelected(next.id, true);
    },
    [setSelected],
  );
  const close = () => {
    setWanted(null);
    setSelected(null, true);
  };
  const undo = async ({ visit: before, version }: Done) => {
    if (before.carers.length > 0 && before.startsAt) {
      await call(dispatchAssign, {
        params: { id: before.id },
        body: {
          version,
          carers: before.carers.map((each) => each.id),
          startsAt: before.startsAt,
          overrideReason: '撤销刚才的派单',
        },
      });
    } else {
      await call(dispatchUnassign, {
        params: { id: before.id },
        body: { version, reason: '撤销刚才的派单' },
      });
    }
    await board.reload();
  };
  const changed = (done: Done | null) => {
    void board.reload();
    if (!done) return;
    setWanted(null);
    // The next visit that waits for somebody, so that a row of them is done without the mouse.
    const at = waiting.findIndex((each) => each.id === done.visit.id);
    const next = at >= 0 ? (waiting[at + 1] ?? waiting[at - 1]) : undefined;
    setSelected(next?.id ?? null, true);
    toasts.undoable(`${done.visit.personName ?? ''} ${done.visit.serviceName}：${done.said}`, () =>
      undo(done),
    );
  };
  useHotkeys([
    { keys: 'u', does: '到待派单的第一个', run: () => waiting[0] && open(waiting[0]) },
    { keys: '[', does: '前一天', run: () => setDay(addDays(day, -1)) },
    { keys: ']', does: '后一天', run: () => setDay(addDays(day, 1)) },
    { keys: 't', does: '时间轴', run: () => setView('timeline', true) },
    { keys: 'l', does: '列表', run: () => setView('list', true) },
    { keys: 'm', does: '地图', run: () => setView('map', true) },
    { keys: 'Escape', does: '关上上门详情', run: close },
  ]);

  const sheet = useCommand(dispatchSheet);
  const { reset: sheetDone } = sheet;
  const counts = answer.data?.counts ?? {};
  const sum = (states: string[]) => states.reduce((total, state) => total + (counts[state] ?? 0), 0);
  const onGrab = useCallback(
    (v: BoardVisit, event: PointerEvent<HTMLElement>) => grab(v, null, event),
    [grab],
  );
  const rowProps = { selected, marked, onOpen: open, onMark: (ids: number[]) => setMarked(new Set(ids)) };

  return (
    <div className={styles.page}>
      <div className="no-print">
        <PageHead
          title={`派单 · ${dayLabel(day, now)}`}
          sub={
            <span className={styles.counts}>
              共 {answer.data?.total ?? '…'} 次 · 待派单 {sum(['planned', 'declined'])} · 已派{' '}
              {sum(['assigned', 'accepted'])} · 进行中 {sum(['enRoute', 'arrived', 'gated', 'inService'])} ·
              完成 {sum(['done'])} · <b className={styles.riskText}>▲ 有风险 {answer.data?.atRisk ?? 0}</b>
              {answer.data && (
                <span title={absolute(answer.data.asOf)}> · 截至 {clock(answer.data.asOf)}</span>
              )}
            </span>
          }
          actions={
            <>
              {mayDispatch ? (
                <Button loading={sheet.isPending} onClick={() => sheet.mutate({ body: paper })}>
                  打印上门单
                </Button>
              ) : (
                <Button onClick={() => window.print()}>打印</Button>
              )}
              {mayDispatch && (
                <Button type="primary" onClick={() => setDialog({ kind: 'auto' })}>
                  批量自动派单{marked.size > 0 ? `（选中 ${marked.size}）` : ''}
                </Button>
              )}
            </>
          }
        />
      </div>
      <div className={`${styles.toolbar} no-print`}>
        <Button aria-label="前一天" onClick={() => setDay(addDays(day, -1))}>
          ‹
        </Button>
        <DayInput label="日期" value={day} onChange={(next) => setDay(next)} />
        <Button aria-label="后一天" onClick={() => setDay(addDays(day, 1))}>
          ›
        </Button>
        {day !== today && <Button onClick={() => setDay(null)}>今天</Button>}
        <DivisionSelect value={place} downTo="street" onChange={(code) => setDivision(code ?? null)} />
        <OrgSelect kind="any" value={org} onChange={(id) => setOrg(id)} />
        <ServiceSelect value={service} onChange={(code) => setService(code)} />
        <Choose
          label="状态"
          all="全部状态"
          value={state}
          options={VISIT_STATES}
          onChange={(code) => setState(code ?? null)}
        />
        <Checkbox checked={onlyRisk} onChange={(event) => setOnlyRisk(event.target.checked)}>
          只看有风险
        </Checkbox>
        <Segmented
          aria-label="看法"
          value={view}
          onChange={(next) => setView(next, true)}
          options={(Object.keys(VIEWS) as View[]).map((key) => ({ value: key, label: VIEWS[key] }))}
        />
      </div>
      {answer.data && answer.data.total > answer.data.visits.length && (
        <p className={`${styles.note} ${styles.risk}`}>
          ▲ 共 {answer.data.total} 次，只显示前 {answer.data.visits.length} 次；请按区划或服务商缩小范围。
        </p>
      )}
      {sheet.error && <Problem problem={sheet.error} />}
      {answer.error && <Problem problem={answer.error} retry={() => void answer.refetch()} />}
      {board.waiting > 0 && (
        <button type="button" className={styles.news} onClick={showNews} {...over}>
          有 {board.waiting} 处新变化，点此更新
        </button>
      )}
      <div className={`${styles.body} ${visit ? styles.withPanel : ''}`} {...over}>
        <section className={`${styles.column} no-print`} aria-label="待派单">
          <div className={styles.columnHead}>
            <h2>待派单</h2>
            <Segmented
              size="small"
              aria-label="待派单的种类"
              value={column}
              onChange={setColumn}
              options={[
                { value: 'visits', label: `上门 ${unassigned.length - meals.length}` },
                { value: 'meals', label: `送餐 ${meals.length}` },
              ]}
            />
          </div>
          {column === 'meals' && meals.length > 0 && (
            <p className={styles.hint}>
              送餐成批排路线：到 <Link href={`/kitchen/?from=${day}`}>厨房</Link>{' '}
              里分给送餐员；这里也可以逐个派。
            </p>
          )}
          {answer.data || board.visits.length > 0 ? (
            <VisitList
              label="待派单的上门"
              narrow
              visits={waiting}
              {...rowProps}
              {...(mayDispatch ? { onGrab } : {})}
              empty={
                board.visits.length === 0
                  ? '这一天还没有上门。订单确认后会出现在这里。'
                  : column === 'visits'
                    ? '上门都派好了。新的订单会出现在这里。'
                    : '送餐都排好了。'
              }
            />
          ) : (
            !answer.error && <Waiting lines={10} />
          )}
        </section>
        <section className={styles.main} aria-label={VIEWS[view]}>
          {!answer.data && !answer.error && <Waiting lines={12} />}
          {answer.data && view === 'timeline' && (
            <Timeline
              day={day}
              visits={visits}
              carers={carers}
              selected={selected}
              over={drag?.over ?? null}
              now={day === today ? now.toISOString() : null}
              onOpen={open}
              onGrab={mayDispatch ? grab : NOTHING}
              menu={(carer) =>
                mayDispatch && carer.shift?.state === 'planned' ? (
                  <Button
                    size="small"
                    type="text"
                    aria-label={`${carer.name} 请病假`}
                    title="请病假，改派当天的上门"
                    onClick={() => setDialog({ kind: 'sick', carer })}
                  >
                    病假
                  </Button>
                ) : null
              }
            />
          )}
          {answer.data && view === 'list' && (
            <VisitList label="当天的上门" visits={visits} {...rowProps} empty="没有符合条件的上门。" />
          )}
          {answer.data && view === 'map' && (
            <BoardMap
              visits={visits}
              carers={carers}
              {...(place ? { division: place } : {})}
              selected={selected}
              onOpen={open}
            />
          )}
        </section>
        {visit && (
          <VisitPanel
            key={visit.id}
            visit={visit}
            wanted={wanted?.visit.id === visit.id ? wanted : null}
            mayDispatch={mayDispatch}
            mayInterrupt={mayInterrupt}
            onClose={close}
            onChanged={changed}
          />
        )}
      </div>
      {sheet.data ? (
        <WorkLists sheet={sheet.data} onDone={sheetDone} />
      ) : (
        <PrintedDay visits={visits} day={day} />
      )}
      {drag && (
        <div className={styles.ghost} style={{ left: drag.x + 8, top: drag.y + 8 }} aria-hidden="true">
          {drag.visit.personName} {drag.visit.serviceName}
          <br />
          {drag.over === null
            ? '拖到一名护理员上'
            : `${carers.find((each) => each.id === drag.over)?.name ?? ''} ${drag.at ? clock(drag.at) : '最早可到的时间'}`}
        </div>
      )}
      {dialog?.kind === 'auto' && (
        <AutoAssign
          day={day}
          {...(org ? { org } : {})}
          {...(filters.service ? { service: filters.service } : {})}
          chosen={[...marked].filter((id) => unassigned.some((each) => each.id === id))}
          visits={board.visits}
          onOpen={(next) => {
            setDialog(null);
            open(next);
          }}
          onClose={() => {
            setDialog(null);
            setMarked(new Set());
          }}
          onChanged={() => void board.reload()}
        />
      )}
      {dialog?.kind === 'sick' && (
        <CarerSick
          carer={dialog.carer}
          day={day}
          visits={board.visits}
          onOpen={(next) => {
            setDialog(null);
            open(next);
          }}
          onClose={() => setDialog(null)}
          onChanged={() => void board.reload()}
        />
      )}
    </div>
  );
}
const NOTHING = () => undefined;
