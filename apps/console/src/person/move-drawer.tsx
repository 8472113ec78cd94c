'use client';
import { Checkbox, Input } from 'antd';
import type { PersonPage } from '@heling/people/contract/persons';
import { businessDay } from '@heling/platform/domain/calendar';
import { peopleMove } from '@heling/ui/api.gen';
import { call } from '@heling/ui/client';
import { useDraft } from '@heling/ui/react/use-draft';
import { NewsPreview } from '../benefits/news-preview';
import { DivisionSelect } from '../parts/division-select';
import { Field } from '../parts/field';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useMe } from '../shell/me';
import { useRecordEdit } from './record-edit';
import { RecordForm } from './record-form';

/** Moves a person to another address, or puts the present one right. */
export function MoveDrawer({ page, close }: { page: PersonPage; close(): void }) {
  const { accountId } = useMe();
  const today = businessDay(useNow());
  const edit = useRecordEdit(page);
  const toasts = useToasts();
  const [typed, setTyped, clear] = useDraft<{
    division: string | null;
    address: string;
    from: string;
    correction: boolean;
  }>(`move-${accountId}-${page.id}`, {
    division: page.division.code,
    address: '',
    from: today,
    correction: false,
  });
  const save = async () => {
    const { division, address, from, correction } = typed;
    if (!division) return;
    const done = await edit.run((version) =>
      call(peopleMove, {
        params: { id: page.id },
        body: { version, division, address: address.trim(), from, correction },
      }),
    );
    if (!done) return;
    clear();
    toasts.done(correction ? '地址已更正' : '已登记迁居');
    close();
  };
  return (
    <RecordForm
      title="迁居"
      edit={edit}
      disabled={!typed.division || !typed.address.trim() || !typed.from}
      onSave={() => void save()}
      close={close}
    >
      <div className="fields">
        <Field label="社区（村）" required wide hint="输入街道或社区的名字查找">
          {({ 'aria-required': _required, 'aria-invalid': _invalid, ...ids }) => (
            <DivisionSelect
              {...ids}
              label="社区（村）"
              level="community"
              allowClear={false}
              value={typed.division ?? undefined}
              onChange={(division) => setTyped({ ...typed, division: division ?? null })}
            />
          )}
        </Field>
        <Field label="地址" required wide hint={`现为 ${page.identity.address}`}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={120}
              value={typed.address}
              onChange={(event) => setTyped({ ...typed, address: event.target.value })}
            />
          )}
        </Field>
        <Field label="从哪天起" required>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              max={today}
              value={typed.from}
              onChange={(event) => setTyped({ ...typed, from: event.target.value })}
            />
          )}
        </Field>
        <Field label="更正" hint="原来登记的就不对：直接替换，不留作历史">
          {({ id }) => (
            <Checkbox
              id={id}
              checked={typed.correction}
              onChange={(event) => setTyped({ ...typed, correction: event.target.checked })}
            >
              这是更正，不是搬家
            </Checkbox>
          )}
        </Field>
      </div>
      <NewsPreview
        personId={page.id}
        news={
          typed.division && typed.division !== page.division.code && typed.from && !typed.correction
            ? { moved: { on: typed.from, division: typed.division } }
            : null
        }
      />
    </RecordForm>
  );
}
