'use client';
import { useState } from 'react';
import { Button, Select } from 'antd';
import { SERVICES, SERVICE_NAMES } from '@heling/orders/domain/menu';
import { ordersAreas, ordersMenu, ordersSetAreas } from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useDivisions } from '../parts/division-select';
import { Panel } from '../parts/page-head';
import { Answer, Empty, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useMay } from '../shell/me';

/** Where an organisation offers which service. */
export function Areas({ org }: { org: number | null }) {
  const areas = useCall(ordersAreas, { query: { org: org ?? 0 } }, { enabled: org !== null });
  const divisions = useDivisions();
  const maySet = useMay(['city', 'county']);
  const [editing, setEditing] = useState<string | null>(null);
  if (org === null) return <Empty title="先在右上角选服务商">区域按服务商、按服务设定。</Empty>;
  return (
    <Answer of={areas}>
      {(data) => {
        const codes = [...new Set(data.items.map((each) => each.service))];
        return (
          <>
            {codes.length === 0 && (
              <Empty title="还没有设定服务区域">
                <p>
                  没有区域的服务不能下单。
                  {maySet ? '选一项服务，设定它在哪些区县或街道。' : '由市或区县设定。'}
                </p>
              </Empty>
            )}
            {codes.map((service) => {
              const list = data.items.filter((each) => each.service === service).map((each) => each.division);
              return (
                <Panel
                  key={service}
                  title={SERVICE_NAMES[service] ?? service}
                  actions={
                    maySet && editing !== service && <Button onClick={() => setEditing(service)}>修改</Button>
                  }
                >
                  {editing === service ? (
                    <Edit org={org} service={service} list={list} onDone={() => setEditing(null)} />
                  ) : (
                    <p>{list.map((code) => divisions.path(code)).join('、')}</p>
                  )}
                </Panel>
              );
            })}
            {maySet && (
              <p className="row">
                <Select
                  aria-label="给另一项服务设定区域"
                  placeholder="给另一项服务设定区域"
                  style={{ minWidth: 240 }}
                  value={null}
                  options={SERVICES.filter((each) => each.active !== false && !codes.includes(each.code)).map(
                    (each) => ({
                      value: each.code,
                      label: each.name,
                    }),
                  )}
                  onChange={(code: string | null) => setEditing(code)}
                />
              </p>
            )}
            {editing && !codes.includes(editing) && (
              <Panel title={SERVICE_NAMES[editing] ?? editing}>
                <Edit org={org} service={editing} list={[]} onDone={() => setEditing(null)} />
              </Panel>
            )}
          </>
        );
      }}
    </Answer>
  );
}

function Edit({
  org,
  service,
  list,
  onDone,
}: {
  org: number;
  service: string;
  list: string[];
  onDone: () => void;
}) {
  const toasts = useToasts();
  const divisions = useDivisions();
  const [chosen, setChosen] = useState(list);
  const set = useCommand(ordersSetAreas, [ordersAreas, ordersMenu]);
  const gone = list.filter((code) => !chosen.includes(code));
  return (
    <>
      <Select
        aria-label="服务区域"
        mode="multiple"
        style={{ width: '100%' }}
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen}
        options={divisions.items
          .filter((each) => each.level === 'county' || each.level === 'street')
          .map((each) => ({ value: each.code, label: divisions.path(each.code) }))}
        onChange={(codes: string[]) => setChosen(codes)}
      />
      {gone.length > 0 && (
        <p className="muted">
          不再服务：{gone.map((code) => divisions.path(code)).join('、')}。已下的订单照常，新订单不能再下。
        </p>
      )}
      <Problem problem={set.error} />
      <p className="row">
        <Button
          type="primary"
          loading={set.isPending}
          onClick={() =>
            set.mutate(
              { body: { org, service, divisions: chosen } },
              {
                onSuccess: (done) => {
                  toasts.done(`已设定 ${done.count} 处`);
                  onDone();
                },
              },
            )
          }
        >
          保存
        </Button>
        <Button onClick={onDone}>取消</Button>
      </p>
    </>
  );
}
