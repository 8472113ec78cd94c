import type { Role } from '@heling/platform/contract/roles';
import type { TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';
import { placesFor } from '../src/shell/tasks';
import { deskTab, enter, startDesk } from './desk';

let app: TestApp;
let browser: TestBrowser;
beforeAll(async () => {
  [app, browser] = await Promise.all([startDesk(), openBrowser()]);
  await enter(await app.as('city'), { name: '王秀英' });
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** Pages that another role has opened already; the home page differs by role. */
const opened = new Set<string>();

describe('every page of the console', () => {
  it.each<Role>(['city', 'auditor', 'systemAdmin', 'allowanceClerk'])(
    'opens for the %s without a complaint and without a barrier',
    async (role) => {
      const tab = await deskTab(browser, app, await app.as(role));
      const found: string[] = [];
      // The others are opened from a list, by an id.
      for (const place of placesFor([role]).filter((each) => each.listed)) {
        if (opened.has(place.path)) continue;
        if (place.path !== '/') opened.add(place.path);
        await tab.go(`/console${place.path}`);
        await tab.page.getByRole('heading', { level: 1 }).waitFor();
        await tab.page.locator('.waiting').first().waitFor({ state: 'detached' });
        for (const each of await tab.violations()) found.push(`${place.path} ${each}`);
        for (const each of tab.complaints.splice(0)) found.push(`${place.path} ${each}`);
      }
      expect(found).toEqual([]);
    },
    240_000,
  );
});
