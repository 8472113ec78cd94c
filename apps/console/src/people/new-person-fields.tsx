'use client';
import { Radio } from 'antd';
import { ALLERGEN_NAMES, CONDITION_NAMES, TEXTURE_NAMES } from '@heling/people/domain/health';
import { ID_FAULT_NAMES, type IdFault } from '@heling/people/domain/identity';
import {
  LIVING_NAMES,
  NO_ID_REASON_NAMES,
  PRIORITY_NAMES,
  RELATION_NAMES,
  SEX_NAMES,
  type Sex,
} from '@heling/people/domain/person';
import { DivisionSelect } from '../parts/division-select';
import { Field } from '../parts/field';
import { MaybePickField, PickField, PickManyField, TextField } from '../parts/inputs';
import { optionsOf } from '../parts/options';
import { Panel } from '../parts/page-head';
import { missingOf, phoneFault, type NewPerson } from './new-person';

interface Part {
  typed: NewPerson;
  put: (change: Partial<NewPerson>) => void;
  /** What is missing in a field, once 登记 was pressed. */
  wrong: (key: keyof ReturnType<typeof missingOf>) => string | null;
}
/** Whoever helps at a bath: 不限 or of one sex. */
export const BATH_SEX_NAMES = { any: '不限', ...SEX_NAMES } as const;

export function IdentityFields({
  typed,
  put,
  wrong,
  setId,
  fault,
}: Part & { setId: (text: string) => void; fault: IdFault | null }) {
  return (
    <Panel title="本人">
      <div className="fields">
        <TextField
          label="身份证号"
          error={(fault && ID_FAULT_NAMES[fault]) || wrong('idNumber')}
          hint="填好后自动得出生日和性别"
          max={40}
          control={{ autoFocus: true, disabled: typed.noIdReason !== null }}
          value={typed.idNumber}
          onChange={setId}
        />
        <MaybePickField
          label="没有身份证号的原因"
          placeholder="有身份证号时不选"
          disabled={typed.idNumber.trim() !== ''}
          names={NO_ID_REASON_NAMES}
          value={typed.noIdReason}
          onChange={(noIdReason) => put({ noIdReason })}
        />
        <TextField
          label="姓名"
          required
          error={wrong('name')}
          max={40}
          value={typed.name}
          onChange={(name) => put({ name })}
        />
        <TextField
          label="出生日期"
          required
          error={wrong('birth')}
          control={{ type: 'date' }}
          value={typed.birth}
          onChange={(birth) => put({ birth })}
        />
        <Field label="性别" required error={wrong('sex')}>
          {({ id }) => (
            <Radio.Group
              id={id}
              aria-label="性别"
              value={typed.sex}
              onChange={(event) => put({ sex: event.target.value as Sex })}
              options={optionsOf(SEX_NAMES)}
            />
          )}
        </Field>
        <TextField
          label="电话"
          error={phoneFault(typed.phone)}
          max={30}
          value={typed.phone}
          onChange={(phone) => put({ phone })}
        />
      </div>
    </Panel>
  );
}

export function HomeFields({ typed, put, wrong }: Part) {
  return (
    <Panel title="住处">
      <div className="fields">
        <Field label="社区（村）" required error={wrong('division')} hint="输入街道或社区的名字查找">
          {({ 'aria-required': _required, 'aria-invalid': _invalid, ...ids }) => (
            <DivisionSelect
              {...ids}
              label="社区（村）"
              level="community"
              value={typed.division ?? undefined}
              onChange={(division) => put({ division: division ?? null })}
            />
          )}
        </Field>
        <TextField
          label="地址"
          required
          error={wrong('address')}
          max={120}
          value={typed.address}
          onChange={(address) => put({ address })}
        />
        <PickField
          label="居住状况"
          required
          error={wrong('living')}
          placeholder="请选择"
          names={LIVING_NAMES}
          value={typed.living}
          onChange={(living) => put({ living })}
        />
        <PickManyField
          label="重点人群"
          names={PRIORITY_NAMES}
          value={typed.priority}
          onChange={(priority) => put({ priority })}
        />
      </div>
    </Panel>
  );
}

export function ContactFields({ typed, put, wrong }: Part) {
  return (
    <Panel title="联系人">
      <div className="fields">
        <TextField
          label="联系人姓名"
          error={wrong('contact')}
          max={40}
          value={typed.contactName}
          onChange={(contactName) => put({ contactName })}
        />
        <TextField
          label="联系人电话"
          error={phoneFault(typed.contactPhone)}
          max={30}
          value={typed.contactPhone}
          onChange={(contactPhone) => put({ contactPhone })}
        />
        <PickField
          label="与老人的关系"
          names={RELATION_NAMES}
          value={typed.contactRelation}
          onChange={(contactRelation) => put({ contactRelation })}
        />
      </div>
    </Panel>
  );
}

export function HealthFields({ typed, put }: Part) {
  return (
    <Panel title="健康和饮食">
      <div className="fields">
        <PickManyField
          label="过敏原"
          names={ALLERGEN_NAMES}
          value={typed.allergies}
          onChange={(allergies) => put({ allergies })}
        />
        <PickManyField
          label="健康状况"
          names={CONDITION_NAMES}
          value={typed.conditions}
          onChange={(conditions) => put({ conditions })}
        />
        <PickField
          label="膳食质地"
          names={TEXTURE_NAMES}
          value={typed.texture}
          onChange={(texture) => put({ texture })}
        />
        <PickField
          label="助浴护理员性别"
          names={BATH_SEX_NAMES}
          value={typed.bathSex}
          onChange={(bathSex) => put({ bathSex })}
        />
      </div>
    </Panel>
  );
}
