'use client';
import { Tabs } from 'antd';
import { PageHead } from '../parts/page-head';
import { useParam } from '../parts/use-param';
import { Tokens } from './tokens';
import { Webhooks } from './webhooks';

/** Other systems: tokens by which they call, and webhooks by which they are told. */
export function IntegrationsPage() {
  const [tab, setTab] = useParam('tab');
  return (
    <>
      <PageHead title="对接系统" sub={<a href="/openapi.json">接口说明（OpenAPI）</a>} />
      <Tabs
        activeKey={tab ?? 'tokens'}
        onChange={(key) => setTab(key === 'tokens' ? null : key, true)}
        destroyOnHidden
        items={[
          { key: 'tokens', label: '接口令牌', children: <Tokens /> },
          { key: 'webhooks', label: '事件推送', children: <Webhooks /> },
        ]}
      />
    </>
  );
}
