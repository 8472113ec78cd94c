import fc from 'fast-check';
import { checkDigit, exists, idFault, normaliseId, normalisePhone, readId } from '../src/domain/identity';
import { identityFault, priorityOf } from '../src/domain/registration';

const days = fc
  .date({ min: new Date('1890-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const numbers = fc
  .record({
    area: fc.integer({ min: 110000, max: 659999 }),
    day: days,
    order: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ area, day, order }) => {
    const body = `${area}${day.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
    return {
      number: body + checkDigit(body),
      day,
      sex: order % 2 === 1 ? ('male' as const) : ('female' as const),
    };
  });

describe('an ID number (GB 11643)', () => {
  it('tells birth and sex of its holder', () => {
    fc.assert(
      fc.property(numbers, ({ number, day, sex }) => {
        expect(readId(number)).toEqual({ area: number.slice(0, 6), birth: day, sex });
        expect(idFault(number, { birth: day, sex })).toBeNull();
        expect(idFault(number, { birth: day, sex: sex === 'male' ? 'female' : 'male' })).toBe('sexDiffers');
      }),
    );
  });

  it('is refused when one digit is mistyped', () => {
    fc.assert(
      fc.property(numbers, fc.nat(16), fc.integer({ min: 1, max: 9 }), ({ number }, at, by) => {
        const digit = (Number(number[at]) + by) % 10;
        const wrong = number.slice(0, at) + digit + number.slice(at + 1);
        expect(typeof readId(wrong)).toBe('string');
      }),
    );
  });

  it('is refused when two neighbouring digits are swapped', () => {
    fc.assert(
      fc.property(numbers, fc.nat(15), ({ number }, at) => {
        const [a, b] = [number[at]!, number[at + 1]!];
        fc.pre(a !== b);
        const wrong = number.slice(0, at) + b + a + number.slice(at + 2);
        expect(typeof readId(wrong)).toBe('string');
      }),
    );
  });

  it('is kept in one way of writing, whatever is typed', () => {
    fc.assert(
      fc.property(numbers, ({ number }) => {
        const spaced = ` ${number.slice(0, 6)} ${number.slice(6, 14)}-${number.slice(14).toLowerCase()} `;
        expect(normaliseId(spaced)).toBe(number);
      }),
    );
    expect(normaliseId('４１０６９９１９４００５０６００２ｘ')).toBe('41069919400506002X');
  });

  it.each([
    ['1940-02-29', true],
    ['1900-02-29', false],
    ['2000-02-29', true],
    ['1939-02-29', false],
    ['1940-04-31', false],
    ['1940-13-01', false],
  ])('knows whether %s is a day', (day, is) => {
    expect(exists(day)).toBe(is);
    const body = `410699${day.replaceAll('-', '')}001`;
    expect(typeof readId(body + checkDigit(body)) === 'object').toBe(is);
  });
});

describe('a telephone number', () => {
  it.each([
    ['138 1234 5678', '13812345678'],
    ['+86-138-1234-5678', '13812345678'],
    ['１５４１２３４５６７８', '15412345678'],
    ['0392-3312345', '03923312345'],
    ['3312345', '3312345'],
    ['12345', undefined],
    ['1381234567', undefined],
    ['abc', undefined],
  ])('%s is kept as %s', (typed, kept) => expect(normalisePhone(typed)).toBe(kept));
});

describe('an entry', () => {
  const today = '2026-03-10';
  it('needs a birthday that can be, and a number or a reason', () => {
    const person = { sex: 'male' as const, birth: '1940-05-06', noIdReason: 'lost' };
    expect(identityFault(person, today)).toBeNull();
    expect(identityFault({ ...person, birth: '2026-03-11' }, today)).toBe('birth');
    expect(identityFault({ ...person, birth: '1889-12-31' }, today)).toBe('birth');
    expect(identityFault({ ...person, noIdReason: undefined }, today)).toBe('idOrReason');
    expect(identityFault({ ...person, idNumber: '1' }, today)).toEqual({ idNumber: 'length' });
  });

  it('puts people into the groups that follow from age, living and ability', () => {
    const groups = (person: object, entered: Parameters<typeof priorityOf>[0] = []) =>
      priorityOf(entered, { birth: '1950-01-01', living: 'family', needLevel: null, ...person }, today);
    expect(groups({})).toEqual([]);
    expect(groups({ birth: '1946-03-10' })).toEqual(['veryOld']);
    expect(groups({ birth: '1946-03-11' })).toEqual([]);
    expect(groups({ living: 'alone' }, ['emptyNest', 'hardship'])).toEqual(['hardship', 'alone']);
    expect(groups({ needLevel: 'severe' })).toEqual(['disabled']);
    expect(groups({ needLevel: 'mild' }, ['disabled', 'dementia'])).toEqual(['dementia']);
    expect(groups({}, ['disabled'])).toEqual(['disabled']);
  });
});
