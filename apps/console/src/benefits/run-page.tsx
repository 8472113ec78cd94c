'use client';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import type { Output } from '@heling/platform/contract/route';
import type { runRoute } from '@heling/benefits/contract/runs';
import { CHANGES } from '@heling/benefits/domain/changes';
import { HOLD_CODES, PAYMENT_STATES, RUN_STATES } from '@heling/benefits/domain/states';
import { benefitsPayments, benefitsRun, benefitsRuns } from '@heling/ui/api.gen';
import { count, yuan } from '@heling/ui/format';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import { Choose } from '../filters/choose';
import { PageAnswer } from '../filters/page-answer';
import { usePlaceName } from '../filters/places';
import { useFilters } from '../filters/use-filters';
import { NothingFound } from '../parts/data-table';
import { Mark, Money, When } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Empty } from '../parts/states';
import { useIdParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import { PaymentDrawer } from './payment-drawer';
import { PaymentsTable } from './payments-table';
import { RunActions } from './run-actions';
import { monthName, RUN_TONES } from './words';
import styles from './benefits.module.css';

type Run = Output<typeof runRoute>;
type Change = Run['changes'][number]['change'];
const AGAIN_MS = 2000;
/** The steps, each named by what it does; the run's state is the step that is next. */
const STEPS: Record<keyof typeof RUN_STATES, string> = {
  calculating: '计算',
  calculated: '第一人签字',
  firstSigned: '第二人签字',
  signed: '送银行',
  sent: '等回盘',
  closed: '结账',
};
const WAY = Object.keys(RUN_STATES) as (keyof typeof RUN_STATES)[];

/** One payment run: how far it is, what it comes to, what differs from last month and why, what is held, each row. */
export function RunPage() {
  const [id] = useIdParam();
  if (id === null) {
    return (
      <>
        <PageHead title="发放" />
        <Empty title="没有说明是哪次发放">
          <Link href="/runs/">到津贴发放里选一次</Link>
        </Empty>
      </>
    );
  }
  return <OneRun key={id} id={id} />;
}

function OneRun({ id }: { id: number }) {
  const client = useQueryClient();
  const input = { params: { id } };
  const calculating = client.getQueryData<Run>(keyOf(benefitsRun, input))?.state === 'calculating';
  const answer = useCall(benefitsRun, input, calculating ? { refetchInterval: AGAIN_MS } : {});
  useLiveEvents(['benefitRun.changed'], (events) => {
    if (!events.some((event) => event.key === `benefitRun:${id}`)) return;
    for (const route of [benefitsRun, benefitsRuns])
      void client.invalidateQueries({ queryKey: keyOf(route) });
    // The first rows come at once; later changes wait behind the table's bar.
    if (calculating) void client.invalidateQueries({ queryKey: keyOf(benefitsPayments) });
  });
  return (
    <PageAnswer of={answer} title="发放">
      {(run) => <RunView run={run} refetch={() => void answer.refetch()} />}
    </PageAnswer>
  );
}

function RunView({ run, refetch }: { run: Run; refetch(): void }) {
  const place = usePlaceName();
  const paying = run.states.filter((each) => ['ready', 'sent', 'paid', 'unknown'].includes(each.state));
  const sum = paying.reduce((total, each) => total + each.fen, 0);
  const people = paying.reduce((total, each) => total + each.people, 0);
  const at = WAY.indexOf(run.state);
  return (
    <>
      <PageHead
        title={`${place(run.division)} ${monthName(run.month)}津贴发放`}
        sub={
          <span className="row">
            <Mark tone={RUN_TONES[run.state]}>{run.stateName}</Mark>
            {run.state !== 'calculating' && (
              <strong>
                {count(people)} 人，{yuan(sum)}
              </strong>
            )}
          </span>
        }
        actions={<RunActions run={run} refetch={refetch} />}
      />
      <ol className={styles.way} aria-label="进度">
        {WAY.map((state, i) => (
          <li key={state} className={i < at ? styles.done : i === at ? styles.now : ''}>
            {i < at || run.state === 'closed' ? '✓ ' : i === at ? '● ' : '○ '}
            {STEPS[state]}
          </li>
        ))}
      </ol>
      {run.progress && <Progress done={run.progress.done} of={run.progress.of} />}
      <div className={styles.top}>
        <Comparison run={run} />
        <div className={styles.stack}>
          <Holds run={run} />
          <Schemes run={run} />
        </div>
        <div className={styles.stack}>
          <States run={run} />
          <File run={run} />
        </div>
      </div>
      {run.state !== 'calculating' && <Rows run={run} />}
      <PaymentDrawer />
    </>
  );
}

function Progress({ done, of }: { done: number; of: number }) {
  const share = of === 0 ? 0 : Math.round((done / of) * 100);
  return (
    <div role="status" style={{ marginBottom: 12 }}>
      <p>
        正在计算：{count(done)} / {count(of)} 人。可以离开，算好后在这里继续。
      </p>
      <div className={styles.bar} aria-hidden="true">
        <span style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}

const FILTERS = ['change', 'reason', 'state', 'hold'] as const;
/** What the table below shows, in the address. */
const useRowFilters = () => useFilters(FILTERS);

/** Everything that differs from last month in one table; each line shows its people below. */
function Comparison({ run }: { run: Run }) {
  const [value, set] = useRowFilters();
  const total = run.changes.reduce(
    (sum, each) => ({
      people: sum.people + each.people,
      last: sum.last + each.lastFen,
      fen: sum.fen + each.fen,
    }),
    { people: 0, last: 0, fen: 0 },
  );
  return (
    <Panel title="与上月比，有什么不同？">
      {run.changes.length === 0 ? (
        <p className="muted">{run.state === 'calculating' ? '还在计算。' : '没有人要发，也没有人停发。'}</p>
      ) : (
        <table className={styles.plain} aria-label="与上月比较">
          <thead>
            <tr>
              <th scope="col">变化</th>
              <th scope="col">原因</th>
              <th scope="col" className={styles.right}>
                人数
              </th>
              <th scope="col" className={styles.right}>
                上月
              </th>
              <th scope="col" className={styles.right}>
                本次（含补发）
              </th>
            </tr>
          </thead>
          <tbody>
            {run.changes.map((each) => {
              const here = value.change === each.change && (value.reason ?? '') === (each.reason ?? '');
              return (
                <tr key={`${each.change}${each.reason}`} className={here ? styles.here : ''}>
                  <td>
                    <ChangeMark change={each.change} />
                  </td>
                  <td>{each.reasonName ?? <span className="muted">—</span>}</td>
                  <td className={styles.right}>
                    <Button
                      type="link"
                      aria-label={`${each.changeName}${each.reasonName ?? ''} ${each.people} 人，看明细`}
                      onClick={() =>
                        set(
                          here
                            ? {}
                            : { change: each.change, ...(each.reason ? { reason: each.reason } : {}) },
                        )
                      }
                    >
                      {count(each.people)} 人
                    </Button>
                  </td>
                  <td className={styles.right}>
                    <Money fen={each.lastFen} />
                  </td>
                  <td className={styles.right}>
                    <Money fen={each.fen} />
                  </td>
                </tr>
              );
            })}
            <tr>
              <td colSpan={2}>
                <b>合计</b>
              </td>
              <td className={styles.right}>
                <b>{count(total.people)} 人</b>
              </td>
              <td className={styles.right}>
                <b>
                  <Money fen={total.last} />
                </b>
              </td>
              <td className={styles.right}>
                <b>
                  <Money fen={total.fen} />
                </b>
              </td>
            </tr>
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function ChangeMark({ change }: { change: Change }) {
  if (change === 'same') return <span className="muted">{CHANGES.same}</span>;
  return <Mark tone={{ new: 'ok', stopped: 'p1', changed: 'p2' }[change] as 'ok'}>{CHANGES[change]}</Mark>;
}

function Holds({ run }: { run: Run }) {
  const [value, set] = useRowFilters();
  return (
    <Panel title="检查后暂缓了谁？">
      {run.holds.length === 0 ? (
        <p className="muted">没有暂缓的。计算后、每次签字时、生成银行文件时都会重新检查。</p>
      ) : (
        <ul className="lines">
          {run.holds.map((each) => (
            <li key={each.code}>
              <span>
                <Mark tone="p1">暂缓</Mark> {each.name}
              </span>
              <Button
                type="link"
                aria-label={`${each.name} ${each.people} 人，看明细`}
                onClick={() => set(value.hold === each.code ? {} : { hold: each.code })}
              >
                {count(each.people)} 人
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Schemes({ run }: { run: Run }) {
  return (
    <Panel title="各项津贴多少？">
      {run.schemes.length === 0 && <p className="muted">没有要发的。</p>}
      {run.schemes.length > 0 && (
        <table className={styles.plain} aria-label="各项津贴">
          <thead>
            <tr>
              <th scope="col">津贴</th>
              <th scope="col" className={styles.right}>
                人数
              </th>
              <th scope="col" className={styles.right}>
                当月
              </th>
              <th scope="col" className={styles.right}>
                补发
              </th>
            </tr>
          </thead>
          <tbody>
            {run.schemes.map((each) => (
              <tr key={each.scheme}>
                <td>{each.schemeName}</td>
                <td className={styles.right}>{count(each.people)}</td>
                <td className={styles.right}>
                  <Money fen={each.regularFen} />
                </td>
                <td className={styles.right}>
                  <Money fen={each.arrearsFen} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function States({ run }: { run: Run }) {
  const [value, set] = useRowFilters();
  return (
    <Panel title="到哪一步了？">
      {run.states.length === 0 && <p className="muted">没有明细。</p>}
      <ul className="lines">
        {run.states.map((each) => (
          <li key={each.state}>
            <Button
              type="link"
              aria-label={`${each.stateName} ${each.people} 人，看明细`}
              onClick={() => set(value.state === each.state ? {} : { state: each.state })}
            >
              {each.stateName} {count(each.people)} 人
            </Button>
            <Money fen={each.fen} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function File({ run: { file } }: { run: Run }) {
  if (!file) return null;
  return (
    <Panel title="银行文件">
      <dl className="facts">
        <dt>文件号</dt>
        <dd className="number">{file.fileNo}</dd>
        <dt>内容</dt>
        <dd>
          {count(file.rows)} 行，{yuan(file.fen)}
        </dd>
        <dt>生成</dt>
        <dd>
          <When at={file.madeAt} />
        </dd>
        <dt>送达</dt>
        <dd>{file.deliveredAt ? <When at={file.deliveredAt} /> : <Mark tone="p2">还没有送达</Mark>}</dd>
        <dt>校验码</dt>
        <dd style={{ wordBreak: 'break-all' }}>
          <small>{file.sha256}</small>
        </dd>
      </dl>
    </Panel>
  );
}

function Rows({ run }: { run: Run }) {
  const [value, set, change] = useRowFilters();
  const filtered = Object.keys(value).length > 0;
  return (
    <PaymentsTable
      name="benefit-payments"
      label="发放明细"
      ask={{
        runId: run.id,
        ...(value.change ? { change: value.change as Change } : {}),
        ...(value.reason ? { reason: value.reason } : {}),
        ...(value.state ? { state: value.state as keyof typeof PAYMENT_STATES } : {}),
        ...(value.hold ? { hold: value.hold as keyof typeof HOLD_CODES } : {}),
      }}
      filters={
        <>
          <Choose
            label="与上月比"
            all="与上月比"
            value={value.change}
            options={CHANGES}
            onChange={(next) => change({ change: next ?? '', reason: '' })}
          />
          <Choose
            label="状态"
            all="全部状态"
            value={value.state}
            options={PAYMENT_STATES}
            onChange={(next) => change({ state: next ?? '' })}
          />
          <Choose
            label="暂缓原因"
            all="暂缓原因"
            width={210}
            value={value.hold}
            options={HOLD_CODES}
            onChange={(next) => change({ hold: next ?? '' })}
          />
          {filtered && <Button onClick={() => set({})}>清除筛选</Button>}
        </>
      }
      empty={
        filtered ? (
          <NothingFound what="人" reset={() => set({})} />
        ) : (
          <Empty title="这次没有要发的人">
            <p>批准生效的人才会算进来；公示期内的要等期满。</p>
          </Empty>
        )
      }
    />
  );
}
