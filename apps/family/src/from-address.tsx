import { Suspense, type ReactNode } from 'react';
import { Skeleton } from './parts/basics';
import { Page } from './parts/page';

/**
 * Around a page that reads what stands behind the question mark, which the exported file cannot know: it is drawn in
 * the browser only. Other pages have no such boundary, for inside one they would be hydrated after their data came.
 */
export function FromAddress({ children }: { children: ReactNode }) {
  return (
    <Suspense
      fallback={
        <Page title="鹤龄">
          <Skeleton />
        </Page>
      }
    >
      {children}
    </Suspense>
  );
}
