'use client';
import { Tabs } from 'antd';
import { PageHead } from '../parts/page-head';
import { useIdParam, useParam } from '../parts/use-param';
import { OrgSelect } from '../providers/org-select';
import { useMe } from '../shell/me';
import { Areas } from './areas';
import { DispatchSettings } from './dispatch-settings';
import { Dishes } from './dishes';
import { Policies } from './policies';
import { Prices } from './prices';
import { Services } from './services';
import { Weeks } from './weeks';

/** The menu (服务菜单): services, prices by date, areas, dishes, weekly kitchen menus, policy data by date. */
export function MenuPage() {
  const me = useMe();
  const [tab, setTab] = useParam('tab');
  const [chosen, setOrg] = useIdParam('org');
  const org = chosen ?? me.org;
  return (
    <>
      <PageHead
        title="菜单价格"
        actions={<OrgSelect kind="any" value={org} onChange={(id) => setOrg(id, true)} />}
      />
      <Tabs
        activeKey={tab ?? 'services'}
        onChange={(key) => setTab(key === 'services' ? null : key, true)}
        destroyOnHidden
        items={[
          { key: 'services', label: '服务项目', children: <Services /> },
          { key: 'prices', label: '价目表', children: <Prices org={org} /> },
          { key: 'areas', label: '服务区域', children: <Areas org={org} /> },
          { key: 'dishes', label: '菜品', children: <Dishes org={org} /> },
          { key: 'weeks', label: '每周菜单', children: <Weeks org={org} /> },
          { key: 'policies', label: '政策数据', children: <Policies /> },
          { key: 'dispatch', label: '派单设置', children: <DispatchSettings /> },
        ]}
      />
    </>
  );
}
