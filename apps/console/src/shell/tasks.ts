import { MANAGE, OFFICE, type Role } from '@heling/platform/contract/roles';
import { TASKS } from '@heling/ui/glossary';

export type Task = keyof typeof TASKS;

/** One page of the console. */
export interface Place {
  /** Below `/console`, with both slashes. */
  path: string;
  title: string;
  task: Task;
  /** Who sees it; the api decides what they may do there. */
  roles: readonly Role[];
  /** Stands in the rail and in the palette; the others are reached from a list, by `?id=`. */
  listed: boolean;
  /** Further words by which the palette finds it: initials of the title. */
  initials: string;
}

const SERVING: readonly Role[] = [...OFFICE, 'providerManager'];
const LOOKING: readonly Role[] = [
  ...OFFICE,
  'providerManager',
  'institutionDuty',
  'institutionManager',
  'auditor',
];
const READERS: readonly Role[] = [...OFFICE, 'allowanceClerk', 'allowanceReviewer'];
const ASSESSORS: readonly Role[] = ['city', 'county', 'street', 'community'];
const WATCHING: readonly Role[] = [...OFFICE, 'providerManager'];
const SETTLING: readonly Role[] = [...MANAGE, 'dispatcher', 'providerManager', 'auditor'];
/** The allowance desk: who sees applications and runs. */
const ALLOWANCES: readonly Role[] = [
  'city',
  'county',
  'street',
  'community',
  'allowanceClerk',
  'allowanceReviewer',
  'allowancePayer',
];
/** Those who watch institutions, and those who keep their devices, rosters and rules. */
const OVERSEEING: readonly Role[] = [...MANAGE, 'institutionDuty', 'institutionManager'];
const KEEPING: readonly Role[] = ['city', 'county', 'institutionManager'];
const ADMINS: readonly Role[] = ['systemAdmin', 'securityAdmin'];
/** Everybody who works here; families and carers have an app of their own. */
export const STAFF: readonly Role[] = [
  ...LOOKING,
  ...ADMINS,
  'allowanceClerk',
  'allowanceReviewer',
  'allowancePayer',
];

const place = (
  task: Task,
  path: string,
  title: string,
  initials: string,
  roles: readonly Role[],
  listed = true,
): Place => ({ task, path, title, initials, roles, listed });

/** Every page, in the order of the rail. The first listed page of a task that somebody may see is where its word leads. */
export const PLACES: readonly Place[] = [
  place('today', '/', '今日工作台', 'jrgzt', STAFF),
  place('today', '/tasks/', '任务中心', 'rwzx', [...ASSESSORS, 'dispatcher', 'providerManager']),
  place('people', '/people/', '老人查找', 'lrcz', READERS),
  place('people', '/person/', '老人档案', 'lrda', READERS, false),
  place('people', '/person-new/', '登记老人', 'djlr', OFFICE),
  place('people', '/assessments/', '能力评估', 'nlpg', READERS),
  place('people', '/assessment/', '能力评估表', 'nlpgb', READERS, false),
  place('people', '/erasures/', '删除申请', 'scsq', [...MANAGE, 'auditor']),
  place('people', '/import/', '导入名单', 'drmd', ASSESSORS),
  place('orders', '/orders/', '订单', 'dd', [...SERVING, 'auditor']),
  place('orders', '/order/', '订单详情', 'ddxq', [...SERVING, 'auditor'], false),
  place('orders', '/order-new/', '代客下单', 'dkxd', OFFICE),
  place('orders', '/complaints/', '投诉', 'ts', [...SERVING, 'auditor']),
  place('dispatch', '/board/', '派单', 'pd', WATCHING),
  place('institutions', '/facilities/', '机构', 'jg', LOOKING),
  place('institutions', '/facility/', '机构详情', 'jgxq', LOOKING, false),
  place('benefits', '/applications/', '津贴申请', 'jtsq', ALLOWANCES),
  place('benefits', '/application/', '一份申请', 'yfsq', ALLOWANCES, false),
  place('benefits', '/runs/', '津贴发放', 'jtff', ALLOWANCES),
  place('benefits', '/run/', '一次发放', 'ycff', ALLOWANCES, false),
  place('benefits', '/certifications/', '生存认证', 'scrz', ALLOWANCES),
  place('benefits', '/payees/', '收款账户', 'skzh', ALLOWANCES),
  place('benefits', '/debts/', '多发追回', 'dfzh', ALLOWANCES),
  place('benefits', '/debt-letter/', '追回通知书', 'zhtzs', ALLOWANCES, false),
  place('benefits', '/benefit-reports/', '津贴报表', 'jtbb', ALLOWANCES),
  place('benefits', '/openings/', '期初台账', 'qctz', ['allowancePayer']),
  place('benefits', '/packs/', '津贴政策', 'jtzc', ALLOWANCES),
  place('benefits', '/pack/', '政策包', 'zcb', ALLOWANCES, false),
  place('oversight', '/duty/', '值守台', 'zst', OVERSEEING),
  place('oversight', '/alarms/', '报警记录', 'bjjl', OVERSEEING),
  place('oversight', '/rosters/', '值守排班', 'zspb', OVERSEEING),
  place('oversight', '/escalation/', '通知规则', 'tzgz', OVERSEEING),
  place('oversight', '/devices/', '设备', 'sb', OVERSEEING),
  place('oversight', '/quarantine/', '收不下的消息', 'sbxxx', KEEPING),
  place('oversight', '/answering/', '响应达标', 'xydb', OVERSEEING),
  place('providers', '/providers/', '服务商', 'fws', LOOKING),
  place('providers', '/provider/', '服务商详情', 'fwsxq', LOOKING, false),
  place('providers', '/carer/', '护理员', 'hly', [...SERVING, 'auditor'], false),
  place('menu', '/menu/', '菜单价格', 'cdjg', SERVING),
  place('menu', '/kitchen/', '厨房', 'cf', SERVING),
  place('statements', '/statements/', '结算', 'js', SETTLING),
  place('statements', '/statement/', '结算单', 'jsd', SETTLING, false),
  place('figures', '/figures/', '统计', 'tj', [...MANAGE, 'community', 'dispatcher', 'auditor']),
  place('system', '/accounts/', '账号', 'zh', [...ADMINS, 'auditor']),
  place('system', '/audit/', '审计', 'sj', ['auditor']),
  place('system', '/integrations/', '对接系统', 'djxt', [...ADMINS, 'auditor']),
  place('system', '/me/', '我的账号', 'wdzh', STAFF),
];

/** The pages that one of these roles may see. */
export function placesFor(roles: readonly string[]): Place[] {
  return PLACES.filter((each) => each.roles.some((role) => roles.includes(role)));
}

/** The page at a path as the browser tells it, e.g. `/people/`. */
export function placeAt(path: string): Place | undefined {
  const whole = path.endsWith('/') ? path : `${path}/`;
  return PLACES.find((each) => each.path === whole);
}

/** The tasks of the rail with the pages that these roles may see. */
export function railFor(roles: readonly string[]): { task: Task; title: string; places: Place[] }[] {
  const seen = placesFor(roles).filter((each) => each.listed);
  return (Object.keys(TASKS) as Task[])
    .map((task) => ({ task, title: TASKS[task], places: seen.filter((each) => each.task === task) }))
    .filter((group) => group.places.length > 0);
}
