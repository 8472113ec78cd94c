'use client';
import { useState } from 'react';
import Link from 'next/link';
import { Button } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { roundsRoute } from '@heling/orders/contract/kitchen';
import { TEXTURE_NAMES } from '@heling/orders/domain/menu';
import {
  kitchenAssignRound,
  kitchenMakeRounds,
  kitchenRounds,
  peopleCarer,
  peopleCarers,
} from '@heling/ui/api.gen';
import { clock } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { visitTone } from '../orders/words';
import { Mark } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Empty, Problem, Waiting } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useLiveEvents } from '../shell/live';
import { useMay } from '../shell/me';
import styles from './kitchen.module.css';

type RoundsAnswer = Output<typeof roundsRoute>;
type Round = RoundsAnswer['rounds'][number];
type Stop = RoundsAnswer['unplanned'][number];
interface RowResult {
  visitId: number;
  ok: boolean;
  detail: string | null;
}
const STATES = { planned: '待出发', underWay: '送餐中', done: '已送完' } as const;

/** The rounds of a meal: who brings what where, in order; those without a courier; changing the courier; A4. */
export function Rounds({ id, org, day }: { id: number; org: number | null; day: string | null }) {
  const answer = useCall(kitchenRounds, { params: { id } }, { refetchInterval: 60_000 });
  useLiveEvents(['visit.', 'kitchen.'], () => void answer.refetch());
  const [results, setResults] = useState<RowResult[] | null>(null);
  const stops = answer.data?.rounds.flatMap((round) => round.stops) ?? [];
  const names = new Map(
    [...stops, ...(answer.data?.unplanned ?? [])].map((stop) => [stop.visitId, stop.name]),
  );
  return (
    <Answer of={answer} lines={10}>
      {(data) => (
        <div className={styles.rounds}>
          {results && <Results rows={results} names={names} close={() => setResults(null)} />}
          {data.unplanned.length > 0 && (
            <Panel title={`还没有排进路线的 ${data.unplanned.length} 份`} className="no-print">
              <MakeRounds id={id} org={org} day={day} onDone={setResults} />
              <Stops stops={data.unplanned} />
            </Panel>
          )}
          {data.rounds.length === 0 && data.unplanned.length === 0 && (
            <Empty title="这一餐还没有要送的">
              <p>订单确认后出现在这里，再分给送餐员。</p>
            </Empty>
          )}
          {data.rounds.map((round, i) => (
            <RoundView key={round.id} number={i + 1} round={round} onDone={setResults} />
          ))}
        </div>
      )}
    </Answer>
  );
}

function useCouriers(org: number | null) {
  return useCall(
    peopleCarers,
    { body: { qualification: 'mealDelivery', status: 'active', ...(org ? { org } : {}), limit: 200 } },
    { enabled: org !== null },
  );
}

function MakeRounds({
  id,
  org,
  day,
  onDone,
}: {
  id: number;
  org: number | null;
  day: string | null;
  onDone: (results: RowResult[]) => void;
}) {
  const couriers = useCouriers(org);
  const [chosen, setChosen] = useState<number[] | null>(null);
  const make = useCommand(kitchenMakeRounds, [kitchenRounds]);
  const mayServe = useMay(['city', 'county', 'street', 'community', 'dispatcher', 'providerManager']);
  if (!mayServe) return null;
  if (couriers.error) return <Problem problem={couriers.error} retry={() => void couriers.refetch()} />;
  if (!couriers.data) return <Waiting lines={2} />;
  if (couriers.data.items.length === 0) {
    return (
      <Empty title="这个助餐点没有登记送餐员">
        <p>
          到 <Link href={`/provider/?id=${org}`}>服务商页</Link> 登记有送餐资质的护理员后再排路线。
        </p>
      </Empty>
    );
  }
  const onDuty = couriers.data.items.filter((each) => each.today?.state === 'planned').map((each) => each.id);
  const ticked = (chosen ?? onDuty).slice(0, 20);
  return (
    <fieldset className={styles.couriers}>
      <legend>分给哪些送餐员（{day}；今天在岗的已勾选）</legend>
      {couriers.data.items.map((courier) => (
        <label key={courier.id}>
          <input
            type="checkbox"
            checked={ticked.includes(courier.id)}
            onChange={(event) =>
              setChosen(
                event.target.checked ? [...ticked, courier.id] : ticked.filter((each) => each !== courier.id),
              )
            }
          />{' '}
          {courier.name}
          {courier.today ? '' : '（今天没有排班）'}
        </label>
      ))}
      <Button
        type="primary"
        disabled={ticked.length === 0}
        loading={make.isPending}
        onClick={() =>
          make.mutate(
            { params: { id }, body: { couriers: ticked } },
            { onSuccess: (done) => onDone(done.results) },
          )
        }
      >
        排成 {ticked.length} 条路线
      </Button>
      <Problem problem={make.error} />
    </fieldset>
  );
}

function RoundView({
  number,
  round,
  onDone,
}: {
  number: number;
  round: Round;
  onDone: (results: RowResult[]) => void;
}) {
  const now = useNow(60_000);
  const courier = useCall(peopleCarer, { params: { id: round.courierId }, query: {} });
  const [changing, setChanging] = useState(false);
  const delivered = round.stops.filter((stop) => stop.state === 'done').length;
  const portions = round.stops.flatMap((stop) => stop.portions).reduce((sum, each) => sum + each.quantity, 0);
  return (
    <section className={styles.round} aria-label={`路线 ${number}`}>
      <header className="row">
        <h2>
          路线 {number}　{courier.data?.name ?? `送餐员 ${round.courierId}`}
        </h2>
        <Mark tone={round.state === 'done' ? 'ok' : round.state === 'underWay' ? 'p3' : 'p2'}>
          {STATES[round.state]}
        </Mark>
        <span>
          {round.stops.length} 户 {portions} 份，已送 {delivered} 户
        </span>
        <span className={styles.printOnly}>
          {round.day}　打印于 {clock(now)}
        </span>
        {round.state !== 'done' && (
          <Button className="no-print" onClick={() => setChanging(!changing)}>
            换送餐员
          </Button>
        )}
      </header>
      {changing && (
        <ChangeCourier
          round={round}
          onDone={(results) => {
            setChanging(false);
            onDone(results);
          }}
        />
      )}
      <Stops stops={round.stops} />
    </section>
  );
}

function ChangeCourier({ round, onDone }: { round: Round; onDone: (results: RowResult[]) => void }) {
  const couriers = useCouriers(round.org);
  const [chosen, setChosen] = useState<number | null>(null);
  const assign = useCommand(kitchenAssignRound, [kitchenRounds]);
  const left = round.stops.filter((stop) =>
    ['planned', 'assigned', 'accepted', 'declined'].includes(stop.state),
  );
  return (
    <div className={`${styles.couriers} no-print`}>
      <p>还没送的 {left.length} 户转给新的送餐员，已送的不变；时间冲突的逐条写明，留在原处。</p>
      <label>
        新的送餐员{' '}
        <select value={chosen ?? ''} onChange={(event) => setChosen(Number(event.target.value) || null)}>
          <option value="">请选择</option>
          {couriers.data?.items
            .filter((each) => each.id !== round.courierId)
            .map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
                {each.today ? '' : '（今天没有排班）'}
              </option>
            ))}
        </select>
      </label>{' '}
      <Button
        type="primary"
        disabled={chosen === null}
        loading={assign.isPending}
        onClick={() =>
          chosen &&
          assign.mutate(
            { params: { id: round.id }, body: { version: round.version, courierId: chosen } },
            { onSuccess: (done) => onDone(done.results) },
          )
        }
      >
        换人
      </Button>
      <Problem problem={assign.error ?? couriers.error} />
    </div>
  );
}

function Stops({ stops }: { stops: readonly Stop[] }) {
  return (
    <table className={styles.stops}>
      <thead>
        <tr>
          <th scope="col">序</th>
          <th scope="col">老人</th>
          <th scope="col">电话</th>
          <th scope="col">地址</th>
          <th scope="col">餐</th>
          <th scope="col">提醒</th>
          <th scope="col" className="no-print">
            状态
          </th>
          <th scope="col" className={styles.printOnly}>
            签收
          </th>
        </tr>
      </thead>
      <tbody>
        {stops.map((stop) => (
          <tr key={stop.visitId}>
            <td>{stop.stop ?? '·'}</td>
            <td>
              <Link href={`/order/?id=${stop.orderId}`}>{stop.name}</Link>
            </td>
            <td>{stop.phone}</td>
            <td>{stop.address}</td>
            <td>
              {stop.portions.map((portion) => (
                <div key={portion.name + portion.texture}>
                  {portion.name}（{TEXTURE_NAMES[portion.texture]}）×{portion.quantity}
                </div>
              ))}
            </td>
            <td>{stop.warnings.join('；')}</td>
            <td className="no-print">
              <Mark tone={visitTone(stop.state)}>{stop.stateName}</Mark>
            </td>
            <td className={styles.printOnly} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Results({
  rows,
  names,
  close,
}: {
  rows: readonly RowResult[];
  names: ReadonlyMap<number, string>;
  close: () => void;
}) {
  const failed = rows.filter((row) => !row.ok);
  return (
    <div role="status" className={`${styles.results} no-print`}>
      <p>
        排好 {rows.length - failed.length} 户{failed.length > 0 ? `，${failed.length} 户没有排上：` : '。'}{' '}
        <Button size="small" onClick={close}>
          知道了
        </Button>
      </p>
      <ul>
        {failed.map((row) => (
          <li key={row.visitId}>
            {names.get(row.visitId) ?? `上门 ${row.visitId}`}：{row.detail}
          </li>
        ))}
      </ul>
    </div>
  );
}
