'use client';
import { Button } from 'antd';
import { useState } from 'react';
import { oversightDevices, oversightRenewCredential } from '@heling/ui/api.gen';
import { ago, duration } from '@heling/ui/format';
import { useCommand } from '@heling/ui/react/use-call';
import { useConfirm } from '../parts/confirm';
import { DataTable, NothingFound, type Column } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { Mark, When } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { useIdParam } from '../parts/use-param';
import { useMay } from '../shell/me';
import { HouseSelect } from '../duty/house-select';
import { useHouses } from '../duty/use-houses';
import { DeviceLabel } from './device-label';
import { EnrolDialog } from './enrol';
import { MaintainDialog } from './maintain';
import { KEEPING, STYLE_NAMES, type Credential, type Device } from './model';

const CONDITIONS = {
  ok: { tone: 'ok', word: '正常' },
  silent: { tone: 'p2', word: '失联' },
  unknown: { tone: 'unknown', word: '不明（网关失联）' },
  maintenance: { tone: 'p3', word: '停用检修' },
} as const;
const REFRESH_MS = 15_000;

/** The register of devices (设备台账): where they are, how they are, when they were last heard. */
export function DevicesPage() {
  const now = useNow(5000);
  const houses = useHouses();
  const may = useMay(KEEPING);
  const [, setOpen] = useIdParam('open');
  const [enrolling, setEnrolling] = useState(false);
  const [shown, setShown] = useState<{ credential: Credential; code: string } | null>(null);
  const pages = usePages(
    oversightDevices,
    { query: { limit: 100, ...(houses.facilityId === null ? {} : { facilityId: houses.facilityId }) } },
    { refetchInterval: REFRESH_MS },
  );
  const codes = new Map(pages.rows.map((row) => [row.id, row.code]));
  const nameOf = (id: number) => houses.options.find((each) => each.value === id)?.label ?? `机构 ${id}`;
  const columns: Column<Device>[] = [
    { key: 'code', title: '设备编号', width: 140, fixedly: true, render: (row) => row.code },
    // Of one house every row would say the same.
    ...(houses.facilityId === null
      ? [{ key: 'facility', title: '机构', width: 200, render: (row: Device) => nameOf(row.facilityId) }]
      : []),
    { key: 'model', title: '型号', width: 160, render: (row) => row.model },
    {
      key: 'place',
      title: '房间床位',
      width: 130,
      render: (row) => [row.room, row.bed && `${row.bed} 床`].filter(Boolean).join(' ') || '—',
    },
    {
      key: 'condition',
      title: '状态',
      width: 160,
      fixedly: true,
      render: (row) => <Mark tone={CONDITIONS[row.condition].tone}>{CONDITIONS[row.condition].word}</Mark>,
    },
    {
      key: 'heard',
      title: '最近消息',
      width: 130,
      render: (row) => (row.heardAt ? ago(row.heardAt, now) : '还没有'),
    },
    { key: 'heartbeat', title: '心跳', width: 90, render: (row) => duration(row.heartbeatSeconds * 1000) },
    {
      key: 'parent',
      title: '上级网关',
      width: 130,
      render: (row) => (row.parentId === null ? '—' : (codes.get(row.parentId) ?? row.parentId)),
    },
    { key: 'life', title: '生命监护', width: 90, render: (row) => (row.life ? '是' : '否') },
    {
      key: 'style',
      title: '报文格式',
      width: 120,
      render: (row) => STYLE_NAMES[row.style as keyof typeof STYLE_NAMES] ?? row.style,
    },
  ];
  return (
    <>
      <PageHead
        title="设备"
        actions={
          may ? (
            <Button type="primary" onClick={() => setEnrolling(true)}>
              登记设备
            </Button>
          ) : null
        }
      />
      <DataTable<Device>
        name="devices"
        label="设备"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => setOpen(row.id)}
        filters={<HouseSelect houses={houses} all />}
        empty={
          houses.facilityId === null ? (
            <Empty title="还没有登记设备">
              <p>按“登记设备”，得到设备的密钥和二维码，贴在设备上。</p>
            </Empty>
          ) : (
            <NothingFound what="设备" reset={() => houses.choose(null)} />
          )
        }
      />
      <DetailDrawer param="open" title="设备">
        {(id) => {
          const device = pages.rows.find((row) => row.id === id);
          return device ? (
            <OneDevice
              device={device}
              house={nameOf(device.facilityId)}
              may={may}
              renewed={(credential) => setShown({ credential, code: device.code })}
            />
          ) : (
            <Empty title="现在的列表里没有这台设备">换一家机构，或再显示一些。</Empty>
          );
        }}
      </DetailDrawer>
      {enrolling ? (
        <EnrolDialog
          houses={houses}
          devices={pages.rows}
          done={(credential, code) => {
            setEnrolling(false);
            setShown({ credential, code });
          }}
          close={() => setEnrolling(false)}
        />
      ) : null}
      {shown ? <DeviceLabel {...shown} close={() => setShown(null)} /> : null}
    </>
  );
}

function OneDevice({
  device,
  house,
  may,
  renewed,
}: {
  device: Device;
  house: string;
  may: boolean;
  renewed(credential: Credential): void;
}) {
  const [maintaining, setMaintaining] = useState(false);
  const confirm = useConfirm();
  const renew = useCommand(oversightRenewCredential, [oversightDevices]);
  const change = async () => {
    const sure = await confirm({
      title: `更换 ${device.code} 的密钥？`,
      consequences: ['旧密钥 10 秒内失效，设备要用新密钥重新配置', '新密钥只显示这一次'],
      verb: '更换',
      danger: true,
    });
    if (sure)
      renew.mutate({ params: { id: device.id }, body: { version: device.version } }, { onSuccess: renewed });
  };
  return (
    <>
      <dl className="facts">
        <dt>设备编号</dt>
        <dd>{device.code}</dd>
        <dt>机构</dt>
        <dd>{house}</dd>
        <dt>状态</dt>
        <dd>
          <Mark tone={CONDITIONS[device.condition].tone}>{CONDITIONS[device.condition].word}</Mark>
          {device.outUntil ? (
            <>
              {' '}
              到 <When at={device.outUntil} />
            </>
          ) : null}
        </dd>
        <dt>最近消息</dt>
        <dd>
          <When at={device.heardAt} />
        </dd>
      </dl>
      {may ? (
        <div className="row">
          <Button onClick={() => setMaintaining(true)}>停用检修</Button>
          <Button loading={renew.isPending} onClick={() => void change()}>
            更换密钥
          </Button>
        </div>
      ) : null}
      <Problem problem={renew.error} />
      {maintaining ? <MaintainDialog id={device.id} close={() => setMaintaining(false)} /> : null}
    </>
  );
}
