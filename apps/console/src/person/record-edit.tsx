'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonPage } from '@heling/people/contract/persons';
import { CONDITION_NAMES, ALLERGEN_NAMES, TEXTURE_NAMES } from '@heling/people/domain/health';
import { LIVING_NAMES, PRIORITY_NAMES, SEX_NAMES, STATUS_NAMES } from '@heling/people/domain/person';
import { peoplePage, peopleSearch, peopleTimeline } from '@heling/ui/api.gen';
import { call, problemOf, type ApiProblem } from '@heling/ui/client';
import { keyOf } from '@heling/ui/react/use-call';

const STALE = 'platform.stale';

/** What a record says, in words, for comparing two states of it. */
function wordsOf(page: PersonPage): Record<string, string> {
  return {
    姓名: page.identity.name,
    身份证号: page.identity.idNumber ?? '无',
    电话: page.identity.phone ?? '无',
    地址: page.identity.address,
    性别: SEX_NAMES[page.sex],
    出生日期: page.birth,
    状态: STATUS_NAMES[page.status],
    居住状况: LIVING_NAMES[page.living],
    重点人群: page.priority.map((code) => PRIORITY_NAMES[code]).join('、') || '无',
    膳食质地: TEXTURE_NAMES[page.texture],
    健康状况:
      page.health?.conditions
        .filter((each) => each.holds)
        .map((each) => CONDITION_NAMES[each.code])
        .join('、') || '无',
    过敏原: page.health?.allergies.map((code) => ALLERGEN_NAMES[code]).join('、') || '无',
    联系人: page.contacts.map((each) => `${each.name} ${each.phone}`).join('、') || '无',
    住户: page.household.map((each) => each.name).join('、') || '无',
  };
}

/** What differs between two states of a record, a sentence each. */
export function changesBetween(before: PersonPage, after: PersonPage): string[] {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  return Object.keys(now)
    .filter((key) => old[key] !== now[key])
    .map((key) => `${key}：${old[key]} → ${now[key]}`);
}

export interface RecordEdit {
  problem: ApiProblem | null;
  /** What somebody else changed meanwhile; null when nothing. */
  changes: string[] | null;
  busy: boolean;
  /**
   * Gives the command with the version and the record of it (fresh after somebody else's change); answers whether it is
   * done. What was typed is the caller's and stays.
   */
  run(command: (version: number, record: PersonPage) => Promise<unknown>): Promise<boolean>;
}

/**
 * One edit of a record, under the version that its form was opened with. When somebody else was faster, the record is
 * fetched anew, the differences are told, and the next press saves on top of them.
 */
export function useRecordEdit(page: PersonPage): RecordEdit {
  const client = useQueryClient();
  const [base, setBase] = useState(page);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [changes, setChanges] = useState<string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const input = { params: { id: page.id } };
  return {
    problem,
    changes,
    busy,
    run: async (command) => {
      setBusy(true);
      setProblem(null);
      try {
        await command(base.version, base);
        setChanges(null);
        for (const route of [peoplePage, peopleTimeline, peopleSearch]) {
          void client.invalidateQueries({ queryKey: keyOf(route) });
        }
        return true;
      } catch (error) {
        const refused = problemOf(error);
        setProblem(refused);
        if (refused.code === STALE) {
          const fresh = await call(peoplePage, input).catch(() => null);
          if (fresh) {
            setChanges(changesBetween(base, fresh));
            setBase(fresh);
            client.setQueryData(keyOf(peoplePage, input), fresh);
          }
        }
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
