'use client';
import { Button } from 'antd';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { ALLERGEN_NAMES, CONDITION_NAMES } from '@heling/people/domain/health';
import { LIVING_NAMES, NEED_LEVEL_NAMES, RELATION_NAMES, SEX_NAMES } from '@heling/people/domain/person';
import type { Output } from '@heling/platform/contract/route';
import type { alarmPhonesRoute } from '@heling/oversight/contract/seat';
import { oversightPhones, oversightResident } from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useHotkeys } from '../parts/hotkeys';
import { Mark } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Problem } from '../parts/states';
import { useMe } from '../shell/me';
import { placesFor } from '../shell/tasks';

/** Whole telephones do not stay on a screen that somebody has left. */
const SHOWN_MS = 5 * 60_000;

/** Whom the alarm concerns, masked; telephones whole on demand, which is counted and audited. */
export function Resident({
  alarmId,
  known,
  mayCall,
  called,
}: {
  alarmId: number;
  known: boolean;
  mayCall: boolean;
  /** A call was made, with its result in words. */
  called(text: string): void;
}) {
  const me = useMe();
  const answer = useCall(oversightResident, { params: { id: alarmId } }, { enabled: known });
  const unmask = useCommand(oversightPhones);
  const [phones, setPhones] = useState<Output<typeof alarmPhonesRoute> | null>(null);
  useEffect(() => {
    if (!phones) return undefined;
    const timer = setTimeout(() => setPhones(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [phones]);
  const show = () => unmask.mutate({ params: { id: alarmId } }, { onSuccess: setPhones });
  useHotkeys(known && mayCall ? [{ keys: 't', does: '显示电话', run: show }] : []);
  if (!known) {
    return (
      <Panel title="老人">
        <p className="muted">这台设备看护的是场所，没有关联老人。</p>
      </Panel>
    );
  }
  const openable = placesFor(me.roles).some((place) => place.path === '/person/');
  return (
    <Panel
      title="老人"
      actions={
        mayCall && !phones ? (
          <Button onClick={show} loading={unmask.isPending}>
            显示电话 <kbd aria-hidden="true">T</kbd>
          </Button>
        ) : null
      }
    >
      <Answer of={answer} lines={5}>
        {({ resident }) =>
          resident ? (
            <>
              <p className="duty-name">
                <b>{phones?.name ?? resident.name}</b> {SEX_NAMES[resident.sex]} {resident.age} 岁{' '}
                {resident.needLevel ? NEED_LEVEL_NAMES[resident.needLevel] : '没有评估'}{' '}
                {LIVING_NAMES[resident.living]}{' '}
                {openable ? <Link href={`/person/?id=${resident.personId}`}>档案</Link> : null}
              </p>
              <ul className="warnings">
                {resident.warnings.map((text) => (
                  <li key={text}>
                    <Mark tone="p1">{text}</Mark>
                  </li>
                ))}
              </ul>
              <dl className="facts">
                <dt>健康状况</dt>
                <dd>{resident.conditions.map((code) => CONDITION_NAMES[code]).join('、') || '没有登记'}</dd>
                <dt>过敏</dt>
                <dd>{resident.allergies.map((code) => ALLERGEN_NAMES[code]).join('、') || '没有登记'}</dd>
                {phones?.phone ? (
                  <>
                    <dt>本人电话</dt>
                    <dd className="number">{phones.phone}</dd>
                  </>
                ) : null}
              </dl>
              <ul className="lines" aria-label="联系人">
                {resident.contacts.map((contact) => {
                  const whole = phones?.contacts.find((each) => each.id === contact.id);
                  const relation =
                    RELATION_NAMES[contact.relation as keyof typeof RELATION_NAMES] ?? contact.relation;
                  return (
                    <li key={contact.id}>
                      <span>
                        {relation} {whole?.name ?? contact.name}
                        {contact.emergency ? ' （紧急联系人）' : ''}{' '}
                        <b className="number">{whole?.phone ?? contact.phone}</b>
                      </span>
                      {whole ? (
                        <span className="row">
                          <Button size="small" onClick={() => called(`${relation}：已接通`)}>
                            已接通
                          </Button>
                          <Button size="small" onClick={() => called(`${relation}：没有接`)}>
                            没有接
                          </Button>
                        </span>
                      ) : null}
                    </li>
                  );
                })}
              </ul>
              {resident.contacts.length === 0 ? <p className="muted">没有登记联系人。</p> : null}
              {phones ? (
                <p className="muted">查看已记入审计，5 分钟后自动遮盖；本小时还能查看 {phones.left} 次。</p>
              ) : null}
            </>
          ) : (
            <p className="muted">没有关联老人。</p>
          )
        }
      </Answer>
      <Problem problem={unmask.error} />
    </Panel>
  );
}
