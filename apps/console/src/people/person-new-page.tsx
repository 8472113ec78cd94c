'use client';
import { Button } from 'antd';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { normaliseId, readId } from '@heling/people/domain/identity';
import { peopleAdd, peopleSearch } from '@heling/ui/api.gen';
import { VERBS } from '@heling/ui/glossary';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { useHotkeys } from '../parts/hotkeys';
import { PageHead } from '../parts/page-head';
import { Problem } from '../parts/states';
import { useMe } from '../shell/me';
import { Duplicates, useDuplicateProbe } from './duplicates';
import { bodyOf, idNumberFault, missingOf, NOBODY, phoneFault, type NewPerson } from './new-person';
import { ContactFields, HealthFields, HomeFields, IdentityFields } from './new-person-fields';

/** Enters a person; possible duplicates are shown while typing. */
export function PersonNewPage() {
  const { accountId } = useMe();
  const router = useRouter();
  const [typed, setTyped, clear] = useDraft<NewPerson>(`person-new-${accountId}`, NOBODY);
  const [notDuplicate, setNotDuplicate] = useState(false);
  const [pressed, setPressed] = useState(false);
  const add = useCommand(peopleAdd, [peopleSearch]);
  const put = (change: Partial<NewPerson>) => setTyped({ ...typed, ...change });

  const fault = idNumberFault(typed);
  const missing = missingOf(typed);
  const wrong = (key: keyof typeof missing) => (pressed && missing[key]) || null;
  const complete = Object.values(missing).every((each) => !each);
  const probe = useDuplicateProbe(typed, fault === null ? normaliseId(typed.idNumber) : '');
  const found = probe.data;
  const possible = (found?.items.length ?? 0) > 0;

  const setId = (text: string) => {
    const read = readId(normaliseId(text));
    put({
      idNumber: text,
      ...(typeof read === 'string' ? {} : { birth: read.birth, sex: read.sex, noIdReason: null }),
    });
  };
  const save = () => {
    setPressed(true);
    const body = bodyOf(typed, notDuplicate);
    if (!complete || fault || phoneFault(typed.phone) || phoneFault(typed.contactPhone) || !body) {
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    if (add.isPending) return;
    add.mutate(
      { body },
      {
        onSuccess: (made) => {
          clear();
          router.push(`/person/?id=${made.id}`);
        },
      },
    );
  };
  useHotkeys([{ keys: 'Ctrl+Enter', does: '登记', run: save }]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  const part = { typed, put, wrong };
  return (
    <>
      <PageHead title="登记老人" sub="填写的内容会一直留着，直到登记成功" />
      <form onSubmit={submit} className="person-new" noValidate>
        <IdentityFields {...part} setId={setId} fault={fault} />
        {found && (possible || found.elsewhere) && (
          <Duplicates found={found} notDuplicate={notDuplicate} setNotDuplicate={setNotDuplicate} />
        )}
        <HomeFields {...part} />
        <ContactFields {...part} />
        <HealthFields {...part} />
        <Problem problem={add.error} />
        <div className="row">
          <Button
            type="primary"
            size="large"
            htmlType="submit"
            loading={add.isPending}
            disabled={possible && !notDuplicate}
          >
            登记 <kbd>Ctrl Enter</kbd>
          </Button>
          <Button size="large" onClick={clear}>
            清空
          </Button>
          <Button size="large" onClick={() => router.back()}>
            {VERBS.back}
          </Button>
        </div>
      </form>
    </>
  );
}
