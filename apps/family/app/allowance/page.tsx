'use client';
import { useState } from 'react';
import { benefitsOffer, benefitsOfPerson, benefitsPayment } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { dayWord, monthWord, STATE_WORDS, type Offer, type OfPerson } from '../../src/allowance/words';
import { AboutPerson } from '../../src/member';
import { Action, Facts, Go, Loaded, Notice } from '../../src/parts/basics';
import { Link } from '../../src/parts/link';
import { PersonSwitch } from '../../src/person-switch';
import type { Me, Person } from '../../src/session';
import { useAbout } from '../../src/about';

export default function Allowances() {
  return (
    <AboutPerson title="津贴补贴" back="/">
      {(person, me) => <Own key={person.id} person={person} me={me} />}
    </AboutPerson>
  );
}

/** What somebody draws and has applied for, what was paid, and what else there is. */
function Own({ person, me }: { person: Person; me: Me }) {
  const may = person.id === me.personId || person.covers.includes('profile');
  const own = useCall(benefitsOfPerson, { params: { id: person.id } }, { enabled: may });
  const offer = useCall(benefitsOffer, { params: { id: person.id } }, { enabled: may });
  return (
    <>
      <PersonSwitch me={me} person={person} />
      {!may && (
        <Notice title={`${person.name} 没有授权您看基本档案`}>
          <span>看津贴、代办申请，请老人在“我的 → 授权”里同意“查看基本档案”，或由社区代办。</span>
        </Notice>
      )}
      {may && (
        <Loaded query={offer}>
          {(known) => (
            <>
              <Certified offer={known} />
              <Loaded query={own}>
                {(data) => (
                  <>
                    <Claims own={data} hasPayee={known.hasPayee} />
                    <Payments own={data} />
                  </>
                )}
              </Loaded>
              <More offer={known} />
            </>
          )}
        </Loaded>
      )}
    </>
  );
}

/** A life certification that ends soon or has ended. */
function Certified({ offer }: { offer: Offer }) {
  const { hotline } = useAbout();
  const { certification } = offer;
  if (!certification || certification.state === 'valid') return null;
  const title =
    certification.state === 'soon'
      ? `生存认证 ${monthWord(certification.until)}到期`
      : certification.state === 'grace'
        ? `生存认证已到期，最晚 ${monthWord(certification.graceUntil)}办`
        : '生存认证已过期，津贴可能暂停';
  return (
    <Notice tone="warn" title={title}>
      <span>带身份证到社区当面认证；走不动的，可以请人上门或视频认证。认证以后，暂停的月份会补发。</span>
      <a className="button" href={`tel:${hotline}`}>
        打电话约上门认证
      </a>
    </Notice>
  );
}

function Claims({ own, hasPayee }: { own: OfPerson; hasPayee: boolean }) {
  const waits = own.entitlements.some(({ state }) => state === 'granted' || state === 'notice') && !hasPayee;
  return (
    <>
      {own.entitlements.map((each) => {
        const { text, tone } = STATE_WORDS[each.state];
        return (
          <section key={each.id} className={`card glance stack ${tone}`} aria-label={each.schemeName}>
            <p className="strong">{each.schemeName}</p>
            <p className="large">{text}</p>
            {each.state === 'notice' && each.noticeUntil && (
              <p>公示到 {dayWord(each.noticeUntil)}，没有异议就生效。</p>
            )}
            {each.state === 'granted' && (
              <Go to={`/allowance/months/?id=${each.id}`}>每个月多少钱，为什么</Go>
            )}
            <Go to={`/allowance/case/?id=${each.id}`} look="plain">
              {each.state === 'granted' ? '当初的申请' : '看进度'}
            </Go>
          </section>
        );
      })}
      {waits && (
        <Notice tone="warn" title="还没有收款账户，钱发不出去">
          <span>请老人带银行卡和身份证到社区登记；也可以在申请里交银行卡的照片，街道会联系您。</span>
        </Notice>
      )}
    </>
  );
}

const SHOWN = 6;
function Payments({ own }: { own: OfPerson }) {
  const [all, setAll] = useState(false);
  const shown = all ? own.payments : own.payments.slice(0, SHOWN);
  if (own.payments.length === 0) return null;
  return (
    <section className="card stack">
      <h2>发了多少</h2>
      <ul className="list">
        {shown.map((payment) => (
          <li key={payment.id}>
            <Payment payment={payment} />
          </li>
        ))}
      </ul>
      {own.payments.length > SHOWN && !all && (
        <Action look="plain" onPress={() => setAll(true)}>
          看更早的
        </Action>
      )}
    </section>
  );
}

const SHORT = {
  'old-age-allowance': '高龄',
  'disability-living': '生活补贴',
  'disability-care': '护理补贴',
} as const;
const BAD = ['rejected', 'unknown', 'held'];
/** One month's payment; what it is made of is fetched when asked for. */
function Payment({ payment }: { payment: OfPerson['payments'][number] }) {
  const [open, setOpen] = useState(false);
  const detail = useCall(benefitsPayment, { params: { id: payment.id } }, { enabled: open });
  return (
    <div className="stack">
      <div className="row apart">
        <span>
          <span className="strong">{monthWord(payment.runMonth)}</span>
          <br />
          <span
            className={`tag ${payment.state === 'paid' ? 'good' : BAD.includes(payment.state) ? 'warn' : ''}`}
          >
            {payment.stateName}
          </span>
        </span>
        <span className="large">{yuan(payment.fen)}</span>
      </div>
      {payment.state === 'rejected' && (
        <p>银行退回了这笔钱，多半是账户已停用。请到社区更换收款账户，下个月会补发。</p>
      )}
      {!open && (
        <Action look="plain" onPress={() => setOpen(true)}>
          是哪几笔
        </Action>
      )}
      {open && (
        <Loaded query={detail} rows={1}>
          {(data) => (
            <>
              {data.holdName && <p>暂缓的原因：{data.holdName}</p>}
              <Facts
                rows={data.lines.map((line) => [
                  `${line.month.replace('-', '.')} ${SHORT[line.scheme]}${line.arrears ? '补发' : ''}`,
                  line.entitlementId ? (
                    <Link to={`/allowance/months/?id=${line.entitlementId}`}>{yuan(line.fen)}</Link>
                  ) : (
                    yuan(line.fen)
                  ),
                ])}
              />
            </>
          )}
        </Loaded>
      )}
    </div>
  );
}

/** What has not been applied for. */
function More({ offer }: { offer: Offer }) {
  const rest = offer.schemes.filter((each) => !each.applied);
  if (rest.length === 0) return null;
  return (
    <section className="stack">
      <h2>还可以申请</h2>
      {rest.map((each) => (
        <section key={each.scheme} className="card stack" aria-label={each.schemeName}>
          <p className="strong">{each.schemeName}</p>
          {each.terms.map((term) => (
            <p key={term}>{term}</p>
          ))}
          {each.open ? (
            <Go to={`/allowance/apply/?scheme=${each.scheme}`} look="primary">
              申请
            </Go>
          ) : (
            each.startsIn && (
              <p className="muted">
                从 {monthWord(each.startsIn)}起可以领；提前一个月可以申请，系统也会主动帮您办。
              </p>
            )
          )}
        </section>
      ))}
    </section>
  );
}
