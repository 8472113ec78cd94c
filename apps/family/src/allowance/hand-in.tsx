'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { benefitsAddPaper, benefitsPapers } from '@heling/ui/api.gen';
import { problemOf, upload, type ApiProblem } from '@heling/ui/client';
import { keyOf } from '@heling/ui/react/use-call';
import { Action, Notice, Trouble } from '../parts/basics';
import { downscale } from '../picture';
import type { Papers } from './words';

/** Papers by photograph: one button for each that helps, made smaller on the phone before they are sent. */
export function HandIn({ id, papers }: { id: number; papers: Papers }) {
  if (!papers.open && papers.items.length === 0) return null;
  return (
    <section className="card stack">
      <h2>材料</h2>
      {papers.open && <p className="muted">有的话拍张照，办得更快；没有也可以不交。</p>}
      {papers.open ? (
        papers.wanted.map((each) => <Paper key={each.kind} id={id} paper={each} />)
      ) : (
        <p>已交 {papers.items.length} 张照片，不能再交。</p>
      )}
      {papers.items.length > 0 && (
        <ul className="list">
          {papers.items.map((item) => (
            <li key={item.id}>
              <a className="button plain" href={`/api/benefits/papers/${item.id}/file`}>
                看{item.name}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Paper({ id, paper }: { id: number; paper: Papers['wanted'][number] }) {
  const input = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiProblem | null>(null);
  const [bad, setBad] = useState(false);
  const send = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setError(null);
    setBad(false);
    try {
      const photo = await downscale(file).catch(() => null);
      if (!photo) return setBad(true);
      await upload(benefitsAddPaper, {
        params: { id },
        file: photo,
        fileName: 'paper.jpg',
        fields: { kind: paper.kind },
      });
      await client.invalidateQueries({ queryKey: keyOf(benefitsPapers) });
    } catch (caught) {
      setError(problemOf(caught));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="stack">
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        accept="image/*"
        tabIndex={-1}
        aria-label={`${paper.name}的照片`}
        onChange={(event) => {
          void send(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Action busy={busy} onPress={() => input.current?.click()}>
        {paper.given ? `✓ ${paper.name}，再拍一张` : `拍${paper.name}`}
      </Action>
      {bad && <Notice tone="warn" title="这张照片打不开，请再拍一张" />}
      <Trouble error={error} />
    </div>
  );
}
