'use client';
import { Checkbox, Input, Radio } from 'antd';
import type { PersonPage } from '@heling/people/contract/persons';
import { TEXTURE_NAMES } from '@heling/people/domain/health';
import { idFault, ID_FAULT_NAMES, normaliseId } from '@heling/people/domain/identity';
import { LIVING_NAMES, NO_ID_REASON_NAMES, PRIORITY_NAMES, SEX_NAMES } from '@heling/people/domain/person';
import { peopleCorrect } from '@heling/ui/api.gen';
import { call } from '@heling/ui/client';
import { useDraft } from '@heling/ui/react/use-draft';
import { Field } from '../parts/field';
import { MaybePickField, PickField, PickManyField, TextField } from '../parts/inputs';
import { optionsOf } from '../parts/options';
import { useToasts } from '../parts/toast';
import { phoneFault } from '../people/new-person';
import { BATH_SEX_NAMES } from '../people/new-person-fields';
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
  const badPhone = phoneFault(typed.phone);
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
      disabled={nothing || fault !== null || badPhone !== null}
      onSave={() => void save()}
      close={close}
    >
      <div className="fields">
        <TextField
          label="姓名"
          hint={present(page.identity.name)}
          max={40}
          control={{ autoFocus: true }}
          value={typed.name}
          onChange={(value) => put('name', value)}
        />
        <TextField
          label="身份证号"
          hint={present(page.identity.idNumber)}
          error={fault && ID_FAULT_NAMES[fault]}
          max={40}
          control={{ disabled: typed.noId !== null }}
          value={typed.idNumber}
          onChange={(value) => put('idNumber', value)}
        />
        <MaybePickField
          label="没有身份证号"
          hint="只在号码确实不是本人的时候选"
          placeholder="不改"
          names={NO_ID_REASON_NAMES}
          value={typed.noId}
          onChange={(value) => put('noId', value)}
        />
        <TextField
          label="出生日期"
          control={{ type: 'date' }}
          value={typed.birth}
          onChange={(value) => put('birth', value)}
        />
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
        <Field label="电话" hint={present(page.identity.phone)} error={badPhone}>
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
        <PickField
          label="居住状况"
          names={LIVING_NAMES}
          value={typed.living}
          onChange={(value) => put('living', value)}
        />
        <PickField
          label="膳食质地"
          names={TEXTURE_NAMES}
          value={typed.texture}
          onChange={(value) => put('texture', value)}
        />
        <PickField
          label="助浴护理员性别"
          names={BATH_SEX_NAMES}
          value={typed.bathSex ?? 'any'}
          onChange={(value) => put('bathSex', value === 'any' ? null : value)}
        />
        <PickManyField
          label="重点人群"
          wide
          names={PRIORITY_NAMES}
          value={typed.priority}
          onChange={(value) => put('priority', value)}
        />
        <TextField
          label="更正的原因"
          wide
          max={200}
          value={typed.reason}
          onChange={(value) => put('reason', value)}
        />
      </div>
    </RecordForm>
  );
}
