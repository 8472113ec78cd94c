'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { CallInput } from '@heling/platform/contract/route';
import type { AssessmentPage, saveAssessment } from '@heling/people/contract/assessments';
import { peopleListAssessments, peopleReadAssessment, peopleSaveAssessment } from '@heling/ui/api.gen';
import { call, problemOf, type ApiProblem } from '@heling/ui/client';
import { keyOf } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';

type Body = CallInput<typeof saveAssessment>['body'];
export type Pending = Omit<Body, 'version'>;

const STALE = 'platform.stale';
const SOON_MS = 500;

export interface AssessmentDraft {
  /** What stands on the form: the record with what is not saved yet. */
  page: AssessmentPage;
  put(change: Pending): void;
  /** `saved`: the server has everything. */
  state: 'saved' | 'saving' | 'waiting';
  problem: ApiProblem | null;
  /** Somebody else saved meanwhile; their items are on the form, mine on top. */
  merged: boolean;
  /** Saves what waits; answers the version to go on with, or null when it could not be saved. */
  flush(): Promise<number | null>;
}

const isEmpty = (pending: Pending): boolean => Object.keys(pending).length === 0;

/**
 * Saves the form as it is filled in: one save at a time, each with the changes since the last. What cannot be saved (no
 * network, session over) waits in this tab and is sent with the next change.
 */
export function useAssessment(read: AssessmentPage, accountId: number): AssessmentDraft {
  const client = useQueryClient();
  const [kept, keep, clear] = useDraft<Pending>(`assessment-${accountId}-${read.id}`, {});
  const pending = useRef<Pending>(kept);
  const version = useRef(read.version);
  const running = useRef<Promise<number | null> | null>(null);
  const [state, setState] = useState<AssessmentDraft['state']>('saved');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [merged, setMerged] = useState(false);
  const key = keyOf(peopleReadAssessment, { params: { id: read.id } });

  useEffect(() => {
    if (isEmpty(pending.current) && !isEmpty(kept)) {
      pending.current = kept;
      setState('waiting');
    }
  }, [kept]);
  useEffect(() => {
    if (!running.current) version.current = read.version;
  }, [read.version]);

  const send = async (): Promise<number | null> => {
    while (!isEmpty(pending.current)) {
      const sent = pending.current;
      setState('saving');
      try {
        const answer = await call(peopleSaveAssessment, {
          params: { id: read.id },
          body: { version: version.current, ...sent },
        });
        version.current = answer.version;
        setProblem(null);
        client.setQueryData<AssessmentPage>(
          key,
          (before) =>
            before && {
              ...before,
              ...sent,
              items: { ...before.items, ...sent.items },
              diagnoses: sent.diagnoses ?? before.diagnoses,
              riskEvents: sent.riskEvents ?? before.riskEvents,
              score: answer.score,
              missing: answer.missing,
              version: answer.version,
            },
        );
        if (pending.current === sent) {
          pending.current = {};
          clear();
        }
      } catch (error) {
        const refused = problemOf(error);
        if (refused.code === STALE) {
          const fresh = await call(peopleReadAssessment, { params: { id: read.id } }).catch(() => null);
          if (fresh && fresh.version !== version.current) {
            version.current = fresh.version;
            client.setQueryData(key, fresh);
            setMerged(true);
            if (fresh.state === 'draft') continue;
          }
        }
        setProblem(refused);
        setState('waiting');
        return null;
      }
    }
    setState('saved');
    return version.current;
  };
  const flush = (): Promise<number | null> => {
    running.current ??= send().finally(() => {
      running.current = null;
      void client.invalidateQueries({ queryKey: keyOf(peopleListAssessments) });
    });
    return running.current;
  };
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    page: {
      ...read,
      ...(kept.assessedOn ? { assessedOn: kept.assessedOn } : {}),
      items: { ...read.items, ...kept.items },
      diagnoses: kept.diagnoses ?? read.diagnoses,
      riskEvents: kept.riskEvents ?? read.riskEvents,
    },
    state,
    problem,
    merged,
    flush,
    put: (change) => {
      const next = {
        ...pending.current,
        ...change,
        ...(change.items ? { items: { ...pending.current.items, ...change.items } } : {}),
      };
      pending.current = next;
      keep(next);
      setState('waiting');
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), SOON_MS);
    },
  };
}
