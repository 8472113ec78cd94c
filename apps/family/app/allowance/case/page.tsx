'use client';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import {
  benefitsEntitlement,
  benefitsObject,
  benefitsOfPerson,
  benefitsPapers,
  benefitsResubmit,
} from '@heling/ui/api.gen';
import { when } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { HandIn } from '../../../src/allowance/hand-in';
import { dayWord, STATE_WORDS, type Case } from '../../../src/allowance/words';
import { FromAddress } from '../../../src/from-address';
import { Member } from '../../../src/member';
import { useNow } from '../../../src/now';
import { Action, Go, Loaded, Notice, Trouble } from '../../../src/parts/basics';
import { TextArea } from '../../../src/parts/fields';
import type { Me } from '../../../src/session';

export default function AllowanceCase() {
  return (
    <FromAddress>
      <Opened />
    </FromAddress>
  );
}

function Opened() {
  const search = useSearchParams();
  const id = Number(search.get('id')) || 0;
  return (
    <Member title="津贴申请" back="/allowance/">
      {(me) =>
        id > 0 ? <Following id={id} me={me} sent={search.has('sent')} /> : <Notice title="没有这份申请" />
      }
    </Member>
  );
}

function Following({ id, me, sent }: { id: number; me: Me; sent: boolean }) {
  const page = useCall(benefitsEntitlement, { params: { id } });
  const papers = useCall(benefitsPapers, { params: { id } });
  return (
    <Loaded query={page}>
      {(data) => (
        <>
          {sent && data.state === 'applied' && (
            <Notice tone="good" title="申请已提交">
              <span>下面可以拍照交材料；进度随时在这里看。</span>
            </Notice>
          )}
          <Now data={data} />
          {data.canResubmit && <Again data={data} account={me.accountId} />}
          <Loaded query={papers} rows={1}>
            {(found) => (
              <>
                {data.canObject && found.objectUntil && (
                  <Objecting data={data} until={found.objectUntil} account={me.accountId} />
                )}
                <HandIn id={id} papers={found} />
              </>
            )}
          </Loaded>
          <Steps data={data} />
        </>
      )}
    </Loaded>
  );
}

/** Where it stands, in the largest letters, with the reason. */
function Now({ data }: { data: Case }) {
  const { text, tone } = STATE_WORDS[data.state];
  return (
    <section className={`card glance stack ${tone}`} aria-live="polite">
      <p className="strong">
        {data.schemeName} · {data.name}
      </p>
      <p className="large">{text}</p>
      {data.reason && <p>原因：{data.reason}</p>}
      {data.state === 'notice' && data.noticeUntil && (
        <p>公示到 {dayWord(data.noticeUntil)}，没有异议就生效。</p>
      )}
      {data.dueOn && <p className="muted">最晚 {dayWord(data.dueOn)}办完这一步</p>}
      {data.state === 'granted' && <Go to={`/allowance/months/?id=${data.id}`}>每个月多少钱，为什么</Go>}
    </section>
  );
}

/** Sent back, or refused: what has changed, and again. */
function Again({ data, account }: { data: Case; account: number }) {
  const [open, setOpen] = useState(data.state === 'sentBack');
  const [text, setText, clear] = useDraft(`allowance-again:${account}:${data.id}`, '');
  const again = useCommand(benefitsResubmit, [benefitsEntitlement, benefitsPapers, benefitsOfPerson]);
  if (!open) {
    return (
      <Action look="plain" onPress={() => setOpen(true)}>
        情况有变化，重新申请
      </Action>
    );
  }
  return (
    <section className="card stack">
      <h2>{data.state === 'sentBack' ? '补正后再提交' : '重新申请'}</h2>
      <TextArea
        label={data.state === 'sentBack' ? '补了什么？材料在下面拍照' : '有什么变化？'}
        maxLength={500}
        value={text}
        onType={setText}
      />
      <Trouble error={again.error} />
      <Action
        look="primary"
        busy={again.isPending}
        off={text.trim() === ''}
        onPress={() =>
          again.mutate(
            { params: { id: data.id }, body: { version: data.version, note: text.trim() } },
            { onSuccess: clear },
          )
        }
      >
        再提交
      </Action>
    </section>
  );
}

/** Objection within its time; another person looks at it. */
function Objecting({ data, until, account }: { data: Case; until: string; account: number }) {
  const [open, setOpen] = useState(false);
  const [text, setText, clear] = useDraft(`allowance-objection:${account}:${data.id}`, '');
  const object = useCommand(benefitsObject, [benefitsEntitlement, benefitsPapers, benefitsOfPerson]);
  if (!open && !text) {
    return (
      <Action onPress={() => setOpen(true)}>
        {data.state === 'refused' ? '不服，提出异议' : '对公示有异议'}
      </Action>
    );
  }
  return (
    <section className="card stack">
      <h2>提出异议</h2>
      <p>最晚 {dayWord(until)}。会由另一位工作人员在 10 天内复核。</p>
      <TextArea label="哪里不对？" maxLength={500} value={text} onType={setText} />
      <Trouble error={object.error} />
      <Action
        look="primary"
        busy={object.isPending}
        off={text.trim() === ''}
        onPress={() =>
          object.mutate(
            { params: { id: data.id }, body: { version: data.version, reason: text.trim() } },
            {
              onSuccess: () => {
                clear();
                setOpen(false);
              },
            },
          )
        }
      >
        提交异议
      </Action>
      <Action
        look="plain"
        onPress={() => {
          clear();
          setOpen(false);
        }}
      >
        先不提
      </Action>
    </section>
  );
}

function Steps({ data }: { data: Case }) {
  const now = useNow();
  return (
    <section className="card stack">
      <h2>办理经过</h2>
      <ol className="steps">
        {data.steps.map((step, i) => (
          <li key={`${step.at}${step.step}`} className={i === data.steps.length - 1 ? 'now' : 'past'}>
            {step.stepName}
            <br />
            <span className="muted">{when(step.at, now)}</span>
            {step.reason && (
              <>
                <br />
                <span>{step.reason}</span>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
