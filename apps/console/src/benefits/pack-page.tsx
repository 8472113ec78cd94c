'use client';
import { Button } from 'antd';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { packsRoute } from '@heling/benefits/contract/packs';
import { SCHEME_NAMES, SCHEMES } from '@heling/benefits/domain/pack';
import { businessMonth } from '@heling/platform/domain/calendar';
import {
  benefitsDraftPack,
  benefitsDryRuns,
  benefitsPacks,
  benefitsRedraftPack,
  benefitsSignPack,
} from '@heling/ui/api.gen';
import { count, yuan } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { PageAnswer } from '../filters/page-answer';
import { usePlaceName } from '../filters/places';
import { useConfirm } from '../parts/confirm';
import { Mark, When } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useIdParam, useParam } from '../parts/use-param';
import { useMay, useMe } from '../shell/me';
import { DryRunPanel, useDryRun } from './dry-run-panel';
import { PackEditor } from './pack-editor';
import { emptyForm, formOf, packOf, problemsOf, type PackForm } from './pack-form';
import { DRAFTERS, PACK_STATES } from './pack-words';
import { monthName } from './words';
import styles from './benefits.module.css';

type Pack = Output<typeof packsRoute>['items'][number];

/** One policy pack: `?id=` on record, `?copy=` a new version of one, `?scheme=` a new one. */
export function PackPage() {
  const [id] = useIdParam();
  const [copy] = useIdParam('copy');
  const [scheme] = useParam('scheme');
  const answer = useCall(benefitsPacks, {});
  return (
    <PageAnswer of={answer} title="政策包">
      {({ items }) => {
        const found = items.find((each) => each.id === (id ?? copy));
        if (id !== null && found) return <OnRecord key={`${id}-${found.version}`} pack={found} />;
        if (id === null && (found ?? SCHEMES.some((each) => each === scheme))) {
          return (
            <NewPack key={`${copy}${scheme}`} of={found} scheme={SCHEMES.find((each) => each === scheme)} />
          );
        }
        return (
          <>
            <PageHead title="政策包" />
            <Empty title="没有找到这个政策包">
              <p>请从津贴政策里打开。</p>
            </Empty>
          </>
        );
      }}
    </PageAnswer>
  );
}

function NewPack({ of, scheme }: { of: Pack | undefined; scheme: PackForm['scheme'] | undefined }) {
  const router = useRouter();
  const toasts = useToasts();
  const { scope } = useMe();
  const month = businessMonth(useNow(60_000));
  const [form, setForm] = useState<PackForm>(() =>
    of
      ? { ...formOf(of.data, month, of.noticeDays), version: '' }
      : emptyForm(scheme ?? 'old-age-allowance', scope.divisions[0] ?? '', month),
  );
  const draft = useCommand(benefitsDraftPack, [benefitsPacks]);
  return (
    <>
      <PageHead
        title={`起草${SCHEME_NAMES[form.scheme]}政策包`}
        sub={of && `照 ${of.packVersion} 起草，原来的不变`}
        actions={
          <Button
            type="primary"
            disabled={problemsOf(form).length > 0}
            loading={draft.isPending}
            onClick={() =>
              draft.mutate(
                {
                  body: {
                    pack: packOf(form),
                    effectiveFrom: form.effectiveFrom,
                    noticeDays: form.noticeDays,
                  },
                },
                {
                  onSuccess: ({ id }) => {
                    toasts.done('草案已保存，可以试算');
                    router.replace(`/pack/?id=${id}`);
                  },
                },
              )
            }
          >
            保存草案
          </Button>
        }
      />
      <Problem problem={draft.error} />
      <PackEditor form={form} onChange={setForm} />
    </>
  );
}

function OnRecord({ pack }: { pack: Pack }) {
  const router = useRouter();
  const toasts = useToasts();
  const place = usePlaceName();
  const drafts = useMay(DRAFTERS);
  const editable = drafts && pack.state === 'draft';
  const [form, setForm] = useState<PackForm>(() => formOf(pack.data, pack.effectiveFrom, pack.noticeDays));
  const asOnRecord = JSON.stringify(formOf(pack.data, pack.effectiveFrom, pack.noticeDays));
  const changed = JSON.stringify(form) !== asOnRecord;
  const redraft = useCommand(benefitsRedraftPack, [benefitsPacks, benefitsDryRuns]);
  return (
    <>
      <PageHead
        title={`${pack.schemeName}政策包 ${pack.packVersion}`}
        sub={
          <span className="row">
            <Mark tone={PACK_STATES[pack.state].tone}>{PACK_STATES[pack.state].name}</Mark>
            {place(pack.jurisdiction)}，从 {monthName(pack.effectiveFrom)}的发放起
            {pack.publishedAt && (
              <span>
                ，公布 <When at={pack.publishedAt} />
              </span>
            )}
          </span>
        }
        actions={
          <>
            {editable && changed && (
              <Button
                type="primary"
                disabled={problemsOf(form).length > 0}
                loading={redraft.isPending}
                onClick={() =>
                  redraft.mutate(
                    {
                      params: { id: pack.id },
                      body: {
                        version: pack.version,
                        pack: packOf(form),
                        effectiveFrom: form.effectiveFrom,
                        noticeDays: form.noticeDays,
                      },
                    },
                    { onSuccess: () => toasts.done('草案已修改，请重新试算') },
                  )
                }
              >
                保存修改
              </Button>
            )}
            {!changed && <Sign pack={pack} />}
            {drafts && <Button onClick={() => router.push(`/pack/?copy=${pack.id}`)}>照此起草新版本</Button>}
            <Button onClick={() => window.print()}>打印</Button>
          </>
        }
      />
      <Problem problem={redraft.error} />
      {changed && <p className="muted">改动还没有保存；试算和签字都按已保存的草案。</p>}
      <div className={styles.stack}>
        {pack.state !== 'published' && <DryRunPanel pack={pack} />}
        {editable ? (
          <PackEditor form={form} onChange={setForm} />
        ) : (
          <Panel title="标准和规则">
            <PackEditor form={form} onChange={setForm} readOnly />
          </Panel>
        )}
      </div>
    </>
  );
}

/** One of two signatures; says what the dry run found, or that there is none. */
function Sign({ pack }: { pack: Pack }) {
  const toasts = useToasts();
  const confirm = useConfirm();
  const may = useMay(DRAFTERS);
  const { newest, result } = useDryRun(pack.id);
  const sign = useCommand(benefitsSignPack, [benefitsPacks]);
  if (!may || pack.state === 'published') return null;
  if (!pack.canSign) {
    return (
      <span className="muted">{pack.state === 'signed' ? '您已签过，请另一个人签字' : '由上级签字'}</span>
    );
  }
  const second = pack.state === 'signed';
  const go = async () => {
    const tried = result && !newest?.outdated;
    const sure = await confirm({
      title: second ? '第二人签字，公布政策' : '第一人签字',
      consequences: [
        tried ? (
          <>
            试算：每月 {yuan(result.costBefore)} → {yuan(result.costAfter)}，多 {count(result.gainers.people)}{' '}
            人，少 {count(result.losers.people)} 人
          </>
        ) : (
          <Mark tone="p1">这份草案还没有算好的试算，建议先试算</Mark>
        ),
        second
          ? `公布后从 ${monthName(pack.effectiveFrom)}的发放起按它算，不能再改`
          : '还要另一个人签字才公布；签字后草案不能再改',
        '已发过的月份不改：差额在以后的月份补发，多发的另立追回',
        '签字人和时间记入审计',
      ],
      verb: second ? '签字并公布' : '签字',
    });
    if (sure) {
      sign.mutate(
        { params: { id: pack.id }, body: { version: pack.version } },
        {
          onSuccess: ({ published }) => toasts.done(published ? '已公布' : '已签字，等第二人签字'),
          onError: toasts.failed,
        },
      );
    }
  };
  return (
    <Button type="primary" loading={sign.isPending} onClick={() => void go()}>
      签字
    </Button>
  );
}
