'use client';
import Link from 'next/link';
import { PageHead } from '../src/parts/page-head';
import { Empty } from '../src/parts/states';

export default function NotFound() {
  return (
    <>
      <PageHead title="没有这个页面" />
      <Empty title="地址可能写错了，或页面已经换了地方">
        <p>
          请回到 <Link href="/">今日工作台</Link>，或按 <kbd>Ctrl K</kbd> 查找。
        </p>
      </Empty>
    </>
  );
}
