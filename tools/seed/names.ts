import { checkDigit } from '@heling/people/domain/identity';
import type { Sex } from '@heling/people/domain/person';
import { cumulate, Random } from './random';

/** Surnames by frequency (per mille), in the order usual in Henan; the tail stands for the many rare ones. */
const SURNAMES =
  '王94 李89 张85 刘62 陈37 杨32 赵30 郭26 马20 孙19 周18 徐15 朱15 胡14 高14 宋13 秦11 吴13 冯11 申9 韩10 董9 许9 何9 ' +
  '牛8 任8 郑9 梁7 杜7 田7 侯7 程7 石7 付6 贾6 袁6 曹6 薛5 常5 崔5 谢6 尚4 郝4 段4 邢3 魏6 丁4 史4 苗3 卢4 闫4 索2 ' +
  '姬2 姜4 彭4 于5 余3 苏4 吕5 蒋3 蔡3 潘3 原2 户2 关2 齐2 桑1 元1 晁1 卫1 司马0.6 欧阳0.4 单0.6 乐0.4 耿2 焦2 靳2 路2 ' +
  '翟1 宗1 栗2 武3 范4 孟3 邓4 肖4 白3 黄12 林6 沈2 方2 祁1 岳1 左1 柴1 葛2 景1 康2 裴1 樊1 毕1 詹1';
const surnames = SURNAMES.split(' ').map((entry) => /^(\D+)([\d.]+)$/.exec(entry)!);
const surnameSums = cumulate(surnames.map((entry) => Number(entry[2])));

// Characters of given names in use among those born before 1970 (first ‖ second), and among their children.
const OLD = {
  male: [
    '建国文志永长玉保德新金福庆喜明学天书连世广海清培光振春万有树俊',
    '国华军林生山成义祥才平民海明春田堂臣亮贵兴庆法来友清业旺根柱',
  ],
  female: [
    '秀玉桂淑凤爱金春素兰香瑞翠月红改喜彩俊巧美慧书文风银润雪',
    '英兰珍芳梅荣花云莲琴玲香霞枝芝娥连菊平娟华凤叶青仙敏环景风',
  ],
} as const;
const YOUNG = {
  male: ['建志伟晓俊海明永新文国亚利小子浩学庆振红', '伟强军涛鹏杰超磊辉斌峰勇刚亮飞东波龙宇凯'],
  female: ['丽艳晓红海慧小雪文俊亚利志玉春秋爱静瑞巧', '丽敏娟霞燕静芳玲娜艳红梅萍洁莉婷颖琳佳月'],
} as const;

export function surname(random: Random): string {
  return surnames[random.index(surnameSums)]![1]!;
}

/** A full name; with `family` given, of that surname. Older people more often have one-character given names. */
export function fullName(random: Random, sex: Sex, old: boolean, family = surname(random)): string {
  const [first, second] = (old ? OLD : YOUNG)[sex];
  const last = second.charAt(random.int(second.length));
  return random.chance(old ? 0.12 : 0.25)
    ? family + last
    : family + first.charAt(random.int(first.length)) + last;
}

/**
 * A mobile number that belongs to nobody: the prefix 154 has never been given to a network (the ranges 150–153 and
 * 155–159 are in use; libphonenumber too refuses 154), and it has the form of a mobile number, which the contracts ask.
 * `block`: 0 seniors, 1 relatives, 2 carers, 9 the demonstration's own. Each id has its own number.
 */
export function phone(block: 0 | 1 | 2 | 9, id: number): string {
  const scrambled = (id * 7_654_321 + 1_234_567) % 10_000_000;
  return `154${block}${String(scrambled).padStart(7, '0')}`;
}

/** An ID number (GB 11643-1999) on 410699, an area code that does not exist. `serial` 0–499: of that birth and sex. */
export function idNumber(birth: string, sex: Sex, serial: number): string {
  const order = serial * 2 + (sex === 'male' ? 1 : 0);
  const first17 = `410699${birth.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}
