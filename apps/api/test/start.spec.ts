import { startTestApp, type TestApp } from '@heling/platform/testing/app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ worker: true });
});
afterAll(() => app.close());

describe('the api as a process', () => {
  it('is alive, ready and describes itself', async () => {
    const nobody = app.nobody();
    expect((await nobody.raw('/health/live')).status).toBe(200);
    expect((await nobody.raw('/health/ready')).body).toEqual({ status: 'ok', postgres: 'ok', redis: 'ok' });
    expect((await nobody.raw('/metrics')).text).toContain('heling_outbox_waiting 0');
    expect((await nobody.raw('/openapi')).text).toContain('鹤龄接口说明');
  });
});
