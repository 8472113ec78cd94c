import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import '@heling/ui/tokens.css';
import '@heling/ui/base.css';
import '../src/parts/parts.css';
import { App } from '../src/app';
import { MODE_SCRIPT } from '../src/theme';

export const metadata: Metadata = {
  title: '鹤龄 家庭',
  description: '鹤壁市养老服务平台（演示数据）',
  manifest: '/family/manifest.webmanifest',
  icons: { icon: '/family/icon.svg', apple: '/family/icon-192.png' },
  appleWebApp: { capable: true, title: '鹤龄' },
};
export const viewport: Viewport = { width: 'device-width', initialScale: 1, themeColor: '#a03a08' };

/** The document of every page. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="zh-CN" data-theme="elder" suppressHydrationWarning>
      <head>
        <link rel="stylesheet" href="/fonts/noto-sans-sc.css" />
        <script dangerouslySetInnerHTML={{ __html: MODE_SCRIPT }} />
      </head>
      <body>
        <App>{children}</App>
      </body>
    </html>
  );
}
