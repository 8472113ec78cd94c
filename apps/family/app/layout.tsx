import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import '@heling/ui/tokens.css';
import '@heling/ui/base.css';
import { App } from '../src/app';

export const metadata: Metadata = { title: '鹤龄', description: '鹤壁市养老服务平台（演示数据）' };
export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

/** The document of every page. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="zh-CN" data-theme="elder">
      <head>
        <link rel="stylesheet" href="/fonts/noto-sans-sc.css" />
      </head>
      <body>
        <App>{children}</App>
      </body>
    </html>
  );
}
