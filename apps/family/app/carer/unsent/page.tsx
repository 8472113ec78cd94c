'use client';
import { when } from '@heling/ui/format';
import { CarerPage } from '../../../src/carer/frame';
import { flush } from '../../../src/carer/outbox';
import { dropPhoto, dropStep } from '../../../src/carer/store';
import { useUnsent } from '../../../src/carer/use-unsent';
import { useNow } from '../../../src/now';
import { Action, Notice } from '../../../src/parts/basics';
import type { Me } from '../../../src/session';

export default function UnsentPage() {
  return (
    <CarerPage title="等待上传" back="/carer/">
      {(me) => <List me={me} />}
    </CarerPage>
  );
}

/** What waits on this phone, and what the server did not take: the carer sees it, and a dispatcher looks at it. */
function List({ me }: { me: Me }) {
  const now = useNow();
  const { steps, photos } = useUnsent(me.accountId);
  const waiting = [...steps, ...photos].some((each) => !each.refused);
  if (steps.length + photos.length === 0) return <Notice tone="good" title="全部已上传" />;
  return (
    <>
      {waiting && (
        <Action look="primary" onPress={() => void flush(me.accountId)}>
          现在上传
        </Action>
      )}
      {steps.map((step) => (
        <section key={step.seq} className="card stack">
          <p className="strong">{step.label}</p>
          <p className="muted">{when(step.at, now)}</p>
          {step.refused ? (
            <>
              <Notice
                tone="warn"
                title={
                  step.refused.result === 'conflict' ? '和系统里的记录不一致，已交调度员核对' : '系统没有收下'
                }
              >
                <span>{step.refused.detail}</span>
              </Notice>
              <Action look="plain" onPress={() => void dropStep(step.seq!)}>
                知道了
              </Action>
            </>
          ) : (
            <span className="tag">等待上传</span>
          )}
        </section>
      ))}
      {photos.map((photo) => (
        <section key={`p${photo.seq}`} className="card stack">
          <p className="strong">照片（第 {photo.visitId} 号上门）</p>
          <p className="muted">{when(photo.takenAt, now)}</p>
          {photo.refused ? (
            <>
              <Notice tone="warn" title="系统没有收下">
                <span>{photo.refused}</span>
              </Notice>
              <Action look="plain" onPress={() => void dropPhoto(photo.seq!)}>
                知道了
              </Action>
            </>
          ) : (
            <span className="tag">等待上传</span>
          )}
        </section>
      ))}
    </>
  );
}
