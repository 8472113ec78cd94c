'use client';
import type { AssessmentPage } from '@heling/people/contract/assessments';
import {
  ASSESSMENT_ITEMS,
  type AssessmentGroup,
  type AssessmentItem,
} from '@heling/people/domain/assessment';
import { ADJUSTMENT_NAMES, GROUP_NAMES, ITEM_WORDS } from '@heling/people/domain/assessment-form';
import { NEED_LEVEL_NAMES } from '@heling/people/domain/person';
import { When } from '../parts/marks';
import { Panel } from '../parts/page-head';

const GROUPS = Object.keys(ASSESSMENT_ITEMS) as AssessmentGroup[];

/** What an assessment found, by groups and items, with its signatures. */
export function ResultPanel({ page }: { page: AssessmentPage }) {
  const { score } = page;
  return (
    <>
      <Panel title="结果">
        <dl className="facts">
          <dt>评估日期</dt>
          <dd>{page.assessedOn}</dd>
          {score && (
            <>
              <dt>总分</dt>
              <dd>
                <strong>{score.total}</strong> / 90
              </dd>
              <dt>等级</dt>
              <dd>
                <strong>{NEED_LEVEL_NAMES[score.level]}</strong>
                {score.level !== score.levelByScore && `（按总分为${NEED_LEVEL_NAMES[score.levelByScore]}）`}
              </dd>
              {score.adjustments.map((each) => (
                <div key={each} className="fact">
                  <dt>调整</dt>
                  <dd>{ADJUSTMENT_NAMES[each]}</dd>
                </div>
              ))}
            </>
          )}
          <dt>诊断</dt>
          <dd>{page.diagnoses.join('、') || '无'}</dd>
          <dt>风险事件</dt>
          <dd>{page.riskEvents.join('、') || '无'}</dd>
          <dt>第一位评估员</dt>
          <dd>
            {page.first ? (
              <>
                {page.first.name ?? '姓名不可见'} <When at={page.first.at} />
              </>
            ) : (
              '没有签字'
            )}
          </dd>
          <dt>第二位评估员</dt>
          <dd>
            {page.second ? (
              <>
                {page.second.name ?? '姓名不可见'} <When at={page.second.at} />
              </>
            ) : (
              '没有签字'
            )}
          </dd>
          <dt>有效至</dt>
          <dd>{page.validUntil ?? '还没有生效'}</dd>
        </dl>
      </Panel>
      <div className="assessment-groups">
        {GROUPS.map((group) => (
          <Panel key={group} title={`${GROUP_NAMES[group]}${score ? ` ${score.groups[group]} 分` : ''}`}>
            <ul className="lines">
              {Object.entries(ASSESSMENT_ITEMS[group]).map(([key, max]) => {
                const item = key as AssessmentItem;
                const value = page.items[item];
                return (
                  <li key={key}>
                    <span>
                      {ITEM_WORDS[item].name}{' '}
                      <span className="muted">
                        {value === undefined ? '' : ITEM_WORDS[item].meanings[value]}
                      </span>
                    </span>
                    <span className="number">{value === undefined ? '没评' : `${value}/${max}`}</span>
                  </li>
                );
              })}
            </ul>
          </Panel>
        ))}
      </div>
    </>
  );
}
