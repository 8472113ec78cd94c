/** What a column of an imported list can hold, with the headings under which offices write it. */
export const IMPORT_FIELDS = {
  name: { name: '姓名', headings: ['姓名', '老人姓名', '名字', 'name'] },
  idNumber: {
    name: '身份证号',
    headings: ['身份证号', '身份证号码', '身份证', '证件号码', '公民身份号码', 'idnumber'],
  },
  noIdReason: { name: '无身份证号的原因', headings: ['无身份证号的原因', '无证原因', '无身份证原因'] },
  sex: { name: '性别', headings: ['性别', 'sex', 'gender'] },
  birth: { name: '出生日期', headings: ['出生日期', '出生年月日', '生日', 'birth', 'birthday'] },
  phone: { name: '电话', headings: ['电话', '联系电话', '手机', '手机号', '手机号码', '本人电话', 'phone'] },
  division: {
    name: '区划',
    headings: ['区划', '区划代码', '社区代码', '所属社区', '社区', '村社区', '居住社区', 'division'],
  },
  address: {
    name: '地址',
    headings: ['地址', '住址', '家庭住址', '居住地址', '现住址', '详细地址', 'address'],
  },
  living: { name: '居住状况', headings: ['居住状况', '居住情况', '居住方式', '居住类型'] },
  priority: { name: '重点人群', headings: ['重点人群', '人群类别', '人员类别', '特殊类别'] },
  texture: { name: '膳食质地', headings: ['膳食质地', '饮食类型', '膳食'] },
  conditions: { name: '健康状况', headings: ['健康状况', '疾病', '慢病', '病史'] },
  allergies: { name: '过敏原', headings: ['过敏原', '过敏', '过敏史', '食物过敏'] },
  contactName: { name: '联系人姓名', headings: ['联系人', '联系人姓名', '紧急联系人', '家属姓名', '监护人'] },
  contactPhone: {
    name: '联系人电话',
    headings: ['联系人电话', '紧急联系人电话', '家属电话', '联系人手机', '监护人电话'],
  },
  contactRelation: { name: '与联系人关系', headings: ['联系人关系', '与联系人关系', '关系', '与老人关系'] },
} as const;
export type ImportField = keyof typeof IMPORT_FIELDS;

/** Fields without which nothing can be imported. */
export const NEEDED_FIELDS: readonly ImportField[] = ['name', 'division', 'address', 'living'];

/** From field to column (counted from 0). */
export type ImportMapping = Partial<Record<ImportField, number>>;

const plain = (heading: string) => heading.toLowerCase().replace(/[\s*（）()：:_/、-]/g, '');

/** Guesses the columns by their headings: exact ones first, then those that begin with or hold a known heading. */
export function guessMapping(columns: readonly string[]): ImportMapping {
  const mapping: ImportMapping = {};
  const taken = new Set<number>();
  const written = columns.map(plain);
  const fields = Object.entries(IMPORT_FIELDS) as [ImportField, { headings: readonly string[] }][];
  const fits = [
    (column: string, heading: string) => column === heading,
    (column: string, heading: string) => heading.length > 1 && column.startsWith(heading),
  ];
  for (const fit of fits) {
    for (const [field, { headings }] of fields) {
      if (mapping[field] !== undefined) continue;
      const at = written.findIndex(
        (column, i) => !taken.has(i) && headings.some((heading) => fit(column, plain(heading))),
      );
      if (at < 0) continue;
      mapping[field] = at;
      taken.add(at);
    }
  }
  return mapping;
}
