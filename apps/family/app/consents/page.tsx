'use client';
import { useState } from 'react';
import { accessGrantConsent, accessListConsents, accessMe, accessWithdrawConsent } from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { AboutPerson } from '../../src/member';
import { useNow } from '../../src/now';
import { Action, Loaded, Notice, Trouble } from '../../src/parts/basics';
import { Choice, Choices, TextField } from '../../src/parts/fields';
import { PersonSwitch } from '../../src/person-switch';
import type { Me, Person } from '../../src/session';
import { COVER_WORDS, relationWord, type Cover } from '../../src/words';

export default function Consents() {
  return (
    <AboutPerson title="授权" back="/me/">
      {(person, me) => <Who key={person.id} person={person} me={me} />}
    </AboutPerson>
  );
}

const COVERS = Object.keys(COVER_WORDS) as Cover[];
const dayOf = (at: string): string => {
  const day = businessDay(new Date(at));
  return `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
};

/** Who may do what for the senior, until when; granting and withdrawing. */
function Who({ person, me }: { person: Person; me: Me }) {
  const consents = useCall(accessListConsents, { params: { id: person.id } });
  return (
    <>
      <PersonSwitch me={me} person={person} />
      <p>
        {person.id === me.personId
          ? '您同意家人替您做这些事。随时可以收回。'
          : `${person.name} 同意谁做哪些事。`}
      </p>
      <Loaded query={consents}>
        {({ items, mayGrant }) => (
          <>
            {items.length === 0 && <Notice title="还没有授权给任何人" />}
            {items.map((consent) => (
              <OneConsent key={consent.id} consent={consent} self={person.id === me.personId} />
            ))}
            {mayGrant && <Grant person={person} account={me.accountId} />}
            {!mayGrant && <p className="muted">只有老人本人可以加人；也可以由社区凭签字的同意书登记。</p>}
          </>
        )}
      </Loaded>
    </>
  );
}

const STATES = { live: '有效', expired: '已过期', withdrawn: '已收回' } as const;
interface Consent {
  id: number;
  name: string;
  phone: string | null;
  relation: string;
  covers: Cover[];
  state: keyof typeof STATES;
  expiresAt: string;
  withdrawnAt: string | null;
  own: boolean;
  version: number;
}

function OneConsent({ consent, self }: { consent: Consent; self: boolean }) {
  const [sure, setSure] = useState(false);
  const withdraw = useCommand(accessWithdrawConsent, [accessListConsents, accessMe]);
  const live = consent.state === 'live';
  return (
    <section className="card stack" aria-label={`给${consent.name}的授权`}>
      <div className="row apart">
        <h2>
          {consent.own ? '您' : consent.name} {relationWord(consent.relation)}
        </h2>
        <span className={`tag ${live ? 'good' : ''}`}>{STATES[consent.state]}</span>
      </div>
      {consent.phone && <p className="muted">{consent.phone}</p>}
      <p>可以：{consent.covers.map((cover) => COVER_WORDS[cover]).join('、')}</p>
      <p className="muted">
        {consent.withdrawnAt ? `${dayOf(consent.withdrawnAt)} 收回` : `到 ${dayOf(consent.expiresAt)}`}
      </p>
      {live && (self || consent.own) && !sure && (
        <Action look="plain" onPress={() => setSure(true)}>
          {consent.own ? '我不再照看' : '收回'}
        </Action>
      )}
      {live && sure && (
        <>
          <Notice tone="warn" title="马上生效">
            <span>{consent.own ? '您' : consent.name}将不能再看到和代办；已经订好的服务不受影响。</span>
          </Notice>
          <Trouble error={withdraw.error} />
          <Action
            look="danger filled"
            busy={withdraw.isPending}
            onPress={() =>
              withdraw.mutate({ params: { id: consent.id }, body: { version: consent.version } })
            }
          >
            确认收回
          </Action>
          <Action look="plain" onPress={() => setSure(false)}>
            不收回
          </Action>
        </>
      )}
    </section>
  );
}

const SPANS = [
  { value: 90, label: '三个月' },
  { value: 365, label: '一年' },
  { value: 730, label: '两年' },
];

function Grant({ person, account }: { person: Person; account: number }) {
  const now = useNow();
  const [draft, setDraft, clear] = useDraft(`grant:${account}:${person.id}`, {
    open: false,
    name: '',
    phone: '',
    relation: '女儿',
    covers: ['order', 'follow', 'pay'] as Cover[],
    span: 365,
  });
  const grant = useCommand(accessGrantConsent, [accessListConsents]);
  if (!draft.open) {
    return (
      <Action look="primary" onPress={() => setDraft({ ...draft, open: true })}>
        加一位家人
      </Action>
    );
  }
  const phone = draft.phone.replace(/\s/g, '');
  const ready = draft.name.trim() !== '' && /^1\d{10}$/.test(phone) && draft.covers.length > 0;
  return (
    <section className="card stack">
      <h2>加一位家人</h2>
      <TextField
        label="家人的姓名"
        maxLength={40}
        value={draft.name}
        onType={(name) => setDraft({ ...draft, name })}
      />
      <TextField
        label="家人的手机号"
        type="tel"
        inputMode="tel"
        maxLength={13}
        value={draft.phone}
        onType={(next) => setDraft({ ...draft, phone: next })}
      />
      <Choice
        legend="是您的什么人？"
        value={draft.relation}
        onChoose={(relation) => setDraft({ ...draft, relation })}
        options={['女儿', '儿子', '老伴', '孙辈', '亲戚', '朋友'].map((value) => ({ value, label: value }))}
      />
      <Choices
        legend="同意做哪些事？"
        values={draft.covers}
        onChange={(covers) => setDraft({ ...draft, covers })}
        options={COVERS.map((value) => ({ value, label: COVER_WORDS[value] }))}
      />
      <Choice
        legend="多久？"
        value={draft.span}
        onChoose={(span) => setDraft({ ...draft, span })}
        options={SPANS}
      />
      <Trouble error={grant.error} />
      <Action
        look="primary"
        busy={grant.isPending}
        off={!ready}
        onPress={() =>
          grant.mutate(
            {
              params: { id: person.id },
              body: {
                name: draft.name.trim(),
                phone,
                relation: draft.relation,
                covers: draft.covers,
                expiresOn: addDays(businessDay(now), draft.span),
              },
            },
            { onSuccess: clear },
          )
        }
      >
        同意授权
      </Action>
      <Action look="plain" onPress={() => setDraft({ ...draft, open: false })}>
        先不加
      </Action>
    </section>
  );
}
