'use client';
import type { Output } from '@heling/platform/contract/route';
import type { quarantineRoute } from '@heling/oversight/contract/devices';
import { oversightQuarantine } from '@heling/ui/api.gen';
import { count } from '@heling/ui/format';
import { HouseSelect } from '../duty/house-select';
import { useHouses } from '../duty/use-houses';
import { DataTable, type Column } from '../parts/data-table';
import { When } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty } from '../parts/states';
import { usePages } from '../parts/use-pages';

type Row = Output<typeof quarantineRoute>['items'][number];
/** Why a message was not taken, and what to do about it. */
const REASONS: Record<string, string> = {
  'not-json': '不是 JSON：核对设备的报文格式',
  'bad-frame': '帧格式不对：核对设备的报文格式',
  'bad-checksum': '校验和不对：检查线路和固件',
  'missing-field': '缺少字段或数值不对：核对固件版本',
  'unknown-kind': '没有这种报警：核对设备型号',
  'too-large': '消息太大：检查设备配置',
  'too-many': '发得太快：检查设备是否故障',
};

/** Messages that could not be taken (隔离区), with the reason and how often. */
export function QuarantinePage() {
  const houses = useHouses();
  const pages = usePages(oversightQuarantine, {
    query: { limit: 100, ...(houses.facilityId === null ? {} : { facilityId: houses.facilityId }) },
  });
  const nameOf = (id: number) => houses.options.find((each) => each.value === id)?.label ?? `机构 ${id}`;
  const columns: Column<Row>[] = [
    { key: 'last', title: '最近一次', width: 150, fixedly: true, render: (row) => <When at={row.lastAt} /> },
    { key: 'facility', title: '机构', width: 200, render: (row) => nameOf(row.facilityId) },
    { key: 'code', title: '设备', width: 130, fixedly: true, render: (row) => row.code },
    {
      key: 'reason',
      title: '原因',
      width: 280,
      fixedly: true,
      render: (row) => REASONS[row.reason] ?? row.reason,
    },
    { key: 'count', title: '次数', width: 90, align: 'right', render: (row) => count(row.count) },
    {
      key: 'sample',
      title: '最近一条的开头',
      width: 360,
      render: (row) => <code>{row.sample.slice(0, 120)}</code>,
    },
  ];
  return (
    <>
      <PageHead title="收不下的消息" />
      <DataTable<Row>
        name="quarantine"
        label="收不下的消息"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        filters={<HouseSelect houses={houses} all />}
        empty={
          <Empty title="没有收不下的消息">
            <p>设备发来的消息都读懂了。读不懂的会带着原因列在这里。</p>
          </Empty>
        }
      />
    </>
  );
}
