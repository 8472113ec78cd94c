'use client';
import { useEffect } from 'react';
import { Checkbox } from 'antd';
import Link from 'next/link';
import type { Output } from '@heling/platform/contract/route';
import type { duplicates } from '@heling/people/contract/persons';
import { normalisePhone } from '@heling/people/domain/identity';
import { SEX_NAMES } from '@heling/people/domain/person';
import { peopleDuplicates } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import { useSettled } from '../parts/use-settled';
import type { NewPerson } from './new-person';

type Found = Output<typeof duplicates>;
const SETTLED_MS = 350;

/** Asks for duplicates a moment after the last stroke, as soon as there is something to compare by. */
export function useDuplicateProbe(typed: NewPerson, idNumber: string) {
  const key = useSettled(
    JSON.stringify({
      ...(typed.name.trim() && typed.birth ? { name: typed.name.trim(), birth: typed.birth } : {}),
      ...(idNumber ? { idNumber } : {}),
      ...(typed.phone.trim() && normalisePhone(typed.phone) ? { phone: typed.phone } : {}),
    }),
    SETTLED_MS,
  );
  const body = JSON.parse(key) as { name?: string; birth?: string; idNumber?: string; phone?: string };
  return useCall(peopleDuplicates, { body }, { enabled: Object.keys(body).length > 0, keep: true });
}

const REASONS: Record<Found['items'][number]['reasons'][number], string> = {
  idNumber: '身份证号相同',
  phone: '电话相同',
  nameBirth: '姓名和生日相同',
  similarNameBirth: '姓名读音和生日相同',
};

/** Who may be the same person; the user must have looked before entering another record. */
export function Duplicates({
  found,
  notDuplicate,
  setNotDuplicate,
}: {
  found: Found;
  notDuplicate: boolean;
  setNotDuplicate(value: boolean): void;
}) {
  useEffect(() => setNotDuplicate(false), [found, setNotDuplicate]);
  return (
    <section className="duplicates" role="status" aria-label="可能重复">
      {found.elsewhere && (
        <p>
          ▲ 这个身份证号已在 {found.elsewhere.countyName ?? found.elsewhere.county} 登记，请联系对方办理迁居。
        </p>
      )}
      {found.items.length > 0 && (
        <>
          <p>▲ 可能已经登记过，请先核对：</p>
          <ul className="lines">
            {found.items.map((person) => (
              <li key={person.id}>
                <span>
                  <Link prefetch={false} href={`/person/?id=${person.id}`} target="_blank">
                    {person.name}
                  </Link>{' '}
                  {SEX_NAMES[person.sex]} {person.age} 岁 {person.phone ?? ''}{' '}
                  {[person.division.county, person.division.street, person.division.community]
                    .filter(Boolean)
                    .join(' ')}
                </span>
                <strong>{person.reasons.map((reason) => REASONS[reason]).join('、')}</strong>
              </li>
            ))}
          </ul>
          <Checkbox checked={notDuplicate} onChange={(event) => setNotDuplicate(event.target.checked)}>
            都核对过了，不是同一个人
          </Checkbox>
        </>
      )}
    </section>
  );
}
