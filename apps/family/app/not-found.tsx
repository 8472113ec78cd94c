'use client';
import { Go, Notice } from '../src/parts/basics';
import { Page } from '../src/parts/page';

export default function NotFound() {
  return (
    <Page title="鹤龄">
      <Notice title="没有这个页面">
        <span>地址可能写错了。</span>
      </Notice>
      <Go look="primary" to="/">
        回首页
      </Go>
    </Page>
  );
}
