'use client';
import { useRef, useState } from 'react';
import { visitsPage } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import { Action, Notice } from '../parts/basics';
import { Tick } from '../parts/fields';
import { downscale } from '../picture';
import { recordPhoto } from './outbox';
import { useUnsent } from './use-unsent';

/** Photographs as evidence, only after the person has been asked; made smaller on the phone, sent when there is a network. */
export function Photos({ visit, account }: { visit: PhoneVisit; account: number }) {
  const input = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState(false);
  const [bad, setBad] = useState(false);
  const page = useCall(visitsPage, { params: { id: visit.id } });
  const { photos } = useUnsent(account);
  const waiting = photos.filter((photo) => photo.visitId === visit.id);
  const sent = page.data?.evidence.length ?? 0;
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBad(false);
    try {
      await recordPhoto(account, visit.id, await downscale(file));
    } catch {
      setBad(true);
    }
  };
  return (
    <section className="card stack">
      <h2>拍照留底</h2>
      <Tick label="已当面问过，老人同意拍照" value={asked} onChange={setAsked} />
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        accept="image/*"
        capture="environment"
        tabIndex={-1}
        aria-label="拍照"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Action off={!asked} onPress={() => input.current?.click()}>
        拍一张
      </Action>
      {bad && <Notice tone="warn" title="这张照片打不开，请再拍一张" />}
      {(sent > 0 || waiting.length > 0) && (
        <p>
          已上传 {sent} 张{waiting.length > 0 && `，${waiting.length} 张等待上传`}
        </p>
      )}
    </section>
  );
}
