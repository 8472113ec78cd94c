'use client';
import { Button, Checkbox, Input, Radio, Select } from 'antd';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useState, type FormEvent } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { duplicates } from '@heling/people/contract/persons';
import {
  ALLERGEN_NAMES,
  CONDITION_NAMES,
  TEXTURE_NAMES,
  type Allergen,
  type Condition,
  type Texture,
} from '@heling/people/domain/health';
import { ID_FAULT_NAMES, idFault, normaliseId, normalisePhone, readId } from '@heling/people/domain/identity';
import {
  LIVING_NAMES,
  NO_ID_REASON_NAMES,
  PRIORITY_NAMES,
  RELATION_NAMES,
  SEX_NAMES,
  type Living,
  type NoIdReason,
  type Priority,
  type Relation,
  type Sex,
} from '@heling/people/domain/person';
import { peopleAdd, peopleDuplicates, peopleSearch } from '@heling/ui/api.gen';
import { VERBS } from '@heling/ui/glossary';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { DivisionSelect } from '../parts/division-select';
import { Field } from '../parts/field';
import { useHotkeys } from '../parts/hotkeys';
import { optionsOf } from '../parts/options';
import { PageHead, Panel } from '../parts/page-head';
import { Problem } from '../parts/states';
import { useSettled } from '../parts/use-settled';
import { useMe } from '../shell/me';

interface Typed {
  name: string;
  idNumber: string;
  noIdReason: NoIdReason | null;
  birth: string;
  sex: Sex | null;
  phone: string;
  division: string | null;
  address: string;
  living: Living | null;
  priority: Priority[];
  texture: Texture;
  bathSex: Sex | 'any';
  conditions: Condition[];
  allergies: Allergen[];
  contactName: string;
  contactPhone: string;
  contactRelation: Relation;
}
const EMPTY: Typed = {
  name: '',
  idNumber: '',
  noIdReason: null,
  birth: '',
  sex: null,
  phone: '',
  division: null,
  address: '',
  living: null,
  priority: [],
  texture: 'normal',
  bathSex: 'any',
  conditions: [],
  allergies: [],
  contactName: '',
  contactPhone: '',
  contactRelation: 'child',
};
const SETTLED_MS = 350;

/** Enters a person; possible duplicates are shown while typing. */
export function PersonNewPage() {
  const { accountId } = useMe();
  const router = useRouter();
  const [typed, setTyped, clear] = useDraft<Typed>(`person-new-${accountId}`, EMPTY);
  const [notDuplicate, setNotDuplicate] = useState(false);
  const [pressed, setPressed] = useState(false);
  const add = useCommand(peopleAdd, [peopleSearch]);
  const put = <K extends keyof Typed>(key: K, value: Typed[K]) => setTyped({ ...typed, [key]: value });

  const id = normaliseId(typed.idNumber);
  const facts = id ? readId(id) : null;
  const fault = !id
    ? null
    : typeof facts === 'string'
      ? facts
      : typed.birth && typed.sex
        ? idFault(id, { birth: typed.birth, sex: typed.sex })
        : null;
  const badPhone = (text: string) =>
    text.trim() && normalisePhone(text) === undefined ? '电话号码有误' : null;
  const missing = {
    name: !typed.name.trim() && '请填写姓名',
    idNumber: !id && !typed.noIdReason && '请填写身份证号；没有的，选一个原因',
    birth: !typed.birth && '请填写出生日期',
    sex: !typed.sex && '请选择性别',
    division: !typed.division && '请选到社区（村）',
    address: !typed.address.trim() && '请填写地址',
    living: !typed.living && '请选择居住状况',
    contact:
      Boolean(typed.contactName.trim()) !== Boolean(typed.contactPhone.trim()) &&
      '联系人的姓名和电话要一起填',
  };
  const wrong = (key: keyof typeof missing) => (pressed && missing[key]) || null;
  const complete = Object.values(missing).every((each) => !each);

  const probe = useDuplicateProbe(typed, fault === null ? id : '');
  const found = probe.data;
  const possible = (found?.items.length ?? 0) > 0;

  const setId = (text: string) => {
    const read = readId(normaliseId(text));
    setTyped({
      ...typed,
      idNumber: text,
      ...(typeof read === 'string' ? {} : { birth: read.birth, sex: read.sex, noIdReason: null }),
    });
  };
  const save = () => {
    setPressed(true);
    if (!complete || fault || badPhone(typed.phone) || badPhone(typed.contactPhone)) {
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    if (add.isPending || !typed.sex || !typed.division || !typed.living) return;
    add.mutate(
      {
        body: {
          name: typed.name.trim(),
          ...(id ? { idNumber: id } : typed.noIdReason ? { noIdReason: typed.noIdReason } : {}),
          sex: typed.sex,
          birth: typed.birth,
          ...(typed.phone.trim() ? { phone: typed.phone } : {}),
          division: typed.division,
          address: typed.address.trim(),
          living: typed.living,
          priority: typed.priority,
          texture: typed.texture,
          bathSex: typed.bathSex === 'any' ? null : typed.bathSex,
          contacts: typed.contactName.trim()
            ? [
                {
                  name: typed.contactName.trim(),
                  phone: typed.contactPhone,
                  relation: typed.contactRelation,
                  emergency: true,
                },
              ]
            : [],
          conditions: typed.conditions,
          allergies: typed.allergies,
          notDuplicate,
        },
      },
      {
        onSuccess: (made) => {
          clear();
          router.push(`/person/?id=${made.id}`);
        },
      },
    );
  };
  useHotkeys([{ keys: 'Ctrl+Enter', does: '登记', run: save }]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };

  return (
    <>
      <PageHead title="登记老人" sub="填写的内容会一直留着，直到登记成功" />
      <form onSubmit={submit} className="person-new" noValidate>
        <Panel title="本人">
          <div className="fields">
            <Field
              label="身份证号"
              error={(fault && ID_FAULT_NAMES[fault]) || wrong('idNumber')}
              hint="填好后自动得出生日和性别"
            >
              {(ids) => (
                <Input
                  {...ids}
                  autoFocus
                  maxLength={40}
                  disabled={typed.noIdReason !== null}
                  value={typed.idNumber}
                  onChange={(event) => setId(event.target.value)}
                />
              )}
            </Field>
            <Field label="没有身份证号的原因">
              {({ status: _status, ...ids }) => (
                <Select
                  {...ids}
                  allowClear
                  placeholder="有身份证号时不选"
                  disabled={id !== ''}
                  value={typed.noIdReason}
                  onChange={(value) => put('noIdReason', value ?? null)}
                  options={optionsOf(NO_ID_REASON_NAMES)}
                />
              )}
            </Field>
            <Field label="姓名" required error={wrong('name')}>
              {(ids) => (
                <Input
                  {...ids}
                  maxLength={40}
                  value={typed.name}
                  onChange={(event) => put('name', event.target.value)}
                />
              )}
            </Field>
            <Field label="出生日期" required error={wrong('birth')}>
              {(ids) => (
                <Input
                  {...ids}
                  type="date"
                  value={typed.birth}
                  onChange={(event) => put('birth', event.target.value)}
                />
              )}
            </Field>
            <Field label="性别" required error={wrong('sex')}>
              {({ id: at }) => (
                <Radio.Group
                  id={at}
                  aria-label="性别"
                  value={typed.sex}
                  onChange={(event) => put('sex', event.target.value as Sex)}
                  options={optionsOf(SEX_NAMES)}
                />
              )}
            </Field>
            <Field label="电话" error={badPhone(typed.phone)}>
              {(ids) => (
                <Input
                  {...ids}
                  maxLength={30}
                  value={typed.phone}
                  onChange={(event) => put('phone', event.target.value)}
                />
              )}
            </Field>
          </div>
        </Panel>
        {found && (possible || found.elsewhere) && (
          <Duplicates found={found} notDuplicate={notDuplicate} setNotDuplicate={setNotDuplicate} />
        )}
        <Panel title="住处">
          <div className="fields">
            <Field label="社区（村）" required error={wrong('division')} hint="输入街道或社区的名字查找">
              {({ 'aria-required': _required, 'aria-invalid': _invalid, ...ids }) => (
                <DivisionSelect
                  {...ids}
                  label="社区（村）"
                  level="community"
                  value={typed.division ?? undefined}
                  onChange={(division) => put('division', division ?? null)}
                />
              )}
            </Field>
            <Field label="地址" required error={wrong('address')}>
              {(ids) => (
                <Input
                  {...ids}
                  maxLength={120}
                  value={typed.address}
                  onChange={(event) => put('address', event.target.value)}
                />
              )}
            </Field>
            <Field label="居住状况" required error={wrong('living')}>
              {(ids) => (
                <Select
                  {...ids}
                  placeholder="请选择"
                  value={typed.living}
                  onChange={(value) => put('living', value)}
                  options={optionsOf(LIVING_NAMES)}
                />
              )}
            </Field>
            <Field label="重点人群">
              {({ status: _status, ...ids }) => (
                <Select
                  {...ids}
                  mode="multiple"
                  value={typed.priority}
                  onChange={(value) => put('priority', value)}
                  options={optionsOf(PRIORITY_NAMES)}
                />
              )}
            </Field>
          </div>
        </Panel>
        <Panel title="联系人">
          <div className="fields">
            <Field label="联系人姓名" error={wrong('contact')}>
              {(ids) => (
                <Input
                  {...ids}
                  maxLength={40}
                  value={typed.contactName}
                  onChange={(event) => put('contactName', event.target.value)}
                />
              )}
            </Field>
            <Field label="联系人电话" error={badPhone(typed.contactPhone)}>
              {(ids) => (
                <Input
                  {...ids}
                  maxLength={30}
                  value={typed.contactPhone}
                  onChange={(event) => put('contactPhone', event.target.value)}
                />
              )}
            </Field>
            <Field label="与老人的关系">
              {({ status: _status, ...ids }) => (
                <Select
                  {...ids}
                  value={typed.contactRelation}
                  onChange={(value) => put('contactRelation', value)}
                  options={optionsOf(RELATION_NAMES)}
                />
              )}
            </Field>
          </div>
        </Panel>
        <Panel title="健康和饮食">
          <div className="fields">
            <Field label="过敏原">
              {({ status: _status, ...ids }) => (
                <Select
                  {...ids}
                  mode="multiple"
                  value={typed.allergies}
                  onChange={(value) => put('allergies', value)}
                  options={optionsOf(ALLERGEN_NAMES)}
                />
              )}
            </Field>
            <Field label="健康状况">
              {({ status: _status, ...ids }) => (
                <Select
                  {...ids}
                  mode="multiple"
                  value={typed.conditions}
                  onChange={(value) => put('conditions', value)}
                  options={optionsOf(CONDITION_NAMES)}
                />
              )}
            </Field>
            <Field label="膳食质地">
              {({ status: _status, ...ids }) => (
                <Select
                  {...ids}
                  value={typed.texture}
                  onChange={(value) => put('texture', value)}
                  options={optionsOf(TEXTURE_NAMES)}
                />
              )}
            </Field>
            <Field label="助浴护理员性别">
              {({ status: _status, ...ids }) => (
                <Select<Sex | 'any'>
                  {...ids}
                  value={typed.bathSex}
                  onChange={(value) => put('bathSex', value)}
                  options={[{ value: 'any', label: '不限' }, ...optionsOf(SEX_NAMES)]}
                />
              )}
            </Field>
          </div>
        </Panel>
        <Problem problem={add.error} />
        <div className="row">
          <Button
            type="primary"
            size="large"
            htmlType="submit"
            loading={add.isPending}
            disabled={possible && !notDuplicate}
          >
            登记 <kbd>Ctrl Enter</kbd>
          </Button>
          <Button size="large" onClick={clear}>
            清空
          </Button>
          <Button size="large" onClick={() => router.back()}>
            {VERBS.back}
          </Button>
        </div>
      </form>
    </>
  );
}

type Found = Output<typeof duplicates>;

/** Asks for duplicates a moment after the last stroke, as soon as there is something to compare by. */
function useDuplicateProbe(typed: Typed, idNumber: string) {
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

function Duplicates({
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
