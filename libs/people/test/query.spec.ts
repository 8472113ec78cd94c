import fc from 'fast-check';
import { addressGrams, gramsOf, nameGrams, type Gram } from '../src/domain/grams';
import { nameReadings } from '../src/domain/pinyin';
import { gramChoices, matchesOf, recognise, type Word } from '../src/domain/query';
import { maskPhone } from '@heling/platform/domain/mask';
import { maskAddress, maskIdNumber, maskName } from '../src/domain/person';

const key = ({ kind, gram }: Gram) => `${kind} ${gram}`;
const only = (typed: string): Word => {
  const words = recognise(typed);
  if (typeof words === 'string' || words.length !== 1) throw new Error(`${typed} is not one word`);
  return words[0]!;
};
const SURNAMES = [...'王李张刘陈单解曾仇区欧盖'];
const GIVEN = [...'秀英桂兰芳华乐红长行玉珍国强建军明文贵荣'];
const names = fc
  .tuple(fc.constantFrom(...SURNAMES), fc.array(fc.constantFrom(...GIVEN), { minLength: 1, maxLength: 3 }))
  .map(([first, rest]) => first + rest.join(''));
const addresses = fc
  .tuple(
    fc.constantFrom('长风中路', '山城路', '朝歌路', '大李庄村', '河南省鹤壁市鹤山区红旗街'),
    fc.integer({ min: 1, max: 320 }),
    fc.constantFrom('号院3号楼2单元501', '号', '号附2号', '号金色家园8号楼'),
  )
  .map(([road, number, rest]) => `${road}${number}${rest}`);

describe('what is typed in the search box', () => {
  it.each([
    ['410602 19440101 001x', 'idNumber', '41060219440101001X'],
    ['138 1234 5678', 'phone', '13812345678'],
    ['0392-3312345', 'phone', '03923312345'],
    ['ZhangXM', 'latin', 'zhangxm'],
    ["xi'an", 'latin', 'xian'],
    ['张小明', 'text', '张小明'],
    ['河南省鹤壁市长风路', 'text', '长风路'],
  ])('%s is %s', (typed, kind, text) => expect(only(typed)).toEqual({ kind, text }));

  it.each([
    ['张', 'tooShort'],
    ['z', 'tooShort'],
    ['  ', 'tooShort'],
    ['1381234', 'partOfNumber'],
    ['a b c d', 'tooManyWords'],
    ['王 小明', 'tooShort'],
  ])('%s is refused: %s', (typed, fault) => expect(recognise(typed)).toBe(fault));

  it('has several words, each of its kind', () => {
    expect(recognise('wang 长风路，秀英')).toEqual([
      { kind: 'latin', text: 'wang' },
      { kind: 'text', text: '长风路' },
      { kind: 'text', text: '秀英' },
    ]);
  });
});

describe('search tokens', () => {
  it('find whoever matches: any part of a name, any beginning of a reading, any part of an address', () => {
    fc.assert(
      fc.property(
        names,
        addresses,
        fc.nat(20),
        fc.integer({ min: 2, max: 14 }),
        (name, address, from, length) => {
          const kept = new Set(gramsOf(name, address).map(key));
          const typed = [
            name.slice(from % (name.length - 1), (from % (name.length - 1)) + Math.max(2, length)),
            address.slice(from % address.length, (from % address.length) + length),
            ...nameReadings(name).flatMap((syllables) => [
              syllables.join('').slice(0, length),
              syllables.map((each) => each[0]).join(''),
            ]),
          ];
          for (const each of typed) {
            const words = recognise(each);
            if (typeof words === 'string') continue;
            for (const word of words) {
              const matches = matchesOf(word, { name, address });
              const choices = gramChoices(word);
              if (matches.length === 0 || choices.length === 0) continue;
              const found = choices.filter((grams) => grams.every((gram) => kept.has(key(gram))));
              const hit = found.flatMap((grams) => grams.map((gram) => gram.kind));
              // Every way in which the word matches, and that can be looked for, is found by its tokens.
              const sought = choices.flatMap((grams) => grams.map((gram) => gram.kind));
              for (const match of matches) if (sought.includes(match)) expect(hit).toContain(match);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are few', () => {
    fc.assert(
      fc.property(names, addresses, (name, address) => {
        expect(gramsOf(name, address).length).toBeLessThanOrEqual(64);
      }),
    );
    expect(gramsOf('张小明', '中山路12号院3号楼2单元501室').length).toBeLessThanOrEqual(20);
  });

  it('know the readings of surnames, and several of a character', () => {
    expect(nameReadings('单红')[0]).toEqual(['shan', 'hong']);
    expect(nameReadings('解玉兰')[0]![0]).toBe('xie');
    expect(nameReadings('王乐').map((each) => each.join(''))).toEqual(['wangle', 'wangyue']);
    expect(nameReadings('吕丽').map((each) => each.join(''))).toContain('lvli');
    expect(nameReadings('买买提·艾力')[0]!.join('')).toBe('maimaitiaili');
  });

  it('leave out what every address holds, and a number that is still being typed', () => {
    expect(addressGrams('长风中路12号院3号楼')).toEqual(['长风', '风中', '中路', '路12', '院3']);
    expect(addressGrams('长风中路12', true)).toEqual(['长风', '风中', '中路']);
    expect(nameGrams('王 芳')).toEqual(['王芳']);
  });
});

describe('masks', () => {
  it('keep what is needed to recognise, and no more', () => {
    expect(['张三', '张小明', '欧阳娜娜', '王'].map(maskName)).toEqual(['张*', '张*明', '欧**娜', '王']);
    expect(['13812345678', '3312345'].map(maskPhone)).toEqual(['138****5678', '****45']);
    expect(maskIdNumber('41069919400506002X')).toBe('4106************2X');
    expect(['长风中路12号', '12号院', '大李庄村五组'].map(maskAddress)).toEqual([
      '长风中路***',
      '***',
      '大李庄村***',
    ]);
  });
});
