'use client';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { benefitsApply, benefitsOffer, benefitsOfPerson } from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { dayWord, type Offer } from '../../../src/allowance/words';
import { FromAddress } from '../../../src/from-address';
import { AboutPerson } from '../../../src/member';
import { Action, Facts, Go, Loaded, Notice, Trouble } from '../../../src/parts/basics';
import { TextArea, Tick } from '../../../src/parts/fields';
import { callOf, type Me, type Person } from '../../../src/session';

export default function Apply() {
  return (
    <FromAddress>
      <Opened />
    </FromAddress>
  );
}

function Opened() {
  const scheme = useSearchParams().get('scheme') ?? '';
  return (
    <AboutPerson title="申请津贴" back="/allowance/">
      {(person, me) => <Form key={`${person.id}:${scheme}`} person={person} me={me} scheme={scheme} />}
    </AboutPerson>
  );
}

/** The second of three screens: what is known, looked over and sent. The papers follow on the third. */
function Form({ person, me, scheme }: { person: Person; me: Me; scheme: string }) {
  const offer = useCall(benefitsOffer, { params: { id: person.id } });
  return (
    <Loaded query={offer}>
      {(data) => {
        const wanted = data.schemes.find((each) => each.scheme === scheme);
        if (!wanted) return <Missing />;
        if (wanted.applied) {
          return (
            <Notice title={`${wanted.schemeName}已经申请过`}>
              <Go to={`/allowance/case/?id=${wanted.applied.id}`}>看进度</Go>
            </Notice>
          );
        }
        if (!wanted.open) return <Missing />;
        return <Check offer={data} wanted={wanted} person={person} me={me} />;
      }}
    </Loaded>
  );
}

function Missing() {
  return (
    <Notice title="现在没有这一项可以申请">
      <Go to="/allowance/">看有哪些津贴</Go>
    </Notice>
  );
}

interface Draft {
  right: boolean;
  official: boolean;
  note: string;
}

function Check({
  offer,
  wanted,
  person,
  me,
}: {
  offer: Offer;
  wanted: Offer['schemes'][number];
  person: Person;
  me: Me;
}) {
  const router = useRouter();
  const [draft, setDraft, clear] = useDraft<Draft>(
    `allowance:${me.accountId}:${person.id}:${wanted.scheme}`,
    {
      right: false,
      official: false,
      note: '',
    },
  );
  const [writing, setWriting] = useState(false);
  const apply = useCommand(benefitsApply, [benefitsOffer, benefitsOfPerson]);
  const send = () =>
    apply.mutate(
      {
        body: {
          personId: person.id,
          scheme: wanted.scheme,
          officialRelative: draft.official,
          ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
        },
      },
      {
        onSuccess: ({ id }) => {
          clear();
          router.replace(`/allowance/case/?id=${id}&sent`);
        },
      },
    );
  return (
    <>
      <section className="card stack">
        <h2>
          {callOf(me, person) === '我' ? '' : `替 ${person.name} `}申请{wanted.schemeName}
        </h2>
        {wanted.terms.map((term) => (
          <p key={term}>{term}</p>
        ))}
      </section>
      <section className="card stack">
        <h2>登记的资料</h2>
        <Facts
          rows={[
            ['姓名', person.name],
            ['出生日期', dayWord(offer.known.birth)],
            ['户籍所在', offer.known.division],
            ['收款账户', offer.hasPayee ? '已登记' : '还没有，批准后到社区登记'],
          ]}
        />
        <p className="muted">这些不用再填。有不对的，请先打电话更正。</p>
        <Tick
          label="以上资料没有错，所说属实"
          value={draft.right}
          onChange={(right) => setDraft({ ...draft, right })}
        />
        <Tick
          label="老人的近亲属中有干部（按规定要登记）"
          value={draft.official}
          onChange={(official) => setDraft({ ...draft, official })}
        />
        {writing || draft.note ? (
          <TextArea
            label="想说明的情况"
            maxLength={500}
            value={draft.note}
            onType={(note) => setDraft({ ...draft, note })}
          />
        ) : (
          <Action look="plain" onPress={() => setWriting(true)}>
            有情况要说明
          </Action>
        )}
      </section>
      <Trouble error={apply.error} />
      <Action look="primary" off={!draft.right} busy={apply.isPending} onPress={send}>
        提交申请
      </Action>
      <p className="muted">提交以后可以拍照交材料。街道 10 天内初审。</p>
    </>
  );
}
