'use client';
import { Button, Checkbox, Input, Select } from 'antd';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { SCHEME_NAMES, type Scheme } from '@heling/benefits/domain/pack';
import { benefitsApply, benefitsEntitlements, benefitsOfPerson } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { optionsOf } from '../parts/options';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { PersonPicker } from '../people/person-picker';

/** Applies for somebody: who, for what, and what the street should know. */
export function ApplyDialog({ person, close }: { person?: { id: number; name: string }; close(): void }) {
  const router = useRouter();
  const toasts = useToasts();
  const [who, setWho] = useState(person ?? null);
  const [scheme, setScheme] = useState<Scheme>('old-age-allowance');
  const [officialRelative, setRelative] = useState(false);
  const [note, setNote] = useState('');
  const apply = useCommand(benefitsApply, [benefitsEntitlements, benefitsOfPerson]);
  const there = (apply.error?.problem as { current?: { id?: number } } | undefined)?.current?.id;
  return (
    <Dialog
      title="代办津贴申请"
      width={680}
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>取消</Button>
          <Button
            type="primary"
            disabled={!who}
            loading={apply.isPending}
            onClick={() =>
              who &&
              apply.mutate(
                {
                  body: {
                    personId: who.id,
                    scheme,
                    officialRelative,
                    ...(note.trim() ? { note: note.trim() } : {}),
                  },
                },
                {
                  onSuccess: ({ id }) => {
                    toasts.done('已申请，等街道初审');
                    router.push(`/application/?id=${id}`);
                    close();
                  },
                },
              )
            }
          >
            提交申请
          </Button>
        </>
      }
    >
      {who ? (
        <p>
          老人：<strong>{who.name}</strong>{' '}
          {!person && (
            <Button size="small" onClick={() => setWho(null)}>
              换一位
            </Button>
          )}
        </p>
      ) : (
        <PersonPicker autoFocus onPick={({ id, name }) => setWho({ id, name })} />
      )}
      {who && (
        <div className="fields">
          <Field label="津贴" required wide>
            {({ id }) => (
              <Select
                id={id}
                aria-label="津贴"
                value={scheme}
                onChange={setScheme}
                options={optionsOf(SCHEME_NAMES)}
              />
            )}
          </Field>
          <Field label="干部亲属" wide>
            {({ id }) => (
              <Checkbox
                id={id}
                checked={officialRelative}
                onChange={(event) => setRelative(event.target.checked)}
              >
                是干部亲属（每张名单上都标出，从严审核）
              </Checkbox>
            )}
          </Field>
          <Field label="说明" wide hint="给街道初审看，如已核对的材料">
            {(ids) => (
              <Input.TextArea
                {...ids}
                rows={2}
                maxLength={500}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
        </div>
      )}
      <Problem problem={apply.error} />
      {there !== undefined && (
        <Button
          onClick={() => {
            router.push(`/application/?id=${there}`);
            close();
          }}
        >
          打开那份申请
        </Button>
      )}
    </Dialog>
  );
}
