'use client';
import { useState } from 'react';
import { Button, Input, Select } from 'antd';
import { QUALIFICATIONS, type Qualification } from '@heling/people/domain/carers';
import {
  peopleCarer,
  peopleCarers,
  peopleRemoveQualification,
  peopleSaveQualification,
} from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { DaysLeft } from '../facilities/marks';
import { Field } from '../parts/field';
import { Empty, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import type { CarerAnswer } from './model';
import styles from './carers.module.css';

/** What a carer is qualified for, until when; certificates are added, renewed and withdrawn. */
export function Certificates({ carer }: { carer: CarerAnswer }) {
  const toasts = useToasts();
  const [code, setCode] = useState<Qualification | null>(null);
  const [number, setNumber] = useState('');
  const [until, setUntil] = useState('');
  const [removing, setRemoving] = useState<Qualification | null>(null);
  const [reason, setReason] = useState('');
  const save = useCommand(peopleSaveQualification, [peopleCarer, peopleCarers]);
  const remove = useCommand(peopleRemoveQualification, [peopleCarer, peopleCarers]);
  const start = (next: Qualification | null) => {
    const held = carer.certificates.find((each) => each.code === next);
    setCode(next);
    setNumber(held?.certificate ?? '');
    setUntil(held?.validUntil ?? '');
    setRemoving(null);
  };
  const form = code !== null && (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!number.trim() || !until) return;
        save.mutate(
          {
            params: { id: carer.id },
            body: { version: carer.version, code, certificate: number.trim(), validUntil: until },
          },
          {
            onSuccess: () => {
              toasts.done('已保存');
              setCode(null);
            },
          },
        );
      }}
    >
      <Field label="资质">
        {(ids) => (
          <Select
            id={ids.id}
            value={code}
            options={Object.entries(QUALIFICATIONS).map(([value, label]) => ({
              value: value as Qualification,
              label,
            }))}
            onChange={start}
          />
        )}
      </Field>
      <Field label="证书号" required>
        {(ids) => (
          <Input {...ids} value={number} maxLength={40} onChange={(event) => setNumber(event.target.value)} />
        )}
      </Field>
      <Field label="有效到" required>
        {(ids) => <DayInput id={ids.id} value={until} onChange={setUntil} />}
      </Field>
      <span className="row">
        <Button type="primary" htmlType="submit" disabled={!number.trim() || !until} loading={save.isPending}>
          保存
        </Button>
        <Button onClick={() => setCode(null)}>取消</Button>
      </span>
    </form>
  );
  return (
    <>
      {carer.certificates.length === 0 ? (
        <Empty title="还没有登记资质">
          <p>没有资质的护理员派不了单。</p>
        </Empty>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">资质</th>
              <th scope="col">证书号</th>
              <th scope="col">有效到</th>
              <th scope="col">还有</th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {carer.certificates.map((each) => (
              <tr key={each.code}>
                <td>{each.name}</td>
                <td>{each.certificate}</td>
                <td>{each.validUntil}</td>
                <td>
                  <DaysLeft days={each.daysLeft} until={each.validUntil} />
                </td>
                <td>
                  {carer.canSave && (
                    <span className="row">
                      <Button size="small" onClick={() => start(each.code)}>
                        换证
                      </Button>
                      <Button size="small" danger onClick={() => setRemoving(each.code)}>
                        取消资质
                      </Button>
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {removing && (
        <div className={styles.form}>
          <p>
            取消“{QUALIFICATIONS[removing]}”后，需要这项资质的上门不能再派给 {carer.name}
            ；已派的请到派单台改派。
          </p>
          <Field label="原因" required>
            {(ids) => (
              <Input
                {...ids}
                value={reason}
                maxLength={200}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          <span className="row">
            <Button
              danger
              type="primary"
              disabled={!reason.trim()}
              loading={remove.isPending}
              onClick={() =>
                remove.mutate(
                  {
                    params: { id: carer.id },
                    body: { version: carer.version, code: removing, reason: reason.trim() },
                  },
                  {
                    onSuccess: () => {
                      setRemoving(null);
                      setReason('');
                    },
                  },
                )
              }
            >
              取消资质
            </Button>
            <Button onClick={() => setRemoving(null)}>保留</Button>
          </span>
        </div>
      )}
      {form}
      <Problem problem={save.error ?? remove.error} />
      {carer.canSave && code === null && !removing && (
        <Button
          onClick={() =>
            start(
              (Object.keys(QUALIFICATIONS) as Qualification[]).find(
                (each) => !carer.certificates.some((held) => held.code === each),
              ) ?? 'company',
            )
          }
        >
          登记资质
        </Button>
      )}
    </>
  );
}
