import { enrolDeviceRoute, ingestRoute } from '@heling/oversight/contract/devices';
import { alarmQueueRoute } from '@heling/oversight/contract/alarms';
import { addDutyShiftRoute } from '@heling/oversight/contract/duty';
import { startTestApp, type TestApp } from '@heling/platform/testing/app';
import { openBrowser, type TestBrowser } from '@heling/platform/testing/browser';

let app: TestApp;
let browser: TestBrowser;
beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp({ worker: true }), openBrowser()]);
  await app.db.query(`
    INSERT INTO facilities (id, kind, name, division, lng, lat, address, phone, area, beds, places, opens, licence,
      licence_until, fire_permit_until)
    VALUES (1, 'nursingHome', '松鹤养老院', '410602001001', 114.1, 35.9, '一号', '0392-1', 900, 50, 20, '全天', 'L',
      '2030-01-01', '2030-01-01')`);
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

describe('the demonstration phone', () => {
  it('shows the alarm that would have rung, and acknowledges it as whoever was called', async () => {
    const city = await app.as('city');
    const nurse = await app.as('institutionDuty');
    const time = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    await city.call(addDutyShiftRoute, {
      body: {
        ...{ facilityId: 1, duty: 'nurse', accountId: nurse.accountId, name: '李敏', phone: '13800001111' },
        ...{ startsAt: time(-1), endsAt: time(7) },
      },
    });
    // In force since a while: the api takes none that begins in the past.
    await app.db.query(
      `INSERT INTO escalation_policies (facility_id, division, starts_at, rules, receipt_seconds)
       VALUES (1, '410602001001', now() - interval '1 hour', $1, 300)`,
      [JSON.stringify({ P0: { steps: [{ afterSeconds: 0, to: 'nurse', channels: ['sms'] }] } })],
    );
    const { credential } = await city.call(enrolDeviceRoute, {
      body: {
        ...{ facilityId: 1, code: 'bed1', model: '床垫', style: 'heling', life: true },
        ...{ room: '302', heartbeatSeconds: 3600 },
      },
    });
    const payload = Buffer.from(JSON.stringify({ type: 'raise', kind: 'fall', boot: 1, seq: 1 }));
    await app.nobody().call(ingestRoute, {
      body: { institution: 1, device: 'bed1', credential, payload: payload.toString('base64') },
    });
    const tab = await browser.open(app, undefined, { width: 360, height: 780 });
    await tab.go('/family/phone/');
    await tab.page.getByLabel('手机号').fill('13800001111');
    const calls = tab.page.getByRole('region', { name: '报警呼叫' });
    await calls.getByText('■ 紧急 松鹤养老院 302 跌倒').waitFor();
    await tab.page.getByText('【照护报警】').waitFor();
    expect(await tab.violations()).toEqual([]);
    const folder = process.env.HELING_PICTURES;
    if (folder) await tab.page.screenshot({ path: `${folder}/phone.png` });
    await calls.getByRole('button', { name: '按 1 确认，我来处理' }).click();
    await calls.getByText('您已确认').waitFor();
    const { items } = await city.call(alarmQueueRoute, { query: {} });
    expect(items).toMatchObject([{ state: 'active-acked', ackedById: nurse.accountId }]);
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  });
});
