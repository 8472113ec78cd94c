'use client';
import { Button, Tabs } from 'antd';
import { TEXTURE_NAMES } from '@heling/orders/domain/menu';
import { kitchenSheet, kitchenSheetExport } from '@heling/ui/api.gen';
import { download } from '@heling/ui/client';
import { absolute, clock, dayLabel } from '@heling/ui/format';
import { label } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';
import { Mark, When } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { saveFile } from '../parts/save-file';
import { Answer, Empty } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useParam } from '../parts/use-param';
import { useLiveEvents } from '../shell/live';
import type { KitchenDayRow } from './model';
import { Rounds } from './rounds';
import styles from './kitchen.module.css';

/** One meal of one kitchen: the count sheet (备餐单) to print, and the rounds (送餐路线). */
export function KitchenDay({
  id,
  row,
  back,
}: {
  id: number;
  row: KitchenDayRow | undefined;
  back: () => void;
}) {
  const now = useNow(30_000);
  const toasts = useToasts();
  const [tab, setTab] = useParam('tab');
  const sheet = useCall(kitchenSheet, { params: { id } }, { refetchInterval: 60_000 });
  useLiveEvents(['order.', 'kitchen.'], () => void sheet.refetch());
  const head = sheet.data;
  const name = row?.orgName ?? head?.orgName;
  return (
    <>
      <div className={tab === 'rounds' ? '' : 'no-print'}>
        <PageHead
          title={head ? `${name} · ${dayLabel(head.day, now)}${label('meal', head.meal)}` : '供餐'}
          sub={row ? `送餐 ${clock(row.window.start)}–${clock(row.window.end)}` : undefined}
          actions={
            <>
              <Button onClick={back}>返回列表</Button>
              {tab !== 'rounds' && (
                <Button
                  onClick={() =>
                    download(kitchenSheetExport, { params: { id } }).then(saveFile, toasts.failed)
                  }
                >
                  导出
                </Button>
              )}
              <Button type="primary" onClick={() => window.print()}>
                打印{tab === 'rounds' ? '送餐路线' : '备餐单'}
              </Button>
            </>
          }
        />
      </div>
      <Tabs
        activeKey={tab === 'rounds' ? 'rounds' : 'sheet'}
        onChange={(key) => setTab(key === 'sheet' ? null : key, true)}
        items={[
          { key: 'sheet', label: '备餐单' },
          { key: 'rounds', label: '送餐路线' },
        ]}
        className="no-print"
      />
      {tab === 'rounds' ? (
        <Rounds id={id} org={row?.org ?? head?.org ?? null} day={row?.day ?? head?.day ?? null} />
      ) : (
        <Answer of={sheet}>
          {(data) => (
            <article className={styles.sheet}>
              <header>
                <h2>
                  备餐单　{data.orgName}　{data.day} {label('meal', data.meal)}
                </h2>
                <p>
                  {data.setAt ? (
                    <>
                      <Mark tone="ok">已定稿</Mark> <When at={data.setAt} />
                      ，与订单一致
                    </>
                  ) : (
                    <>
                      <Mark tone="p2">未截止</Mark> 目前的数，截止时间 <When at={data.cutoffAt} />
                      ，之后定稿
                    </>
                  )}
                  　截至 {absolute(data.asOf)}
                </p>
              </header>
              {data.rows.length === 0 ? (
                <Empty title="还没有人订这一餐">
                  <p>有订单后，这里按菜品和质地计数。</p>
                </Empty>
              ) : (
                <Count rows={data.rows} label="备餐数" total={`${data.portions} 份，${data.orders} 单`} />
              )}
              {data.cancelledAfter.length > 0 && (
                <>
                  <h3>定稿后取消：已备，不送</h3>
                  <Count rows={data.cancelledAfter} label="定稿后取消" />
                </>
              )}
              <footer className={styles.signs}>
                <span>备餐人：</span>
                <span>留样（每样不少于 125 克，48 小时）：</span>
                <span>复核人：</span>
              </footer>
            </article>
          )}
        </Answer>
      )}
    </>
  );
}

type SheetRow = { dishId: number; name: string; texture: keyof typeof TEXTURE_NAMES; quantity: number };
const TEXTURES = Object.keys(TEXTURE_NAMES) as (keyof typeof TEXTURE_NAMES)[];

/** Dishes down, textures across: what a cook reads from two metres. */
function Count({ rows, label: name, total }: { rows: readonly SheetRow[]; label: string; total?: string }) {
  const dishes = [...new Map(rows.map((row) => [row.dishId, row.name]))];
  const of = (dish: number | null, texture: string | null) =>
    rows
      .filter(
        (row) => (dish === null || row.dishId === dish) && (texture === null || row.texture === texture),
      )
      .reduce((sum, row) => sum + row.quantity, 0);
  return (
    <table className={styles.count} aria-label={name}>
      <thead>
        <tr>
          <th scope="col">菜品</th>
          {TEXTURES.map((texture) => (
            <th scope="col" key={texture}>
              {TEXTURE_NAMES[texture]}
            </th>
          ))}
          <th scope="col">合计</th>
        </tr>
      </thead>
      <tbody>
        {dishes.map(([dish, dishName]) => (
          <tr key={dish}>
            <th scope="row">{dishName}</th>
            {TEXTURES.map((texture) => (
              <td key={texture}>{of(dish, texture) || '·'}</td>
            ))}
            <td>
              <b>{of(dish, null)}</b>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">合计{total ? `（${total}）` : ''}</th>
          {TEXTURES.map((texture) => (
            <td key={texture}>{of(null, texture) || '·'}</td>
          ))}
          <td>
            <b>{of(null, null)}</b>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
