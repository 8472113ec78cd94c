import { PayloadFault, type Said } from '@heling/oversight/domain/adapters/adapter';
import { STYLES, type Style } from '@heling/oversight/domain/adapters/styles';
import { gapsOf } from '@heling/oversight/domain/policy';
import { frameOf } from './support';

const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const faultOf = (style: Style, payload: Uint8Array) => {
  try {
    STYLES[style](payload);
  } catch (error) {
    if (error instanceof PayloadFault) return error.reason;
  }
  return 'none';
};
const fall: Said = {
  type: 'raise',
  kind: 'fall',
  epoch: 3,
  seq: 7,
  eventAt: Date.parse('2026-11-24T00:00:00Z'),
  readings: { heartRate: 62, breathing: 14 },
};

describe('payload styles', () => {
  it('say the same of the same fall', () => {
    const own = bytes({
      ...{ type: 'raise', kind: 'fall', boot: 3, seq: 7, at: '2026-11-24T08:00:00+08:00' },
      readings: { heartRate: 62, breathing: 14 },
    });
    const flat = bytes({
      evt: 'FALL',
      up: 3,
      cnt: 7,
      ts: Date.parse('2026-11-24T00:00:00Z') / 1000,
      hr: 62,
      br: 14,
    });
    const frame = frameOf({
      type: 1,
      kind: 0,
      boot: 3,
      seq: 7,
      seconds: fall.eventAt! / 1000,
      heart: 62,
      breath: 14,
    });
    expect(STYLES.heling(own)).toEqual([fall]);
    expect(STYLES.flat(flat)).toEqual([fall]);
    expect(STYLES.frame(frame)).toEqual([fall]);
  });

  it('read a buffer of several, and a heartbeat without anything else', () => {
    const beat = { type: 'heartbeat', boot: 1, seq: 1 };
    expect(STYLES.heling(bytes([beat, { ...beat, seq: 2 }])).map((each) => each.seq)).toEqual([1, 2]);
    expect(STYLES.flat(bytes({ evt: 'HB', up: 0, cnt: 0 }))).toEqual([
      { type: 'heartbeat', kind: null, epoch: 0, seq: 0, eventAt: null, readings: null },
    ]);
  });

  it('name what is wrong', () => {
    const damaged = frameOf({ type: 1, kind: 0, boot: 1, seq: 1, seconds: 0, heart: 0, breath: 0 });
    damaged[9] = 99;
    expect([
      faultOf('heling', bytes('{')),
      faultOf('heling', bytes({ type: 'raise', kind: 'silent', boot: 1, seq: 1 })),
      faultOf('heling', bytes({ type: 'raise', kind: 'fall', boot: 1 })),
      faultOf('heling', bytes({ type: 'raise', kind: 'fall', boot: 1, seq: 1, at: 'yesterday' })),
      faultOf('flat', bytes({ evt: 'DANCE', up: 1, cnt: 1 })),
      faultOf('flat', bytes('[]')),
      faultOf('frame', bytes('HL')),
      faultOf('frame', damaged),
    ]).toEqual([
      'not-json',
      'unknown-kind',
      'missing-field',
      'missing-field',
      'unknown-kind',
      'not-json',
      'bad-frame',
      'bad-checksum',
    ]);
  });
});

describe('gaps of a roster', () => {
  it('are what no shift covers', () => {
    const shifts = [
      { from: 10, to: 20 },
      { from: 0, to: 5 },
      { from: 15, to: 30 },
    ];
    expect(gapsOf(0, 40, shifts)).toEqual([
      { from: 5, to: 10 },
      { from: 30, to: 40 },
    ]);
    expect(gapsOf(0, 40, [])).toEqual([{ from: 0, to: 40 }]);
    expect(gapsOf(12, 28, shifts)).toEqual([]);
  });
});
