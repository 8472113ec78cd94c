import AxeBuilder from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { chromium as launcher, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { TestApp } from './app';
import type { TestClient } from './client';

/** A real Chromium (from npm) for the screens. */
export interface TestBrowser {
  /** A tab signed in as this client (or as nobody), on a screen of `width` × `height` px. */
  open(app: TestApp, client?: TestClient, size?: { width: number; height: number }): Promise<Tab>;
  close(): Promise<void>;
}

export interface Tab {
  page: Page;
  context: BrowserContext;
  /** Goes to a path of the api's origin and waits until the network is quiet. */
  go(path: string): Promise<void>;
  /** What the page has complained of so far: console errors, failed scripts, refused by the policy. Should be empty. */
  complaints: string[];
  /** Serious and critical violations that axe finds on the page as it stands; should be empty. */
  violations(): Promise<string[]>;
}

// Without the background switches Chromium looks for hosts that a closed network does not have.
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(): Promise<TestBrowser> {
  const browser: Browser = await launcher.launch({
    executablePath: await chromium.executablePath(),
    args: SWITCHES,
  });
  return {
    open: async (app, client, size = { width: 1920, height: 1080 }) => {
      const phone = size.width < 500;
      const context = await browser.newContext({
        viewport: size,
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        baseURL: app.url,
        isMobile: phone,
        hasTouch: phone,
        reducedMotion: 'reduce',
      });
      if (client) {
        const [name, value] = client.cookie.split('=');
        await context.addCookies([{ name: name!, value: value!, url: app.url }]);
      }
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        // A refusal of the api that the page shows to its user is no fault of the page.
        const refusal = /Failed to load resource: the server responded with a status of 4\d\d/.test(
          message.text(),
        );
        if (message.type() === 'error' && !refusal) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      return {
        page,
        context,
        complaints,
        go: async (path) => {
          await page.goto(path);
          // socket.io keeps the network busy: quiet means that no request of the page is under way.
          await page.waitForLoadState('load');
          await page.waitForFunction(() => {
            const { document } = globalThis as unknown as { document: { fonts: { status: string } } };
            return document.fonts.status === 'loaded';
          });
        },
        violations: async () => {
          // The pages have no frames, so the page that axe opens to gather their results is not needed.
          const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
          const { violations } = await axe.analyze();
          return violations
            .filter((each) => each.impact === 'serious' || each.impact === 'critical')
            .map(
              (each) =>
                `${each.id}: ${each.help} (${each.nodes
                  .map((node) => node.target.join(' '))
                  .slice(0, 3)
                  .join('; ')})`,
            );
        },
      };
    },
    close: () => browser.close(),
  };
}
