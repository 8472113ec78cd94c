'use client';
import { useState } from 'react';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { dishListRoute } from '@heling/orders/contract/menu';
import { ALLERGEN_NAMES, TEXTURE_NAMES } from '@heling/orders/domain/menu';
import { ordersDishList, ordersSaveDish } from '@heling/ui/api.gen';
import { fenOf } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { DataTable, type Column } from '../parts/data-table';
import { Field } from '../parts/field';
import { Mark, Money } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useMay, useMe } from '../shell/me';

type Row = Output<typeof dishListRoute>['items'][number];
type Texture = keyof typeof TEXTURE_NAMES;
type Allergen = keyof typeof ALLERGEN_NAMES;

/** The dishes of a kitchen with textures, allergens and nutrition. */
export function Dishes({ org }: { org: number | null }) {
  const maySet = useMay(['city', 'county', 'providerManager']);
  const [editing, setEditing] = useState<Row | 'new' | null>(null);
  const dishes = useCall(ordersDishList, { query: { org: org ?? 0 } }, { enabled: org !== null });
  if (org === null) return <Empty title="先在右上角选助餐点" />;
  const columns: Column<Row>[] = [
    { key: 'name', title: '菜品', width: 200, fixedly: true, render: (row) => row.name },
    {
      key: 'price',
      title: '价格',
      width: 100,
      align: 'right',
      fixedly: true,
      render: (row) => <Money fen={row.price} />,
    },
    {
      key: 'textures',
      title: '质地',
      width: 200,
      render: (row) => row.textures.map((each) => TEXTURE_NAMES[each]).join('、'),
    },
    {
      key: 'allergens',
      title: '过敏原',
      width: 200,
      render: (row) =>
        row.allergens.length === 0 ? (
          <span className="muted">没有</span>
        ) : (
          <Mark tone="p2">{row.allergens.map((each) => ALLERGEN_NAMES[each]).join('、')}</Mark>
        ),
    },
    { key: 'kcal', title: '热量', width: 100, align: 'right', render: (row) => `${row.kcal} 千卡` },
    { key: 'protein', title: '蛋白质', width: 90, align: 'right', render: (row) => `${row.protein} 克` },
    { key: 'salt', title: '钠', width: 100, align: 'right', render: (row) => `${row.saltMg} 毫克` },
    {
      key: 'active',
      title: '状态',
      width: 90,
      render: (row) => (row.active ? <Mark tone="ok">在用</Mark> : <Mark tone="unknown">停用</Mark>),
    },
    {
      key: 'edit',
      title: '操作',
      width: 80,
      render: (row) =>
        maySet && (
          <Button size="small" onClick={() => setEditing(row)}>
            修改
          </Button>
        ),
    },
  ];
  return (
    <>
      {editing && (
        <DishForm
          key={editing === 'new' ? 'new' : `${editing.id}:${editing.version}`}
          org={org}
          dish={editing === 'new' ? null : editing}
          onDone={() => setEditing(null)}
        />
      )}
      <DataTable<Row>
        name="dishes"
        label="菜品"
        rows={dishes.data?.items ?? []}
        rowKey={(row) => row.id}
        columns={columns}
        loading={dishes.isPending}
        problem={dishes.error}
        retry={() => void dishes.refetch()}
        empty={
          <Empty title="这里还没有菜品">
            <p>只有助餐点有菜品；先加菜品，再排每周菜单。</p>
          </Empty>
        }
        actions={
          maySet && (
            <Button type="primary" onClick={() => setEditing('new')}>
              新增菜品
            </Button>
          )
        }
      />
    </>
  );
}

function DishForm({ org, dish, onDone }: { org: number; dish: Row | null; onDone: () => void }) {
  const me = useMe();
  const toasts = useToasts();
  const [draft, setDraft, clear] = useDraft(
    `dish:${me.accountId}:${dish ? `${dish.id}:${dish.version}` : `new:${org}`}`,
    dish
      ? { ...dish, price: (dish.price / 100).toFixed(2) }
      : {
          name: '',
          price: '',
          textures: ['normal'] as Texture[],
          allergens: [] as Allergen[],
          kcal: 600,
          protein: 20,
          saltMg: 900,
          active: true,
        },
  );
  const save = useCommand(ordersSaveDish, [ordersDishList]);
  const put = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const fen = fenOf(draft.price);
  const missing = !draft.name.trim() || fen === null || draft.textures.length === 0;
  const number = (label: string, name: 'kcal' | 'protein' | 'saltMg', max: number) => (
    <Field label={label}>
      {(ids) => (
        <InputNumber
          {...ids}
          min={0}
          max={max}
          precision={0}
          value={draft[name]}
          onChange={(value) => put({ [name]: value ?? 0 })}
        />
      )}
    </Field>
  );
  return (
    <Panel title={dish ? '修改菜品' : '新增菜品'}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (missing) return;
          save.mutate(
            {
              body: {
                ...(dish ? { id: dish.id, version: dish.version } : {}),
                org,
                name: draft.name,
                price: fen,
                textures: draft.textures,
                allergens: draft.allergens,
                kcal: draft.kcal,
                protein: draft.protein,
                saltMg: draft.saltMg,
                active: draft.active,
              },
            },
            {
              onSuccess: () => {
                clear();
                toasts.done('已保存');
                onDone();
              },
            },
          );
        }}
      >
        <div className="fields">
          <Field label="菜名" required>
            {(ids) => (
              <Input
                {...ids}
                value={draft.name}
                maxLength={40}
                onChange={(event) => put({ name: event.target.value })}
              />
            )}
          </Field>
          <Field
            label="价格（元）"
            required
            error={draft.price && fen === null ? '请填金额，如 12 或 12.50' : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                inputMode="decimal"
                value={draft.price}
                onChange={(event) => put({ price: event.target.value })}
              />
            )}
          </Field>
          <Field label="质地" required>
            {(ids) => (
              <Select
                id={ids.id}
                mode="multiple"
                value={draft.textures}
                options={Object.entries(TEXTURE_NAMES).map(([value, label]) => ({
                  value: value as Texture,
                  label,
                }))}
                onChange={(textures: Texture[]) => put({ textures })}
              />
            )}
          </Field>
          <Field label="过敏原" hint="漏填会让过敏的老人吃到，请逐项核对">
            {(ids) => (
              <Select
                id={ids.id}
                mode="multiple"
                value={draft.allergens}
                options={Object.entries(ALLERGEN_NAMES).map(([value, label]) => ({
                  value: value as Allergen,
                  label,
                }))}
                onChange={(allergens: Allergen[]) => put({ allergens })}
              />
            )}
          </Field>
          {number('热量（千卡）', 'kcal', 3000)}
          {number('蛋白质（克）', 'protein', 300)}
          {number('钠（毫克）', 'saltMg', 20_000)}
          <Checkbox checked={draft.active} onChange={(event) => put({ active: event.target.checked })}>
            在用
          </Checkbox>
        </div>
        <Problem problem={save.error} />
        <p className="row">
          <Button type="primary" htmlType="submit" disabled={missing} loading={save.isPending}>
            保存
          </Button>
          <Button
            onClick={() => {
              clear();
              onDone();
            }}
          >
            取消
          </Button>
        </p>
      </form>
    </Panel>
  );
}
