'use client';
import { useState } from 'react';
import { Button, InputNumber, Select } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { settingsRoute } from '@heling/dispatch/contract/assign';
import { SERVICES, SERVICE_NAMES } from '@heling/orders/domain/menu';
import { dispatchSetSettings, dispatchSettings } from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useConfirm } from '../parts/confirm';
import { Field } from '../parts/field';
import { Panel } from '../parts/page-head';
import { Answer, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useMay } from '../shell/me';

type Settings = Output<typeof settingsRoute>;
// A bath is always given by a person.
const OFFERED = SERVICES.filter((service) => service.form === 'visit' && service.carers === 1);

/** Within which limits new visits are assigned without a person, and the board's times. */
export function DispatchSettings() {
  const answer = useCall(dispatchSettings, {});
  return <Answer of={answer}>{(settings) => <View key={settings.from} settings={settings} />}</Answer>;
}

function View({ settings }: { settings: Settings }) {
  const maySet = useMay(['city']);
  const confirm = useConfirm();
  const toasts = useToasts();
  const [limits, setLimits] = useState(settings.autoAssign);
  const set = useCommand(dispatchSetSettings, [dispatchSettings]);
  const names = limits.services.map((code) => SERVICE_NAMES[code] ?? code).join('、');
  const send = async () => {
    const go = await confirm({
      title: '改自动派单的范围',
      consequences:
        limits.services.length === 0
          ? ['以后的新订单都由人派单']
          : [
              `以后的新订单里，${names}会自动派给最合适的护理员`,
              `只派 ${limits.maxKilometres} 公里以内、当天工作不超过 ${limits.maxLoadMinutes} 分钟的；其余仍由人派`,
              '助浴始终由人派单',
            ],
      verb: '保存',
    });
    if (go) set.mutate({ body: { autoAssign: limits } }, { onSuccess: () => toasts.done('已保存') });
  };
  return (
    <>
      <Panel title="哪些新订单不用人，自动派？">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <div className="fields">
            <Field label="服务" hint="空着就是都由人派；助浴始终由人派" wide>
              {(ids) => (
                <Select
                  id={ids.id}
                  mode="multiple"
                  disabled={!maySet}
                  value={limits.services}
                  options={OFFERED.map((each) => ({ value: each.code, label: each.name }))}
                  onChange={(services: string[]) => setLimits({ ...limits, services })}
                />
              )}
            </Field>
            <Field label="最远（公里）">
              {(ids) => (
                <InputNumber
                  {...ids}
                  disabled={!maySet}
                  min={0.1}
                  max={50}
                  step={0.5}
                  value={limits.maxKilometres}
                  onChange={(value) => setLimits({ ...limits, maxKilometres: value ?? limits.maxKilometres })}
                />
              )}
            </Field>
            <Field label="护理员当天最多（分钟）">
              {(ids) => (
                <InputNumber
                  {...ids}
                  disabled={!maySet}
                  min={30}
                  max={720}
                  step={30}
                  precision={0}
                  value={limits.maxLoadMinutes}
                  onChange={(value) =>
                    setLimits({ ...limits, maxLoadMinutes: value ?? limits.maxLoadMinutes })
                  }
                />
              )}
            </Field>
          </div>
          <Problem problem={set.error} />
          {maySet ? (
            <p>
              <Button type="primary" htmlType="submit" loading={set.isPending}>
                保存
              </Button>
            </p>
          ) : (
            <p className="muted">由市级管理员设定。</p>
          )}
        </form>
      </Panel>
      <Panel title="派单台的时限">
        <dl className="facts">
          <dt>提前多久预警</dt>
          <dd>{settings.riskMinutes} 分钟</dd>
          <dt>开始后多久没签到算漏签到</dt>
          <dd>{settings.missedCheckInMinutes} 分钟</dd>
          <dt>开始前多久没人要进待办</dt>
          <dd>{settings.unassignedHours} 小时</dd>
          <dt>这些值的生效日</dt>
          <dd>{settings.from}</dd>
        </dl>
      </Panel>
    </>
  );
}
