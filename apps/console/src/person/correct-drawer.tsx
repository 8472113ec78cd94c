'use client';
import { Checkbox, Input, Radio, Select } from 'antd';
import type { PersonPage } from '@heling/people/contract/persons';
import { TEXTURE_NAMES } from '@heling/people/domain/health';
import { idFault, ID_FAULT_NAMES, normaliseId, normalisePhone } from '@heling/people/domain/identity';
import { LIVING_NAMES, NO_ID_REASON_NAMES, PRIORITY_NAMES, SEX_NAMES } from '@heling/people/domain/person';
import { peopleCorrect } from '@heling/ui/api.gen';
import { call } from '@heling/ui/client';
import { useDraft } from '@heling/ui/react/use-draft';
import { Field } from '../parts/field';
import { optionsOf } from '../parts/options';
import { useToasts } from '../parts/toast';
import { useMe } from '../shell/me';
import { RecordForm } from './record-form';
import { useRecordEdit } from './record-edit';

interface Typed {
  name: string;
  idNumber: string;
  /** The number is taken away, for this reason. */
  noId: keyof typeof NO_ID_REASON_NAMES | null;
  sex: PersonPage['sex'];
  birth: string;
  phone: string;
  noPhone: boolean;
  living: PersonPage['living'];
  priority: PersonPage['priority'];
  texture: PersonPage['texture'];
  bathSex: PersonPage['bathSex'];
  reason: string;
}

const initial = (page: PersonPage): Typed => ({
  name: '',
  idNumber: '',
  noId: null,
  sex: page.sex,
  birth: page.birth,
  phone: '',
  noPhone: false,
  living: page.living,
  priority: page.priority,
  texture: page.texture,
  bathSex: page.bathSex,
  reason: '',
});

/** Corrects a record: only what was changed is sent; masked fields left empty stay as they are. */
export function CorrectDrawer({ page, close }: { page: PersonPage; close(): void }) {
  const { accountId } = useMe();
  const edit = useRecordEdit(page);
  const toasts = useToasts();
  // What the form began with stays beside what was typed: only what was changed here is sent, so that a colleague's
  // change of another field is not taken back.
  const [{ base, typed }, keep, clear] = useDraft(`correct-${accountId}-${page.id}`, {
    base: initial(page),
    typed: initial(page),
  });
  const put = <K extends keyof Typed>(key: K, value: Typed[K]) =>
    keep({ base, typed: { ...typed, [key]: value } });

  const id = normaliseId(typed.idNumber);
  const fault = id ? idFault(id, typed) : null;
  const phoneFault = typed.phone && normalisePhone(typed.phone) === undefined ? '电话号码有误' : null;
  const changed = {
    ...(typed.name.trim() ? { name: typed.name.trim() } : {}),
    ...(id ? { idNumber: id } : typed.noId ? { idNumber: null, noIdReason: typed.noId } : {}),
    ...(typed.sex !== base.sex ? { sex: typed.sex } : {}),
    ...(typed.birth !== base.birth ? { birth: typed.birth } : {}),
    ...(typed.noPhone ? { phone: null } : typed.phone.trim() ? { phone: typed.phone } : {}),
    ...(typed.living !== base.living ? { living: typed.living } : {}),
    ...(typed.priority.join() !== base.priority.join() ? { priority: typed.priority } : {}),
    ...(typed.texture !== base.texture ? { texture: typed.texture } : {}),
    ...(typed.bathSex !== base.bathSex ? { bathSex: typed.bathSex } : {}),
  };
  const nothing = Object.keys(changed).length === 0;
  const save = async () => {
    const reason = typed.reason.trim();
    const done = await edit.run((version) =>
      call(peopleCorrect, {
        params: { id: page.id },
        body: { version, ...changed, ...(reason ? { reason } : {}) },
      }),
    );
    if (!done) return;
    clear();
    toasts.done('档案已更正');
    close();
  };
  const present = (value: string | null) => `现为 ${value ?? '无'}，不改就空着`;
  return (
    <RecordForm
      title="更正档案"
      edit={edit}
      disabled={nothing || fault !== null || phoneFault !== null}
      onSave={() => void save()}
      close={close}
    >
      <div className="fields">
        <Field label="姓名" hint={present(page.identity.name)}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={40}
              value={typed.name}
              onChange={(e) => put('name', e.target.value)}
            />
          )}
        </Field>
        <Field label="身份证号" hint={present(page.identity.idNumber)} error={fault && ID_FAULT_NAMES[fault]}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={40}
              disabled={typed.noId !== null}
              value={typed.idNumber}
              onChange={(e) => put('idNumber', e.target.value)}
            />
          )}
        </Field>
        <Field label="没有身份证号" hint="只在号码确实不是本人的时候选">
          {({ status: _status, ...ids }) => (
            <Select
              {...ids}
              allowClear
              placeholder="不改"
              value={typed.noId}
              onChange={(value) => put('noId', value ?? null)}
              options={optionsOf(NO_ID_REASON_NAMES)}
            />
          )}
        </Field>
        <Field label="出生日期">
          {(ids) => (
            <Input {...ids} type="date" value={typed.birth} onChange={(e) => put('birth', e.target.value)} />
          )}
        </Field>
        <Field label="性别">
          {({ id: at }) => (
            <Radio.Group
              id={at}
              value={typed.sex}
              onChange={(e) => put('sex', e.target.value as Typed['sex'])}
              options={optionsOf(SEX_NAMES)}
            />
          )}
        </Field>
        <Field label="电话" hint={present(page.identity.phone)} error={phoneFault}>
          {(ids) => (
            <>
              <Input
                {...ids}
                maxLength={30}
                disabled={typed.noPhone}
                value={typed.phone}
                onChange={(e) => put('phone', e.target.value)}
              />
              {page.identity.phone && (
                <Checkbox checked={typed.noPhone} onChange={(e) => put('noPhone', e.target.checked)}>
                  已没有电话
                </Checkbox>
              )}
            </>
          )}
        </Field>
        <Field label="居住状况">
          {({ status: _status, ...ids }) => (
            <Select
              {...ids}
              value={typed.living}
              onChange={(v) => put('living', v)}
              options={optionsOf(LIVING_NAMES)}
            />
          )}
        </Field>
        <Field label="膳食质地">
          {({ status: _status, ...ids }) => (
            <Select
              {...ids}
              value={typed.texture}
              onChange={(v) => put('texture', v)}
              options={optionsOf(TEXTURE_NAMES)}
            />
          )}
        </Field>
        <Field label="助浴护理员性别">
          {({ status: _status, ...ids }) => (
            <Select<'any' | 'male' | 'female'>
              {...ids}
              value={typed.bathSex ?? 'any'}
              onChange={(v) => put('bathSex', v === 'any' ? null : v)}
              options={[{ value: 'any' as const, label: '不限' }, ...optionsOf(SEX_NAMES)]}
            />
          )}
        </Field>
        <Field label="重点人群" wide>
          {({ status: _status, ...ids }) => (
            <Select
              {...ids}
              mode="multiple"
              value={typed.priority}
              onChange={(v) => put('priority', v)}
              options={optionsOf(PRIORITY_NAMES)}
            />
          )}
        </Field>
        <Field label="更正的原因" wide>
          {(ids) => (
            <Input
              {...ids}
              maxLength={200}
              value={typed.reason}
              onChange={(e) => put('reason', e.target.value)}
            />
          )}
        </Field>
      </div>
    </RecordForm>
  );
}
