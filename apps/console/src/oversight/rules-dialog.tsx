'use client';
import { Button, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { CHANNELS, DUTIES, type Duty } from '@heling/oversight/domain/policy';
import { oversightPolicy, oversightSetPolicy } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Severity } from '../parts/marks';
import { optionsOf } from '../parts/options';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { PRIORITIES, type Policy } from './model';
import styles from './oversight.module.css';

type Rules = Policy['rules'];
type Step = Rules['P0']['steps'][number];
const MOST_STEPS = 10;
/** The rules hold from the next moment on; the api takes no time that has passed. */
const SOON_MS = 3000;

/** The editor of an institution's rules; alarms that escalate already go on by the old ones. */
export function RulesDialog({ policy, close }: { policy: Policy; close(): void }) {
  const toasts = useToasts();
  const [rules, setRules] = useState<Rules>(policy.rules);
  const [receiptSeconds, setReceipt] = useState(policy.receiptSeconds);
  const [when, setWhen] = useState<'now' | 'hour'>('now');
  const command = useCommand(oversightSetPolicy, [oversightPolicy]);
  const setSteps = (priority: keyof Rules, steps: Step[]) => {
    const next = { ...rules };
    if (steps.length > 0) next[priority] = { ...rules[priority], steps };
    else if (priority !== 'P0') delete next[priority];
    setRules(next);
  };
  const save = () => {
    const startsAt = new Date(
      when === 'now' ? Date.now() + SOON_MS : Math.ceil((Date.now() + SOON_MS) / 3_600_000) * 3_600_000,
    ).toISOString();
    command.mutate(
      { params: { id: policy.facilityId }, body: { startsAt, rules, receiptSeconds } },
      {
        onSuccess: () => {
          toasts.done('规则已保存，建议做一次通知演练');
          close();
        },
      },
    );
  };
  return (
    <Dialog
      title="改通知规则"
      okText="保存规则"
      onOk={save}
      confirmLoading={command.isPending}
      onCancel={close}
      width={820}
    >
      <div className={styles.rules}>
        {PRIORITIES.map((priority) => {
          const steps = rules[priority]?.steps ?? [];
          return (
            <fieldset key={priority}>
              <legend>
                <Severity of={priority} />
              </legend>
              {steps.map((step, i) => (
                <StepRow
                  key={i}
                  name={`${priority} 第 ${i + 1} 步`}
                  step={step}
                  set={(next) =>
                    setSteps(
                      priority,
                      steps.map((each, j) => (j === i ? next : each)),
                    )
                  }
                  remove={
                    priority === 'P0' && steps.length === 1
                      ? null
                      : () =>
                          setSteps(
                            priority,
                            steps.filter((_, j) => j !== i),
                          )
                  }
                />
              ))}
              {steps.length === 0 ? <p className="muted">不呼叫，只列在值守台。</p> : null}
              <div className="row">
                <Button
                  size="small"
                  disabled={steps.length >= MOST_STEPS}
                  onClick={() =>
                    setSteps(priority, [
                      ...steps,
                      {
                        afterSeconds: steps.length === 0 ? 0 : steps.at(-1)!.afterSeconds + 60,
                        to: 'manager',
                        channels: ['sms'],
                      },
                    ])
                  }
                >
                  加一步
                </Button>
                {steps.length > 0 ? (
                  <label className="row">
                    确认后多少秒没有处置完毕就重新呼叫
                    <InputNumber
                      min={60}
                      max={86_400}
                      precision={0}
                      placeholder="不限"
                      value={rules[priority]?.resolveWithinSeconds ?? null}
                      onChange={(value) => {
                        setRules({
                          ...rules,
                          [priority]: value === null ? { steps } : { steps, resolveWithinSeconds: value },
                        });
                      }}
                    />
                  </label>
                ) : null}
              </div>
            </fieldset>
          );
        })}
        <div className="fields">
          <Field label="多少秒没有回执算没有人应" required>
            {(ids) => (
              <InputNumber
                {...ids}
                min={5}
                max={300}
                precision={0}
                value={receiptSeconds}
                onChange={(value) => setReceipt(value ?? 15)}
              />
            )}
          </Field>
          <Field label="从什么时候起" required>
            {({ id }) => (
              <Radio.Group
                id={id}
                value={when}
                options={[
                  { value: 'now', label: '现在' },
                  { value: 'hour', label: '下一个整点' },
                ]}
                onChange={(event) => setWhen(event.target.value as 'now' | 'hour')}
              />
            )}
          </Field>
        </div>
        <p className="muted">已经在升级的报警仍按原规则。</p>
        <Problem problem={command.error} />
      </div>
    </Dialog>
  );
}

function StepRow({
  name,
  step,
  set,
  remove,
}: {
  name: string;
  step: Step;
  set(step: Step): void;
  remove: (() => void) | null;
}) {
  return (
    <div className={styles.step}>
      <Field label="发生后（秒）">
        {({ id }) => (
          <InputNumber
            id={id}
            aria-label={`${name}，发生后多少秒`}
            min={0}
            max={86_400}
            precision={0}
            value={step.afterSeconds}
            onChange={(value) => set({ ...step, afterSeconds: value ?? 0 })}
          />
        )}
      </Field>
      <Field label="呼叫">
        {({ id }) => (
          <Select
            id={id}
            aria-label={`${name}，呼叫谁`}
            value={step.to}
            options={optionsOf(DUTIES)}
            onChange={(to: Duty) => set({ ...step, to })}
          />
        )}
      </Field>
      <Field label="方式（前一种没有回执用后一种）">
        {({ id }) => (
          <Select
            id={id}
            aria-label={`${name}，方式`}
            mode="multiple"
            maxCount={2}
            value={step.channels}
            options={optionsOf(CHANNELS)}
            onChange={(channels: Step['channels']) => channels.length > 0 && set({ ...step, channels })}
          />
        )}
      </Field>
      {remove ? (
        <Button aria-label={`删除${name}`} onClick={remove}>
          删除
        </Button>
      ) : (
        <span />
      )}
    </div>
  );
}
