'use client';
import { Button, Checkbox, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { KINDS } from '@heling/oversight/domain/kinds';
import { RESPONSES } from '@heling/oversight/domain/responses';
import { OUTCOME_NAMES, STATE_NAMES } from '@heling/oversight/domain/words';
import {
  oversightAck,
  oversightAlarm,
  oversightQueue,
  oversightRecord,
  oversightTakeOver,
  oversightUnshelve,
} from '@heling/ui/api.gen';
import { elapsed } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useHotkeys } from '../parts/hotkeys';
import { Severity, When } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useMay, useMe } from '../shell/me';
import { Course } from './course';
import { HandOverDialog } from './hand-over';
import { ANSWERING, placeOf, type WholeAlarm } from './model';
import { Readings } from './readings';
import { Resident } from './resident';
import { ResolveDialog } from './resolve';
import { ShelveDialog } from './shelve';

const TOUCHES = [oversightQueue, oversightAlarm];

/** One alarm whole: what it means, what to do, who it concerns, what has happened. */
export function AlarmPanel({ id, changed, next }: { id: number; changed(): void; next(): void }) {
  const answer = useCall(oversightAlarm, { params: { id } });
  return (
    <div className="duty-alarm">
      <Answer of={answer} lines={12}>
        {(alarm) => <Whole alarm={alarm} changed={changed} next={next} />}
      </Answer>
    </div>
  );
}

type Over = 'resolve' | 'false' | 'shelve' | 'handOver' | null;

function Whole({ alarm, changed, next }: { alarm: WholeAlarm; changed(): void; next(): void }) {
  const me = useMe();
  const toasts = useToasts();
  const may = useMay(ANSWERING);
  const now = useNow(1000);
  const [over, setOver] = useState<Over>(null);
  const ack = useCommand(oversightAck, TOUCHES);
  const takeOver = useCommand(oversightTakeOver, TOUCHES);
  const unshelve = useCommand(oversightUnshelve, TOUCHES);
  const record = useCommand(oversightRecord, TOUCHES);
  const params = { id: alarm.id };
  const { state } = alarm;
  const open = state !== 'closed';
  const mine = state === 'active-acked' && alarm.ackedById === me.accountId;
  const theirs = state === 'active-acked' && !mine;
  const unacked = state === 'active-unacked' || state === 'cleared-unacked';
  const acknowledge = () => {
    if (theirs) takeOver.mutate({ params });
    // Somebody else may have been first: the answer says who, and what is shown is fetched anew.
    else if (unacked)
      ack.mutate({ params }, { onError: changed, onSuccess: () => state === 'cleared-unacked' && next() });
  };
  const onSite = () => {
    if (open && !alarm.onSiteAt) {
      record.mutate({ params, body: { what: 'onSite' } }, { onSuccess: () => toasts.done('已记下到场时间') });
    }
  };
  const shelves = open && alarm.priority !== 'P0' && ['active-unacked', 'active-acked'].includes(state);
  useHotkeys(
    may
      ? [
          { keys: 'a', does: '确认（别人已确认时：接手）', run: acknowledge },
          { keys: 'd', does: '到场', run: onSite },
          { keys: 'w', does: '处置完毕', run: () => open && setOver('resolve') },
          { keys: 'x', does: '误报', run: () => open && setOver('false') },
          { keys: 'g', does: '搁置', run: () => shelves && setOver('shelve') },
          { keys: 'h', does: '交接', run: () => open && setOver('handOver') },
        ]
      : [],
  );
  const problem = ack.error ?? takeOver.error ?? record.error ?? unshelve.error;
  const response = RESPONSES[alarm.kind];
  const done = new Set(alarm.course.filter((each) => each.change === 'step').map((each) => each.reason));
  return (
    <>
      <header className={`duty-head duty-${alarm.priority.toLowerCase()}`}>
        <div>
          <h2>
            <Severity of={alarm.priority} /> {alarm.kindName} · {placeOf(alarm)}
          </h2>
          <p>
            {alarm.facility}，设备 {alarm.device}，<When at={alarm.openedAt} /> 发生
            {alarm.occurrences > 1 ? `，共 ${alarm.occurrences} 次` : ''}
          </p>
        </div>
        <div className="duty-age">
          <strong className="number">
            {alarm.closedAt ? STATE_NAMES.closed : elapsed(alarm.openedAt, now)}
          </strong>
          <span>{open ? STATE_NAMES[state] : alarm.outcome ? OUTCOME_NAMES[alarm.outcome] : ''}</span>
        </div>
      </header>
      {may && open ? (
        <div className="duty-actions" role="group" aria-label="处置">
          {unacked || theirs ? (
            <Action keys="A" primary run={acknowledge} busy={ack.isPending || takeOver.isPending}>
              {theirs ? '接手' : '确认'}
            </Action>
          ) : null}
          {state === 'shelved' ? (
            <Action primary run={() => unshelve.mutate({ params })} busy={unshelve.isPending}>
              取消搁置
            </Action>
          ) : null}
          <Action keys="D" run={onSite} done={alarm.onSiteAt !== null} busy={record.isPending}>
            {alarm.onSiteAt ? '已到场' : '到场'}
          </Action>
          <Action keys="W" primary={mine} run={() => setOver('resolve')}>
            处置完毕
          </Action>
          <Action keys="X" run={() => setOver('false')}>
            误报
          </Action>
          {shelves ? (
            <Action keys="G" run={() => setOver('shelve')}>
              搁置
            </Action>
          ) : null}
          <Action keys="H" run={() => setOver('handOver')}>
            交接
          </Action>
        </div>
      ) : null}
      <Problem problem={problem} />
      {theirs ? (
        <p role="status" className="duty-note">
          {alarm.ackedBy} 正在处理。需要您来处理时按“接手”。
        </p>
      ) : null}
      {state === 'shelved' && alarm.shelvedUntil ? (
        <p role="status" className="duty-note">
          已搁置到 <When at={alarm.shelvedUntil} />
        </p>
      ) : null}
      <div className="duty-columns">
        <div>
          <Panel title="怎么处置">
            <p className="duty-consequence">{response.consequence}</p>
            <ul className="duty-steps">
              {Object.entries(response.steps).map(([code, text]) => (
                <li key={code}>
                  <Checkbox
                    checked={done.has(text)}
                    disabled={!may || !open || done.has(text)}
                    onChange={() => record.mutate({ params, body: { what: 'step', text: code } })}
                  >
                    {text}
                  </Checkbox>
                </li>
              ))}
            </ul>
            {may && open ? (
              <NoteField save={(text) => record.mutateAsync({ params, body: { what: 'note', text } })} />
            ) : null}
          </Panel>
          <Readings readings={alarm.readings} now={now} />
        </div>
        <div>
          <Resident
            alarmId={alarm.id}
            known={alarm.personId !== null}
            mayCall={may && open}
            called={(text) => record.mutate({ params, body: { what: 'callOut', text } })}
          />
          <Course alarm={alarm} />
        </div>
      </div>
      {over === 'resolve' || over === 'false' ? (
        <ResolveDialog
          id={alarm.id}
          title={`${KINDS[alarm.kind].name}：${over === 'false' ? '误报' : '处置完毕'}`}
          first={over === 'false' ? 'false' : 'real'}
          done={() => {
            setOver(null);
            toasts.done('已结束这条报警');
            next();
          }}
          close={() => setOver(null)}
        />
      ) : null}
      {over === 'shelve' ? <ShelveDialog id={alarm.id} close={() => setOver(null)} /> : null}
      {over === 'handOver' ? (
        <HandOverDialog facilityId={alarm.facilityId} alarms={[alarm]} close={() => setOver(null)} />
      ) : null}
    </>
  );
}

function Action({
  keys,
  primary = false,
  busy = false,
  done = false,
  run,
  children,
}: {
  keys?: string;
  primary?: boolean;
  busy?: boolean;
  done?: boolean;
  run(): void;
  children: ReactNode;
}) {
  return (
    <Button size="large" type={primary ? 'primary' : 'default'} loading={busy} disabled={done} onClick={run}>
      {children} {keys ? <kbd aria-hidden="true">{keys}</kbd> : null}
    </Button>
  );
}

function NoteField({ save }: { save(text: string): Promise<unknown> }) {
  const [text, setText] = useState('');
  const send = () => {
    if (text.trim())
      save(text.trim()).then(
        () => setText(''),
        () => undefined,
      );
  };
  return (
    <div className="row">
      <Input
        aria-label="备注"
        placeholder="记下看到的情况，回车保存"
        maxLength={500}
        style={{ flex: 1 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={send}
      />
      <Button onClick={send}>记下</Button>
    </div>
  );
}
