'use client';
import { Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { PersonItem } from '@heling/people/contract/persons';
import { oversightDevices, oversightEnrolDevice } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import type { useHouses } from '../duty/use-houses';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { optionsOf } from '../parts/options';
import { Problem } from '../parts/states';
import { PersonPicker } from '../people/person-picker';
import { useMe } from '../shell/me';
import { placesFor } from '../shell/tasks';
import { STYLE_NAMES, type Credential, type Device } from './model';

/** Seconds between two signs of life, as devices are usually set. */
const HEARTBEAT_SECONDS = 60;

/** Registers a device (登记设备). */
export function EnrolDialog({
  houses,
  devices,
  done,
  close,
}: {
  houses: ReturnType<typeof useHouses>;
  devices: readonly Device[];
  done(credential: Credential, code: string): void;
  close(): void;
}) {
  const me = useMe();
  const [facilityId, setFacilityId] = useState<number | null>(houses.facilityId);
  const [typed, setTyped] = useState({ code: '', model: '', room: '', bed: '' });
  const [style, setStyle] = useState<keyof typeof STYLE_NAMES>('heling');
  const [parentId, setParentId] = useState<number | null>(null);
  const [life, setLife] = useState(false);
  const [heartbeatSeconds, setHeartbeat] = useState(HEARTBEAT_SECONDS);
  const [person, setPerson] = useState<PersonItem | null>(null);
  const [tried, setTried] = useState(false);
  const command = useCommand(oversightEnrolDevice, [oversightDevices]);
  const findsPeople = placesFor(me.roles).some((place) => place.path === '/people/');
  const complete = facilityId !== null && typed.code.trim() && typed.model.trim();
  const save = () => {
    setTried(true);
    if (!complete) return;
    const code = typed.code.trim();
    command.mutate(
      {
        body: {
          ...{ facilityId, code, model: typed.model.trim(), style, parentId, life, heartbeatSeconds },
          room: typed.room.trim() || null,
          bed: typed.bed.trim() || null,
          personId: person?.id ?? null,
        },
      },
      { onSuccess: (credential) => done(credential, code) },
    );
  };
  const text = (name: keyof typeof typed, label: string, max: number, required = false) => (
    <Field
      label={label}
      required={required}
      error={
        (tried && required && !typed[name].trim() ? `请填写${label}` : null) ??
        (command.error?.problem.field === name ? command.error.message : null)
      }
    >
      {(ids) => (
        <Input
          {...ids}
          maxLength={max}
          value={typed[name]}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  const gateways = devices.filter((each) => each.parentId === null && each.facilityId === facilityId);
  return (
    <Dialog
      title="登记设备"
      okText="登记"
      onOk={save}
      confirmLoading={command.isPending}
      onCancel={close}
      width={720}
    >
      <div className="fields">
        <Field label="机构" required error={tried && facilityId === null ? '请选择机构' : null}>
          {(ids) => (
            <Select
              {...ids}
              value={facilityId}
              options={houses.options}
              onChange={(id: number) => setFacilityId(id)}
            />
          )}
        </Field>
        {text('code', '设备编号', 40, true)}
        {text('model', '型号', 60, true)}
        <Field label="报文格式" required>
          {(ids) => <Select {...ids} value={style} options={optionsOf(STYLE_NAMES)} onChange={setStyle} />}
        </Field>
        {text('room', '房间', 20)}
        {text('bed', '床位', 20)}
        <Field label="上级网关" hint="经网关上报的设备选它的网关">
          {(ids) => (
            <Select
              {...ids}
              allowClear
              value={parentId}
              options={gateways.map((each) => ({ value: each.id, label: each.code }))}
              onChange={(id: number | undefined) => setParentId(id ?? null)}
              notFoundContent="这家机构还没有网关"
            />
          )}
        </Field>
        <Field label="心跳（秒）" required hint="连续三次没有消息算失联">
          {(ids) => (
            <InputNumber
              {...ids}
              min={5}
              max={86_400}
              precision={0}
              value={heartbeatSeconds}
              onChange={(value) => setHeartbeat(value ?? HEARTBEAT_SECONDS)}
            />
          )}
        </Field>
        <Checkbox checked={life} onChange={(event) => setLife(event.target.checked)}>
          监护生命（失联算重要报警）
        </Checkbox>
        {findsPeople ? (
          <div className="field-wide">
            {person ? (
              <p>
                看护的老人：<b>{person.name}</b> {person.age} 岁
              </p>
            ) : null}
            <PersonPicker label="看护的老人" onPick={setPerson} />
          </div>
        ) : null}
      </div>
      <Problem problem={command.error?.problem.field ? null : command.error} />
    </Dialog>
  );
}
