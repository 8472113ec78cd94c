'use client';
import Link from 'next/link';
import { Button } from 'antd';
import { TEXTURE_NAMES } from '@heling/orders/domain/menu';
import { OFFICE } from '@heling/platform/contract/roles';
import { complaintsList, ordersList, ordersPage } from '@heling/ui/api.gen';
import { absolute, clock, dayLabel, span } from '@heling/ui/format';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import { useQueryClient } from '@tanstack/react-query';
import { useDivisions } from '../parts/division-select';
import { Mark, Money, When } from '../parts/marks';
import { PageAnswer } from '../filters/page-answer';
import { PageHead, Panel } from '../parts/page-head';
import { Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useIdParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import { useMay } from '../shell/me';
import { Complain } from './complain';
import { Evidence } from './evidence';
import { OrderCommands } from './order-commands';
import {
  CHANNELS,
  COMPLAINT_STATES,
  PAYMENT_CHANNELS,
  PAYMENT_STATES,
  PAY_STATES,
  orderTone,
  visitTone,
} from './words';
import styles from './orders.module.css';
import type { OrderAnswer } from './model';

/** One order: what was asked for, who comes, what happened, what was paid, and the commands that can be given now. */
export function OrderPage() {
  const [id] = useIdParam();
  if (id === null) {
    return (
      <>
        <PageHead title="订单" />
        <Empty title="没有说明是哪个订单">
          <Link href="/orders/">到订单列表里选一个</Link>
        </Empty>
      </>
    );
  }
  return <Order key={id} id={id} />;
}

function Order({ id }: { id: number }) {
  const client = useQueryClient();
  const answer = useCall(ordersPage, { params: { id } });
  const refresh = () => {
    for (const route of [ordersPage, ordersList, complaintsList]) {
      void client.invalidateQueries({ queryKey: keyOf(route) });
    }
  };
  const visit = answer.data?.visitId;
  useLiveEvents(['order.', 'visit.', 'payment.', 'complaint.'], (events) => {
    if (events.some((event) => event.key === `order:${id}` || event.key === `visit:${visit}`)) refresh();
  });
  return (
    <PageAnswer of={answer} title="订单">
      {(order) => <OrderView order={order} onChanged={refresh} />}
    </PageAnswer>
  );
}

function OrderView({ order, onChanged }: { order: OrderAnswer; onChanged: () => void }) {
  const now = useNow(60_000);
  const divisions = useDivisions();
  const mayComplain = useMay(OFFICE);
  return (
    <div className={styles.order}>
      <PageHead
        title={`订单 ${order.id} · ${order.serviceName}`}
        sub={
          <span className="row">
            <Mark tone={orderTone(order.state)}>{order.stateName}</Mark>
            <Mark tone={visitTone(order.visitState)}>上门：{order.visitStateName}</Mark>
            <span>
              {dayLabel(order.day, now)} {clock(order.window.start)}–{clock(order.window.end)}
            </span>
          </span>
        }
        actions={
          <>
            <Link style={{ alignSelf: 'center' }} href={`/board/?day=${order.day}&visit=${order.visitId}`}>
              在派单台打开
            </Link>
            <Button onClick={() => window.print()}>打印</Button>
          </>
        }
      />
      <OrderCommands order={order} onChanged={onChanged} />
      <div className={styles.grid}>
        <Panel title="老人">
          <dl className="facts">
            <dt>姓名</dt>
            <dd>
              <Link href={`/person/?id=${order.personId}`}>
                {order.recipient?.name ?? order.personName ?? '（已注销）'}
              </Link>
            </dd>
            {order.recipient && (
              <>
                <dt>电话</dt>
                <dd>{order.recipient.phone ?? '没有登记'}</dd>
                <dt>地址</dt>
                <dd>{order.recipient.address}</dd>
              </>
            )}
            <dt>区划</dt>
            <dd>{divisions.path(order.division)}</dd>
          </dl>
          {order.recipient?.warnings.map((warning) => (
            <p key={warning} className={styles.warning}>
              <Mark tone="p1">{warning}</Mark>
            </p>
          ))}
          {!order.recipient && (
            <p className="muted">上门已结束，联系方式不再显示；需要时到老人档案写明用途查看。</p>
          )}
        </Panel>
        <Panel title="订的什么">
          <dl className="facts">
            <dt>服务商</dt>
            <dd>
              <Link href={`/provider/?id=${order.org}`}>{order.orgName}</Link>
            </dd>
            <dt>渠道</dt>
            <dd>
              {CHANNELS[order.channel]}，<When at={order.placedAt} /> 下单
            </dd>
            <dt>约定</dt>
            <dd>{span(order.window.start, order.window.end, now)}</dd>
            {order.overrideReason && (
              <>
                <dt>有提醒仍下单</dt>
                <dd>{order.overrideReason}</dd>
              </>
            )}
            {order.cancelReason && (
              <>
                <dt>取消原因</dt>
                <dd>{order.cancelReason}</dd>
              </>
            )}
          </dl>
          {order.lines.length > 0 && (
            <ul className={styles.lines}>
              {order.lines.map((line) => (
                <li key={`${line.dishId}-${line.texture}`}>
                  {line.name}（{TEXTURE_NAMES[line.texture]}）× {line.quantity}{' '}
                  <Money fen={line.price * line.quantity} />
                </li>
              ))}
            </ul>
          )}
        </Panel>
        <Panel title="上门">
          <dl className="facts">
            <dt>护理员</dt>
            <dd>
              {order.carers.length === 0
                ? '还没有派单'
                : order.carers.map((carer) => (
                    <span key={carer.carerId} className={styles.carer}>
                      <Link href={`/carer/?id=${carer.carerId}`}>{carer.name}</Link> {carer.phone}
                    </span>
                  ))}
            </dd>
            <dt>计划开始</dt>
            <dd>{order.startsAt ? <When at={order.startsAt} /> : '还没有定'}</dd>
            <dt>时长</dt>
            <dd>{order.minutes} 分钟</dd>
            <dt>签到</dt>
            <dd>
              <When at={order.arrivedAt} />
            </dd>
            <dt>完成</dt>
            <dd>
              <When at={order.doneAt} />
            </dd>
            {order.outcome && (
              <>
                <dt>结果</dt>
                <dd>{order.outcome}</dd>
              </>
            )}
          </dl>
        </Panel>
        <Panel title="钱">
          <dl className="facts">
            <dt>价格</dt>
            <dd>
              <Money fen={order.split.price} />
            </dd>
            <dt>补贴</dt>
            <dd>
              <Money fen={order.split.subsidy} />
            </dd>
            <dt>自付</dt>
            <dd>
              <Money fen={order.split.selfPay} />（{PAY_STATES[order.payState]}）
            </dd>
            {order.amountDue > 0 && order.amountDue !== order.split.selfPay && (
              <>
                <dt>实际应付</dt>
                <dd>
                  <Money fen={order.amountDue} />
                  （按规定只收一部分）
                </dd>
              </>
            )}
          </dl>
          {order.payments.length === 0 ? (
            <p className="muted">还没有付款记录。</p>
          ) : (
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">时间</th>
                  <th scope="col">渠道</th>
                  <th scope="col">金额</th>
                  <th scope="col">状态</th>
                  <th scope="col">流水号</th>
                </tr>
              </thead>
              <tbody>
                {order.payments.map((payment) => (
                  <tr key={payment.id}>
                    <td>
                      <When at={payment.createdAt} />
                    </td>
                    <td>{PAYMENT_CHANNELS[payment.channel] ?? payment.channel}</td>
                    <td>
                      <Money fen={payment.amount} />
                    </td>
                    <td>{PAYMENT_STATES[payment.state] ?? '不明'}</td>
                    <td>{payment.reference}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Panel>
      </div>
      <div className={styles.grid}>
        <Panel title="经过">
          <ol className={styles.story}>
            {order.transitions.map((step, i) => (
              <li key={i}>
                <time dateTime={step.at} title={absolute(step.at)}>
                  <When at={step.at} />
                </time>
                <span>
                  <b>{step.about === 'order' ? '订单' : '上门'}</b> {step.label} → {step.stateName}
                  {step.note && <span className="muted">（{step.note}）</span>}
                </span>
                <span className="muted">
                  {step.accountId === null ? '系统' : `账号 ${step.accountId}`}
                  {step.device ? ` · ${step.device}` : ''}
                </span>
              </li>
            ))}
          </ol>
        </Panel>
        <div className={styles.side}>
          <Panel title="照片和签字">
            <Evidence items={order.evidence} />
          </Panel>
          <Panel title="评价">
            {order.rating ? (
              <p>
                <span role="img" aria-label={`${order.rating.stars} 星`}>
                  {'★'.repeat(order.rating.stars)}
                  {'☆'.repeat(5 - order.rating.stars)}
                </span>{' '}
                {order.rating.comment}
              </p>
            ) : (
              <p className="muted">还没有评价。</p>
            )}
          </Panel>
          <Panel title="投诉">
            {order.complaints.length === 0 ? (
              <p className="muted">没有投诉。</p>
            ) : (
              order.complaints.map((complaint) => (
                <div key={complaint.id} className={styles.complaint}>
                  <p>
                    <Mark tone={complaint.state === 'open' ? 'p1' : 'ok'}>
                      {COMPLAINT_STATES[complaint.state] ?? '不明'}
                    </Mark>{' '}
                    <When at={complaint.at} />
                    <Link href={`/complaints/?open=${complaint.id}`}> 去处理</Link>
                  </p>
                  <p>{complaint.text}</p>
                  {complaint.answer && <p className="muted">答复：{complaint.answer}</p>}
                </div>
              ))
            )}
            {order.canComplain && mayComplain && <Complain orderId={order.id} />}
          </Panel>
        </div>
      </div>
    </div>
  );
}
