'use client';
import { Button } from 'antd';
import { PageHead } from '../src/parts/page-head';
import { Empty } from '../src/parts/states';

/** A page that broke: drafts are in this tab's storage, so trying again loses nothing. */
export default function PageError({ reset }: { error: Error; reset(): void }) {
  return (
    <>
      <PageHead title="页面出错了" />
      <Empty title="已填写的内容都还在">
        <p>请重试；如果还是不行，请告诉系统管理员出错的时间和您在做的事。</p>
        <Button type="primary" onClick={reset}>
          重试
        </Button>
      </Empty>
    </>
  );
}
