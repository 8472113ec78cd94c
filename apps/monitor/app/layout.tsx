import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import '@heling/ui/tokens.css';
import '@heling/ui/base.css';
import '../src/wall.css';
import { ServerState } from '@heling/ui/react/server-state';
import { SignedIn } from '../src/signed-in';

export const metadata: Metadata = {
  title: '鹤龄 监护大屏',
  description: '鹤壁市养老机构监护大屏（演示数据）',
};
export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

/** The document of every page. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="zh-CN" data-theme="wall">
      <head>
        <link rel="stylesheet" href="/fonts/noto-sans-sc.css" />
      </head>
      <body>
        <ServerState>
          <SignedIn>{children}</SignedIn>
        </ServerState>
      </body>
    </html>
  );
}
