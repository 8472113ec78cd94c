import { countsAt, stateAt, type PastAlarm } from '@heling/oversight/domain/wall-history';

const fall: PastAlarm = {
  facilityId: 1,
  priority: 'P0',
  course: [
    { at: 100, state: 'active-unacked' },
    { at: 160, state: 'active-acked' },
    { at: 300, state: 'closed' },
  ],
};
const battery: PastAlarm = {
  facilityId: 1,
  priority: 'P3',
  course: [
    { at: 120, state: 'active-unacked' },
    { at: 200, state: 'shelved' },
  ],
};

describe('the wall at an instant of the past', () => {
  it('knows the state that held, from its instant on', () => {
    expect([99, 100, 159, 160, 299, 300].map((at) => stateAt(fall, at))).toEqual([
      null,
      'active-unacked',
      'active-unacked',
      'active-acked',
      'active-acked',
      'closed',
    ]);
  });

  it('counts what asked for somebody then', () => {
    expect(countsAt([fall, battery], 150).get(1)).toEqual({ p0: 1, p1: 0, p2: 0, p3: 1, unacked: 2 });
    expect(countsAt([fall, battery], 250).get(1)).toEqual({ p0: 1, p1: 0, p2: 0, p3: 0, unacked: 0 });
    expect(countsAt([fall, battery], 400).size).toBe(0);
  });
});
