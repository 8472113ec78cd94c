'use client';
import { Button, Input, Select } from 'antd';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { PersonPage } from '@heling/people/contract/persons';
import { ALLERGEN_NAMES, CONDITION_NAMES, TEXTURE_NAMES, type Condition } from '@heling/people/domain/health';
import { NEED_LEVEL_NAMES, SEX_NAMES } from '@heling/people/domain/person';
import { businessDay } from '@heling/platform/domain/calendar';
import { peopleSetHealth, peopleStartAssessment } from '@heling/ui/api.gen';
import { call, problemOf, type ApiProblem } from '@heling/ui/client';
import { Field } from '../parts/field';
import { Mark } from '../parts/marks';
import { optionsOf } from '../parts/options';
import { Panel } from '../parts/page-head';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useMay } from '../shell/me';
import { useRecordEdit } from './record-edit';
import { RecordForm } from './record-form';

const STATES = { draft: '填写中', signed: '待第二位签字', final: '已生效', withdrawn: '已作废' } as const;

/** Health, allergies, food and the ability assessments. */
export function HealthPanel({ page, keeps }: { page: PersonPage; keeps: boolean }) {
  const router = useRouter();
  const assesses = useMay(['city', 'county', 'street', 'community']);
  const [editing, setEditing] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { health } = page;
  if (!health) {
    return (
      <Panel title="健康">
        <p className="muted">您的角色不能查看健康信息。</p>
      </Panel>
    );
  }
  const open = health.assessments.find((each) => each.state === 'draft' || each.state === 'signed');
  const start = () => {
    call(peopleStartAssessment, { params: { id: page.id }, body: {} }).then(
      ({ id }) => router.push(`/assessment/?id=${id}`),
      (error: unknown) => {
        const refused = problemOf(error);
        const current = refused.problem.current as { id?: number } | undefined;
        if (refused.code === 'people.assessment_open' && current?.id)
          router.push(`/assessment/?id=${current.id}`);
        else setProblem(refused);
      },
    );
  };
  const holding = health.conditions.filter((each) => each.holds);
  return (
    <Panel title="健康" actions={keeps && <Button onClick={() => setEditing(true)}>更新健康</Button>}>
      <dl className="facts">
        <dt>过敏原</dt>
        <dd>
          {health.allergies.length === 0
            ? '无'
            : health.allergies.map((code) => (
                <Mark key={code} tone="p1">
                  {ALLERGEN_NAMES[code]}
                </Mark>
              ))}
        </dd>
        <dt>健康状况</dt>
        <dd>{holding.length === 0 ? '无' : holding.map((each) => CONDITION_NAMES[each.code]).join('、')}</dd>
        <dt>膳食质地</dt>
        <dd>{TEXTURE_NAMES[page.texture]}</dd>
        <dt>助浴护理员</dt>
        <dd>{page.bathSex ? `只要${SEX_NAMES[page.bathSex]}性` : '不限性别'}</dd>
        <dt>能力等级</dt>
        <dd>
          {page.needLevel ? NEED_LEVEL_NAMES[page.needLevel] : '未评估'}
          {health.assessment?.validUntil && (
            <span className="muted"> 有效至 {health.assessment.validUntil}</span>
          )}
        </dd>
      </dl>
      <div className="panel-head">
        <h3>能力评估</h3>
        {assesses && page.status === 'active' && (
          <div className="panel-actions no-print">
            {open ? (
              <Button onClick={() => router.push(`/assessment/?id=${open.id}`)}>接着评估</Button>
            ) : (
              <Button onClick={start}>开始评估</Button>
            )}
          </div>
        )}
      </div>
      <Problem problem={problem} />
      <ul className="lines">
        {health.assessments.length === 0 && <li className="muted">还没有评估</li>}
        {health.assessments.map((each) => (
          <li key={each.id}>
            <span>
              <Link prefetch={false} href={`/assessment/?id=${each.id}`}>
                {each.assessedOn}
              </Link>{' '}
              {each.total === null ? '' : `${each.total} 分 `}
              {each.level ? NEED_LEVEL_NAMES[each.level] : ''}{' '}
              <span className="muted">{STATES[each.state]}</span>
              {each.appealOf !== null && <Mark tone="p3">复评</Mark>}
            </span>
          </li>
        ))}
      </ul>
      {editing && <HealthDrawer page={page} health={health} close={() => setEditing(false)} />}
    </Panel>
  );
}

type Health = NonNullable<PersonPage['health']>;
const holdingOf = (health: Health) =>
  health.conditions.filter((each) => each.holds).map(({ code, since, until }) => ({ code, since, until }));
const has = (list: readonly { code: Condition }[], code: Condition): boolean =>
  list.some((each) => each.code === code);

function HealthDrawer({ page, health, close }: { page: PersonPage; health: Health; close(): void }) {
  const today = businessDay(useNow());
  const edit = useRecordEdit(page);
  const toasts = useToasts();
  const [began] = useState(() => holdingOf(health));
  const [conditions, setConditions] = useState(began);
  const [allergies, setAllergies] = useState(health.allergies);
  const choose = (codes: Condition[]) =>
    setConditions(
      codes.map(
        (code) => conditions.find((each) => each.code === code) ?? { code, since: today, until: null },
      ),
    );
  const save = async () => {
    // The whole list is sent: what was added and taken away here, on what stands in the record now.
    const done = await edit.run((version, record) => {
      const now = record.health ?? health;
      const removed = new Set(began.map((each) => each.code).filter((code) => !has(conditions, code)));
      const holding = holdingOf(now).filter((each) => !removed.has(each.code) && !has(conditions, each.code));
      const mine = conditions.filter((each) => !has(began, each.code) || has(holdingOf(now), each.code));
      const gone = health.allergies.filter((code) => !allergies.includes(code));
      return call(peopleSetHealth, {
        params: { id: page.id },
        body: {
          version,
          conditions: [...holding, ...mine],
          allergies: [...new Set([...now.allergies, ...allergies])].filter((code) => !gone.includes(code)),
        },
      });
    });
    if (!done) return;
    toasts.done('健康信息已更新');
    close();
  };
  return (
    <RecordForm title="更新健康" edit={edit} onSave={() => void save()} close={close}>
      <Field label="过敏原" hint="含过敏原的菜将不能给这位老人下单">
        {({ status: _status, ...ids }) => (
          <Select
            {...ids}
            mode="multiple"
            autoFocus
            value={allergies}
            onChange={setAllergies}
            options={optionsOf(ALLERGEN_NAMES)}
          />
        )}
      </Field>
      <Field label="健康状况" hint="去掉的一项记为到今天为止">
        {({ status: _status, ...ids }) => (
          <Select
            {...ids}
            mode="multiple"
            value={conditions.map((each) => each.code)}
            onChange={choose}
            options={optionsOf(CONDITION_NAMES)}
          />
        )}
      </Field>
      {conditions.map((each) => (
        <Field key={each.code} label={`${CONDITION_NAMES[each.code]} 从`}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              max={today}
              value={each.since}
              onChange={(event) =>
                setConditions(
                  conditions.map((other) =>
                    other === each ? { ...other, since: event.target.value } : other,
                  ),
                )
              }
            />
          )}
        </Field>
      ))}
    </RecordForm>
  );
}
