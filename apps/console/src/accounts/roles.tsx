'use client';
import { useState } from 'react';
import { Button, Select } from 'antd';
import type { Account } from '@heling/access/contract/accounts';
import { LONE_ROLES, ROLES, ROLE_NAMES, SEPARATED_ROLES, type Role } from '@heling/platform/contract/roles';
import { accessListAccounts, accessSetRoles, placesUnits } from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { usePlaceName } from '../filters/places';
import { DivisionSelect } from '../parts/division-select';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { OrgSelect } from '../providers/org-select';
import styles from './accounts.module.css';

type Scope = Account['scopes'][number];
const same = (a: Scope, b: Scope) => a.division === b.division && a.org === b.org && a.unit === b.unit;
const OFFERED = ROLES.filter((role) => role !== 'family');

/** Roles and where they hold; what would change is said before it is saved. */
export function Roles({ account, editable }: { account: Account; editable: boolean }) {
  const toasts = useToasts();
  const placeName = usePlaceName();
  const units = useCall(placesUnits, {});
  const [editing, setEditing] = useState(false);
  const [roles, setRoles] = useState<Role[]>(account.roles);
  const [scopes, setScopes] = useState<Scope[]>(account.scopes);
  const set = useCommand(accessSetRoles, [accessListAccounts]);
  const nameOf = (scope: Scope) =>
    scope.division
      ? placeName(scope.division)
      : scope.unit
        ? `管理单元 ${units.data?.items.find((each) => each.code === scope.unit)?.name ?? scope.unit}`
        : `服务商 ${scope.org}`;
  const add = (scope: Scope) => {
    if (!scopes.some((each) => same(each, scope))) setScopes([...scopes, scope]);
  };
  const apart = roles.filter((role) => SEPARATED_ROLES.includes(role)).length > 1;
  const alone = roles.length > 1 && roles.some((role) => LONE_ROLES.includes(role));
  const wrong = apart
    ? '系统管理员、安全管理员、审计员不能兼任'
    : alone
      ? '“监测大屏”长期不退出，只能单独授予'
      : undefined;
  const gained = roles.filter((role) => !account.roles.includes(role)).map((role) => ROLE_NAMES[role]);
  const lost = account.roles.filter((role) => !roles.includes(role)).map((role) => ROLE_NAMES[role]);
  const wider = scopes.filter((scope) => !account.scopes.some((each) => same(each, scope))).map(nameOf);
  const narrower = account.scopes.filter((scope) => !scopes.some((each) => same(each, scope))).map(nameOf);
  const changes = [
    gained.length > 0 && `新增角色：${gained.join('、')}`,
    lost.length > 0 && `去掉角色：${lost.join('、')}`,
    wider.length > 0 && `新增范围：${wider.join('、')}`,
    narrower.length > 0 && `去掉范围：${narrower.join('、')}`,
  ].filter((each) => each !== false);
  if (!editing) {
    return (
      <dl className="facts">
        <dt>角色</dt>
        <dd>{account.roleNames.join('、') || '还没有授权'}</dd>
        <dt>范围</dt>
        <dd>{account.scopes.map(nameOf).join('；') || '没有'}</dd>
        {editable && (
          <dd>
            <Button onClick={() => setEditing(true)}>改角色和范围</Button>
          </dd>
        )}
      </dl>
    );
  }
  return (
    <form
      className={styles.ask}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong || changes.length === 0) return;
        set.mutate(
          {
            params: { id: account.id },
            body: {
              version: account.version,
              roles,
              scopes: scopes.map((scope) =>
                scope.division
                  ? { division: scope.division }
                  : scope.unit
                    ? { unit: scope.unit }
                    : { org: scope.org ?? undefined },
              ),
            },
          },
          {
            onSuccess: () => {
              toasts.done('已授权，下一次操作起生效');
              setEditing(false);
            },
          },
        );
      }}
    >
      <Field label="角色" error={wrong}>
        {(ids) => (
          <Select
            id={ids.id}
            mode="multiple"
            maxCount={8}
            value={roles}
            options={OFFERED.map((role) => ({ value: role, label: ROLE_NAMES[role] }))}
            onChange={(next: Role[]) => setRoles(next)}
          />
        )}
      </Field>
      <div>
        <b>范围</b>
        {scopes.length === 0 && <span className="muted">　没有范围就看不到任何人的数据</span>}
        <ul>
          {scopes.map((scope, i) => (
            <li key={i}>
              {nameOf(scope)}{' '}
              <Button
                size="small"
                type="text"
                aria-label={`去掉 ${nameOf(scope)}`}
                onClick={() => setScopes(scopes.filter((each) => each !== scope))}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <div className="row">
        <DivisionSelect
          label="加一个区划"
          placeholder="加一个区划"
          value={undefined}
          onChange={(division) => division && add({ division, org: null, unit: null })}
        />
        <Select
          aria-label="加一个管理单元"
          placeholder="加一个管理单元"
          style={{ minWidth: 180 }}
          value={null}
          options={(units.data?.items ?? []).map((each) => ({ value: each.code, label: each.name }))}
          onChange={(unit: string | null) => unit && add({ division: null, org: null, unit })}
        />
        <OrgSelect
          kind="any"
          value={null}
          onChange={(org) => org && add({ division: null, org, unit: null })}
        />
      </div>
      {changes.length > 0 && (
        <ul className="consequences">
          {changes.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      <Problem problem={set.error} />
      <p className="row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={wrong !== undefined || changes.length === 0}
          loading={set.isPending}
        >
          授权
        </Button>
        <Button onClick={() => setEditing(false)}>取消</Button>
      </p>
    </form>
  );
}
