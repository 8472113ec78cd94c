import { SERVICES, type Allergen, type Meal, type Texture } from '@heling/orders/domain/menu';
import { FIRST_POLICIES } from '@heling/orders/domain/policies';
import { Random } from './random';
import type { Sink } from './tables';
import { addDays } from './days';
import type { City, Dish, Menu, Network } from './model';

/** Until when a meal can be ordered, and when it is brought. */
export const MEAL_TIMES: Record<Meal, { cutoff: string; start: string; end: string }> = {
  lunch: { cutoff: '09:00', start: '11:00', end: '12:30' },
  dinner: { cutoff: '15:00', start: '17:00', end: '18:30' },
};

const ALL: Texture[] = ['normal', 'soft', 'minced', 'liquid'];
const SOFT: Texture[] = ['normal', 'soft', 'minced'];
const PLAIN: Texture[] = ['normal'];
/** Name, allergens, textures, kcal, protein (g), salt (mg). */
const DISHES: readonly [string, Allergen[], Texture[], number, number, number][] = [
  ['肉末豆腐套餐', ['soy'], ALL, 560, 24, 820],
  ['清蒸鱼块套餐', ['fish'], SOFT, 540, 30, 780],
  ['红烧肉套餐', ['soy'], PLAIN, 780, 26, 1050],
  ['土豆炖牛肉套餐', [], SOFT, 690, 29, 900],
  ['西红柿鸡蛋套餐', ['egg'], ALL, 520, 18, 760],
  ['冬瓜丸子套餐', ['wheat'], SOFT, 580, 22, 840],
  ['宫保鸡丁套餐', ['peanut', 'soy'], PLAIN, 700, 28, 980],
  ['香菇鸡套餐', [], SOFT, 610, 30, 850],
  ['芹菜肉丝套餐', ['soy'], PLAIN, 560, 22, 820],
  ['白菜粉条炖肉套餐', [], SOFT, 640, 21, 930],
  ['萝卜炖羊肉套餐', [], SOFT, 660, 27, 890],
  ['麻酱拌面套餐', ['sesame', 'wheat'], PLAIN, 650, 19, 940],
  ['手擀汤面套餐', ['wheat'], SOFT, 540, 17, 900],
  ['虾仁蒸蛋套餐', ['shellfish', 'egg'], ALL, 500, 27, 720],
  ['南瓜小米粥套餐', [], ALL, 430, 12, 420],
  ['青菜豆腐汤套餐', ['soy'], ALL, 450, 16, 610],
  ['牛奶燕麦套餐', ['milk'], ALL, 460, 17, 380],
  ['扁豆焖肉套餐', [], PLAIN, 630, 23, 880],
  ['腰果西芹套餐', ['nuts'], PLAIN, 590, 18, 760],
  ['杂粮营养餐', [], ALL, 520, 20, 560],
];
export const DISHES_A_KITCHEN = 14;
/** Fen: the usual price of a visit. */
const VISIT_PRICES: Record<string, [number, number]> = {
  bath: [12_000, 16_000],
  housekeeping: [6_000, 9_000],
  rehabilitation: [8_000, 12_000],
  company: [4_000, 6_000],
  errands: [3_000, 4_500],
};

export function makeMenu(seed: number, network: Network): Menu {
  const dishes = new Map<number, Dish[]>();
  let id = 0;
  for (const kitchen of network.kitchens) {
    const random = new Random(seed, 'dishes', kitchen.id);
    // Each has what suits nearly everybody: soft, without common allergens.
    const suits = DISHES.filter(([name]) => name === '杂粮营养餐' || name === '南瓜小米粥套餐');
    const others = random
      .shuffled(DISHES.filter((dish) => !suits.includes(dish)))
      .slice(0, DISHES_A_KITCHEN - suits.length);
    dishes.set(
      kitchen.id,
      [...suits, ...others].map(([name, allergens, textures, kcal, protein, saltMg]) => {
        id += 1;
        return {
          id,
          org: kitchen.id,
          name,
          price: random.between(20, 34) * 50,
          textures,
          allergens,
          kcal,
          protein,
          saltMg,
        };
      }),
    );
  }
  const prices = new Map<string, [number, number]>();
  for (const provider of network.providers) {
    const random = new Random(seed, 'prices', provider.id);
    for (const service of provider.services) {
      const [low, high] = VISIT_PRICES[service]!;
      const now = random.between(low / 100, high / 100) * 100;
      prices.set(`${provider.id} ${service}`, [Math.round((now * 0.95) / 100) * 100, now]);
    }
  }
  return { dishes, prices };
}

/** Price of a provider's service on a day, in fen. */
export function priceOn(city: City, org: number, service: string, day: string): number {
  const [before, now] = city.menu.prices.get(`${org} ${service}`)!;
  return day < newYear(city.today) ? before : now;
}

const newYear = (today: string): string => `${today.slice(0, 4)}-01-01`;

export function writeMenu(city: City, sink: Sink): void {
  SERVICES.forEach((service, i) => {
    const {
      code,
      category,
      form,
      name,
      unit,
      minutes,
      carers,
      qualification,
      gate,
      contraindications,
      active,
    } = service;
    sink.row('services', [
      code,
      category,
      form,
      name,
      unit,
      minutes,
      carers,
      qualification,
      gate,
      contraindications,
      active,
      i,
    ]);
  });
  let id = 0;
  for (const [key, [before, now]] of city.menu.prices) {
    const [org, service] = key.split(' ') as [string, string];
    sink.row('service_prices', [
      (id += 1),
      Number(org),
      service,
      before,
      [addDays(city.today, -800), newYear(city.today)],
    ]);
    sink.row('service_prices', [(id += 1), Number(org), service, now, [newYear(city.today), null]]);
  }
  for (const org of [...city.network.kitchens, ...city.network.providers]) {
    for (const service of org.services) {
      for (const area of org.areas) sink.row('service_areas', [org.id, service, area]);
    }
  }
  for (const list of city.menu.dishes.values()) {
    for (const { id: dish, org, name, price, textures, allergens, kcal, protein, saltMg } of list) {
      sink.row('dishes', [dish, org, name, price, textures, allergens, kcal, protein, saltMg]);
    }
  }
  const from = addDays(city.today, -800);
  for (const [key, value] of Object.entries(FIRST_POLICIES))
    sink.row('policies', [key, from, value as object]);
}
