'use client';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { addDays, atLocal, businessDay } from '@heling/platform/domain/calendar';
import { DUTIES, type Duty } from '@heling/oversight/domain/policy';
import {
  oversightAddShift,
  oversightPolicy,
  oversightShifts,
  oversightStaff,
  oversightSwapShift,
} from '@heling/ui/api.gen';
import { span } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { TimeInput } from '../calendar/time-input';
import type { DutyShift } from '../duty/model';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { optionsOf } from '../parts/options';
import { Problem } from '../parts/states';
import { useNow } from '../parts/use-now';

const TOUCHES = [oversightShifts, oversightPolicy];

/** A new shift, or somebody else for one that is there (换班). */
export function ShiftDialog({
  facilityId,
  swap,
  close,
}: {
  facilityId: number;
  swap: DutyShift | null;
  close(): void;
}) {
  const now = useNow(60_000);
  const staff = useCall(oversightStaff, { params: { id: facilityId } });
  const [duty, setDuty] = useState<Duty>('seat');
  const [accountId, setAccountId] = useState<number | null>(null);
  const [phone, setPhone] = useState('');
  const [day, setDay] = useState(() => businessDay(new Date()));
  const [from, setFrom] = useState('08:00');
  const [to, setTo] = useState('16:00');
  const [tried, setTried] = useState(false);
  const add = useCommand(oversightAddShift, TOUCHES);
  const change = useCommand(oversightSwapShift, TOUCHES);
  const person = staff.data?.items.find((each) => each.accountId === accountId);
  const command = swap ? change : add;
  const fits = /^1\d{10}$/.test(phone);
  const save = () => {
    setTried(true);
    if (!person || !fits) return;
    const who = { accountId: person.accountId, name: person.name, phone };
    if (swap) {
      change.mutate(
        { params: { id: swap.id }, body: { version: swap.version, ...who } },
        { onSuccess: close },
      );
      return;
    }
    // An end before the beginning is on the next day.
    const endDay = to <= from ? addDays(day, 1) : day;
    add.mutate(
      {
        body: {
          ...{ facilityId, duty, ...who },
          startsAt: atLocal(day, from).toISOString(),
          endsAt: atLocal(endDay, to).toISOString(),
        },
      },
      { onSuccess: close },
    );
  };
  return (
    <Dialog
      title={swap ? '换班' : '排班'}
      okText={swap ? '换班' : '排班'}
      onOk={save}
      confirmLoading={command.isPending}
      onCancel={close}
    >
      {swap ? (
        <p>
          {DUTIES[swap.duty]} {span(swap.startsAt, swap.endsAt, now)}，原来是 {swap.name}。换成：
        </p>
      ) : null}
      <div className="fields">
        {swap ? null : (
          <Field label="岗位" required>
            {(ids) => <Select {...ids} value={duty} options={optionsOf(DUTIES)} onChange={setDuty} />}
          </Field>
        )}
        <Field label="值守人" required error={tried && !person ? '请选择值守人' : null}>
          {(ids) => (
            <Select
              {...ids}
              loading={staff.isPending}
              value={accountId}
              options={(staff.data?.items ?? []).map((each) => ({
                value: each.accountId,
                label: `${each.name}（${each.roleNames.join('、')}）`,
              }))}
              onChange={(id: number) => {
                setAccountId(id);
                setPhone(staff.data?.items.find((each) => each.accountId === id)?.phone ?? '');
              }}
              notFoundContent="没有可以值守的账号，请系统管理员先开账号"
            />
          )}
        </Field>
        <Field
          label="手机号"
          required
          hint="报警短信发到这个号码"
          error={tried && !fits ? '请填写 11 位手机号' : null}
        >
          {(ids) => (
            <Input
              {...ids}
              inputMode="tel"
              maxLength={11}
              value={phone}
              onChange={(event) => setPhone(event.target.value.trim())}
            />
          )}
        </Field>
        {swap ? null : (
          <>
            <Field label="日期" required>
              {({ id }) => <DayInput id={id} value={day} onChange={setDay} />}
            </Field>
            <Field label="从" required>
              {({ id }) => <TimeInput id={id} value={from} onChange={setFrom} />}
            </Field>
            <Field label="到" required hint={to <= from ? '第二天' : undefined}>
              {({ id }) => <TimeInput id={id} value={to} onChange={setTo} />}
            </Field>
          </>
        )}
      </div>
      <Problem problem={command.error} />
      <Problem problem={staff.error} />
    </Dialog>
  );
}
