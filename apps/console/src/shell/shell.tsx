'use client';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { Suspense, type ReactNode } from 'react';
import { Frame } from './frame';
import { LiveProvider } from './live';
import { RequireStaff } from './require-staff';
import { theme } from './theme';
import './shell.css';
import '../parts/parts.css';

/** Everything around the pages of signed-in staff. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <ConfigProvider
      locale={zhCN}
      theme={theme}
      button={{ autoInsertSpace: false }}
      // Every choice is found by typing its word.
      select={{ showSearch: { optionFilterProp: 'label' } }}
    >
      <App component={false}>
        <Suspense>
          <RequireStaff>
            <LiveProvider>
              <Frame>{children}</Frame>
            </LiveProvider>
          </RequireStaff>
        </Suspense>
      </App>
    </ConfigProvider>
  );
}
