import { ASSESSMENT_STANDARD } from '@heling/people/domain/assessment';
import { accountOf, detailsOf, type Details, type FamilyAccount } from './people';
import { DEMO_SENIOR } from './population';
import { Random } from './random';
import type { Seals } from './seals';
import type { Sink } from './tables';
import { addDays, atLocal } from './days';
import type { City, Senior } from './model';

const BATCH = 200;
/** An assessment holds for two years (policy data). */
const VALID_DAYS = 730;

/** Writes the seniors with everything that is theirs. `seals`: how personal data are kept. */
export async function writePeople(city: City, seals: Seals, sink: Sink): Promise<void> {
  const { seniors } = city;
  let made = 0;
  for (let from = 0; from < seniors.length;) {
    let to = from + 1;
    while (to < seniors.length && seniors[to]!.household === seniors[from]!.household) to += 1;
    const members = seniors
      .slice(from, to)
      .map((senior) => ({ senior, details: detailsOf(city.seed, senior, city.today) }));
    sink.row('households', [seniors[from]!.household, seniors[from]!.community.code]);
    for (const { senior, details } of members) writeSenior(city, seals, sink, senior, details);
    const account = accountOf(members);
    if (account) writeAccount(city, seals, sink, account, members);
    from = to;
    made += 1;
    if (made % BATCH === 0) await sink.ready();
  }
}

function writeSenior(city: City, seals: Seals, sink: Sink, senior: Senior, details: Details): void {
  const { today } = city;
  const { id, community } = senior;
  const division = community.code;
  const random = new Random(city.seed, 'rows', id);
  const { name, idNumber, phone, address } = details;
  const salt = seals.salt(id);
  const pii = { name, ...(idNumber && { idNumber }), ...(phone && { phone }), address };
  const entered = atLocal(addDays(today, -random.between(30, 720)), '09:30') + random.int(25_000_000);
  sink.row('persons', [
    id,
    division,
    seals.person(id, salt, pii),
    salt,
    idNumber && seals.index('id', idNumber),
    phone && seals.index('phone', phone),
    details.noIdReason,
    senior.sex,
    senior.birth,
    senior.status,
    senior.deceasedOn,
    senior.living,
    senior.needLevel,
    senior.priority,
    senior.household,
    senior.texture,
    senior.bathSex,
    senior.lng,
    senior.lat,
    entered,
    entered,
  ]);
  for (const token of seals.tokens(name, address)) sink.row('person_tokens', [token, id, division]);
  for (const residence of details.residences) {
    const sealed = seals.person(id, salt, residence.address);
    sink.row('residences', [id, division, sealed, residence.from, residence.to, entered]);
  }
  for (const contact of details.contacts) {
    sink.row('contacts', [
      contact.id,
      id,
      division,
      seals.person(id, salt, { name: contact.name, phone: contact.phone }),
      seals.index('phone', contact.phone),
      contact.relation,
      contact.emergency,
    ]);
  }
  for (const { code, since, until } of senior.conditions) {
    sink.row('conditions', [id, division, code, since, until]);
  }
  for (const allergen of senior.allergies) sink.row('allergies', [id, division, allergen]);
  writeAssessment(city, sink, senior, random);
}

function writeAssessment(city: City, sink: Sink, senior: Senior, random: Random): void {
  const { assessment } = senior;
  if (!assessment) return;
  const { score } = assessment;
  const first = city.staff.assessors(senior.community.code);
  const signed = atLocal(assessment.on, '10:00') + random.int(7) * 3_600_000;
  sink.row('assessments', [
    senior.id,
    senior.community.code,
    ASSESSMENT_STANDARD,
    assessment.on,
    assessment.items,
    assessment.diagnoses,
    assessment.riskEvents,
    score.total,
    score.levelByScore,
    score.level,
    score.adjustments,
    'final',
    first[0],
    signed,
    first[1],
    signed + random.between(10, 4000) * 60_000,
    addDays(assessment.on, VALID_DAYS),
  ]);
}

const COVERS = ['order', 'follow', 'pay', 'health', 'profile', 'photo'];

function writeAccount(
  city: City,
  seals: Seals,
  sink: Sink,
  account: FamilyAccount,
  members: readonly { senior: Senior; details: Details }[],
): void {
  const random = new Random(city.seed, 'account', account.id);
  const granted = atLocal(addDays(city.today, -random.between(5, 650)), '19:00');
  const division = account.senior.community.code;
  const add = (id: number, name: string, phone: string, personId: number | null) => {
    const pii = seals.data({ name, phone });
    const index = seals.index('phone', phone);
    sink.row('accounts', [id, 'family', null, index, pii, null, division, null, null, personId, granted]);
    sink.row('account_roles', [id, 'family']);
  };
  add(account.id, account.name, account.phone, account.personId);
  for (const { senior, details } of members) {
    if (senior.demo) add(DEMO_SENIOR, details.name, details.phone!, senior.id);
    if (account.personId !== null) continue;
    // Some consent to less than everything.
    const covers = senior.demo || random.chance(0.8) ? COVERS : ['order', 'follow', 'pay'];
    sink.row('consents', [
      senior.id,
      division,
      account.id,
      account.relation,
      covers,
      random.chance(0.7) ? 'invitation' : 'paper',
      granted,
      granted + 1095 * 86_400_000,
    ]);
  }
}
