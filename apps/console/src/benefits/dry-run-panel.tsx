'use client';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import type { Output } from '@heling/platform/contract/route';
import type { packsRoute } from '@heling/benefits/contract/packs';
import type { dryRunPersonRoute, dryRunRoute, dryRunsRoute } from '@heling/benefits/contract/trials';
import {
  benefitsDryRun,
  benefitsDryRunPerson,
  benefitsDryRuns,
  benefitsStartDryRun,
} from '@heling/ui/api.gen';
import { count, duration, yuan } from '@heling/ui/format';
import { keyOf, useCall, useCommand } from '@heling/ui/react/use-call';
import { DetailDrawer } from '../parts/detail-drawer';
import { Mark, Money, When } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Problem } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useIdParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import { useMay } from '../shell/me';
import { DRAFTERS } from './pack-words';
import { PersonLink } from './person-link';
import { monthName } from './words';
import styles from './benefits.module.css';

type Pack = Output<typeof packsRoute>['items'][number];
type DryRun = Output<typeof dryRunsRoute>['items'][number];
type Result = Output<typeof dryRunRoute>;
type Person = Output<typeof dryRunPersonRoute>;
const AGAIN_MS = 1500;

/** The newest dry run of a pack, and what it found when it is over. */
export function useDryRun(packId: number) {
  const client = useQueryClient();
  const input = { params: { id: packId } };
  const before = client.getQueryData<{ items: DryRun[] }>(keyOf(benefitsDryRuns, input))?.items[0];
  const runs = useCall(
    benefitsDryRuns,
    input,
    before?.state === 'calculating' ? { refetchInterval: AGAIN_MS } : {},
  );
  const newest = runs.data?.items[0];
  const result = useCall(
    benefitsDryRun,
    { params: { id: newest?.id ?? 0 } },
    { enabled: newest?.state === 'done' },
  );
  return { runs, newest, result: newest?.state === 'done' ? result.data : undefined };
}

/** A dry run over everybody (试算): who gains and loses, what a month costs, by age and county, with examples. */
export function DryRunPanel({ pack }: { pack: Pack }) {
  const client = useQueryClient();
  const may = useMay(DRAFTERS);
  const { runs, newest, result } = useDryRun(pack.id);
  const start = useCommand(benefitsStartDryRun, [benefitsDryRuns]);
  useLiveEvents(['benefitDryRun.changed'], () => {
    void client.invalidateQueries({ queryKey: keyOf(benefitsDryRuns) });
  });
  const busy = newest?.state === 'calculating';
  return (
    <Panel
      title="试算：谁多了，谁少了，每月多花多少？"
      actions={
        may &&
        !busy && (
          <Button loading={start.isPending} onClick={() => start.mutate({ params: { id: pack.id } })}>
            {newest ? '重新试算' : '开始试算'}
          </Button>
        )
      }
    >
      <Problem problem={start.error} />
      <Answer of={runs} lines={3}>
        {() => (
          <>
            {!newest && (
              <p className="muted">
                还没有试算。试算把适用范围内的每一个人按现行政策和这份草案各算一遍，只看结果，不动任何账。
              </p>
            )}
            {newest?.outdated && (
              <p>
                <Mark tone="p2">草案在这次试算之后改过，请重新试算</Mark>
              </p>
            )}
            {busy && <Progress run={newest} />}
            {result && <Found result={result} />}
          </>
        )}
      </Answer>
      <DetailDrawer param="tried" title="这个人会怎样" width={880}>
        {(personId) => newest && <TriedPerson runId={newest.id} personId={personId} />}
      </DetailDrawer>
    </Panel>
  );
}

function Progress({ run }: { run: DryRun }) {
  const now = useNow(1000);
  const { done, of } = run.progress;
  const passed = now.getTime() - new Date(run.startedAt).getTime();
  const left = done > 0 ? (passed * (of - done)) / done : null;
  return (
    <div role="status">
      <p>
        正在试算：{count(done)} / {count(of)} 人{left !== null && left > 0 && `，大约还要 ${duration(left)}`}
        。可以离开，算好后在这里看。
      </p>
      <div className={styles.bar} aria-hidden="true">
        <span style={{ width: `${of === 0 ? 0 : Math.round((done / of) * 100)}%` }} />
      </div>
    </div>
  );
}

function Found({ result }: { result: Result }) {
  const more = result.costAfter - result.costBefore;
  const newly = result.potential.after.people - result.potential.before.people;
  return (
    <div className={styles.stack}>
      <p className="muted">
        {monthName(result.month)}，现在领取的 {count(result.recipients)} 人；共算了 {count(result.judged)}{' '}
        人，
        <When at={result.endedAt} />
        算好
      </p>
      <dl className={styles.sum}>
        <Figure name="每月（现在领取的）">
          {yuan(result.costBefore)} → {yuan(result.costAfter)}
        </Figure>
        <Figure name={more >= 0 ? '每月多花' : '每月少花'}>{yuan(Math.abs(more))}</Figure>
        <Figure name="多了">
          {count(result.gainers.people)} 人，{yuan(result.gainers.fen)}
        </Figure>
        <Figure name="少了">
          {count(result.losers.people)} 人，{yuan(result.losers.fen)}
        </Figure>
        <Figure name="不变">{count(result.unchanged)} 人</Figure>
        <Figure name="新有">{count(result.started)} 人</Figure>
        <Figure name="停发">{count(result.stopped)} 人</Figure>
        <Figure name="以前的月份要补">
          {count(result.arrears.people)} 人，{yuan(result.arrears.fen)}
        </Figure>
        <Figure name="以前的月份多发">
          {count(result.overpaid.people)} 人，{yuan(result.overpaid.fen)}
        </Figure>
        <Figure name="没领的人里可以领的">
          {count(result.potential.before.people)} → {count(result.potential.after.people)} 人
        </Figure>
      </dl>
      {newly !== 0 && (
        <p>
          没有申请（或还没批准）的人里，可以领的{newly > 0 ? '多' : '少'} {count(Math.abs(newly))}{' '}
          人；都来领的话，每月 {yuan(result.potential.before.fen)} → {yuan(result.potential.after.fen)}。
        </p>
      )}
      {result.unjudgeable > 0 && (
        <p>
          <Mark tone="p2">{count(result.unjudgeable)} 人资料有误，算不了</Mark>
        </p>
      )}
      <div className={styles.top}>
        <Groups title="按年龄" groups={result.byAge} />
        <Groups title="按区县" groups={result.byCounty} />
      </div>
      <Examples result={result} />
    </div>
  );
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{children}</dd>
    </div>
  );
}

function Groups({ title, groups }: { title: string; groups: Result['byAge'] }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {groups.length === 0 && <p className="muted">现在没有人领取。</p>}
      {groups.length > 0 && (
        <table className={styles.plain} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{title.slice(1)}</th>
              <th scope="col" className={styles.right}>
                领取
              </th>
              <th scope="col" className={styles.right}>
                多了
              </th>
              <th scope="col" className={styles.right}>
                少了
              </th>
              <th scope="col" className={styles.right}>
                每月现在
              </th>
              <th scope="col" className={styles.right}>
                每月以后
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map((each) => (
              <tr key={each.key}>
                <td>{each.name}</td>
                <td className={styles.right}>{count(each.people)} 人</td>
                <td className={styles.right}>{count(each.gainers)} 人</td>
                <td className={styles.right}>{count(each.losers)} 人</td>
                <td className={styles.right}>
                  <Money fen={each.before} />
                </td>
                <td className={styles.right}>
                  <Money fen={each.after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Examples({ result }: { result: Result }) {
  const [, setTried] = useIdParam('tried');
  if (result.examples.length === 0) return null;
  return (
    <section aria-label="例子">
      <h3>例子：差别最大的人</h3>
      <table className={styles.plain} aria-label="例子">
        <thead>
          <tr>
            <th scope="col">怎样</th>
            <th scope="col">老人</th>
            <th scope="col">社区（村）</th>
            <th scope="col" className={styles.right}>
              现行
            </th>
            <th scope="col" className={styles.right}>
              草案
            </th>
            <th scope="col">为什么</th>
          </tr>
        </thead>
        <tbody>
          {result.examples.map((each) => (
            <tr key={`${each.kind}${each.personId}`}>
              <td>{each.kindName}</td>
              <td>
                <PersonLink id={each.personId} name={each.name} />{' '}
                <span className="muted">编号 {each.personId}</span>
              </td>
              <td>{each.division}</td>
              <td className={styles.right}>
                <Money fen={each.before} />
              </td>
              <td className={styles.right}>
                <Money fen={each.after} />
              </td>
              <td>
                <Button
                  type="link"
                  aria-label={`${each.kindName}：${each.name}，看逐月说明`}
                  onClick={() => setTried(each.personId)}
                >
                  看逐月说明
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TriedPerson({ runId, personId }: { runId: number; personId: number }) {
  const answer = useCall(benefitsDryRunPerson, { params: { id: runId, personId } });
  return (
    <Answer of={answer} lines={8}>
      {(person) => <Tried person={person} />}
    </Answer>
  );
}

function Tried({ person }: { person: Person }) {
  return (
    <div className={styles.stack}>
      <p>
        <strong>
          <PersonLink id={person.personId} name={person.name} />
        </strong>{' '}
        <span className="muted">{person.division}</span>
      </p>
      {person.problem && <Mark tone="p1">{person.problem}</Mark>}
      {person.months.length === 0 && !person.problem && (
        <p className="muted">两种政策下都还没有到可能发放的月份。</p>
      )}
      {person.months.length > 0 && (
        <table className={styles.plain} aria-label="逐月：现行政策和草案">
          <thead>
            <tr>
              <th scope="col">月份</th>
              <th scope="col" className={styles.right}>
                已发
              </th>
              <th scope="col" className={styles.right}>
                现行
              </th>
              <th scope="col" className={styles.right}>
                草案
              </th>
              <th scope="col">草案的原因</th>
              <th scope="col">现行的原因</th>
            </tr>
          </thead>
          <tbody>
            {[...person.months].reverse().map((month) => {
              const differs = (month.before?.fen ?? 0) !== (month.after?.fen ?? 0);
              return (
                <tr key={month.month} className={differs ? styles.here : ''}>
                  <td className="number">{month.month}</td>
                  <td className={styles.right}>
                    <Money fen={month.paidFen} />
                  </td>
                  <td className={styles.right}>{month.before ? <Money fen={month.before.fen} /> : '—'}</td>
                  <td className={styles.right}>{month.after ? <Money fen={month.after.fen} /> : '—'}</td>
                  <td>{month.after?.why ?? '没有适用的政策'}</td>
                  <td className="muted">{month.before?.why ?? '没有适用的政策'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </div>
  );
}
