import { guessMapping } from '../src/domain/import-fields';
import { dayOf, readRow, type RowSetting } from '../src/domain/import-row';
import { idNumberOf } from './support';

const setting: RowSetting = {
  mapping: {
    name: 0,
    idNumber: 1,
    birth: 2,
    sex: 3,
    division: 4,
    address: 5,
    living: 6,
    conditions: 7,
    allergies: 8,
    noIdReason: 9,
  },
  today: '2026-03-10',
  within: ['410602'],
  home: null,
  communityOf: (text) => ({ 大湖社区: '410602001001', 泰山社区: '410611001001' })[text],
};
const row = (...cells: string[]) => readRow(cells, setting);
const id = idNumberOf('1940-02-29', 'female', 3);

describe('a row of a list', () => {
  it('is read with the words of offices; what the number tells need not be written', () => {
    expect(
      row(
        '王秀英',
        id.toLowerCase(),
        '',
        '',
        '大湖社区',
        '长风路1号',
        '独居',
        '高血压、糖尿病',
        '海鲜；花生',
      ),
    ).toEqual({
      person: {
        name: '王秀英',
        idNumber: id,
        birth: '1940-02-29',
        sex: 'female',
        division: '410602001001',
        address: '长风路1号',
        living: 'alone',
        priority: [],
        conditions: ['hypertension', 'diabetes'],
        allergies: ['shellfish', 'peanut'],
      },
    });
  });

  it('tells every problem at once', () => {
    expect(row('', '', '1940-02-30', '未知', '某社区', '=A1', '')).toEqual({
      problems: [
        { code: 'needed', field: 'name' },
        { code: 'formula', field: 'address' },
        { code: 'division', field: 'division' },
        { code: 'birth', field: 'birth' },
        { code: 'sex', field: 'sex' },
        { code: 'idOrReason', field: 'idNumber' },
        { code: 'needed', field: 'living' },
      ],
    });
  });

  it('needs a reason, a birthday and a sex when there is no number', () => {
    const read = row(
      '赵六',
      '无',
      '1935年1月2日',
      '男',
      '大湖社区',
      '长风路1号',
      '空巢',
      '无',
      '',
      '证件遗失补办中',
    );
    expect(read).toMatchObject({
      person: { noIdReason: 'lost', birth: '1935-01-02', sex: 'male', conditions: [] },
    });
  });

  it('stays within the scope', () => {
    expect(row('王秀英', id, '', '', '泰山社区', '长风路1号', '独居')).toEqual({
      problems: [{ code: 'outside', field: 'division' }],
    });
  });

  it.each([
    ['1940-5-6', '1940-05-06'],
    ['1940/05/06', '1940-05-06'],
    ['1940.5.6', '1940-05-06'],
    ['19400506', '1940-05-06'],
    ['1940年5月6日', '1940-05-06'],
    ['1900-02-29', undefined],
    ['40-5-6', undefined],
    ['5/6/1940', undefined],
  ])('reads the day %s as %s', (typed, day) => expect(dayOf(typed)).toBe(day));

  it('guesses the columns, each once', () => {
    expect(
      guessMapping([
        '序号',
        '老人姓名',
        '身份证号码',
        '手机号码',
        '紧急联系人',
        '紧急联系人电话',
        '村/社区',
        '详细地址',
      ]),
    ).toEqual({
      name: 1,
      idNumber: 2,
      phone: 3,
      contactName: 4,
      contactPhone: 5,
      division: 6,
      address: 7,
    });
  });
});
