'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { peopleSearch } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { useSettled } from '../parts/use-settled';
import { useMe } from './me';
import { placesFor } from './tasks';

interface Hit {
  key: string;
  kind: string;
  text: string;
  more: string;
  path: string;
}

/** Goes anywhere by typing: a person, an order's number, a page. */
export default function Palette({ close }: { close(): void }) {
  const me = useMe();
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const word = typed.trim();
  const settled = useSettled(word);
  const readsPeople = placesFor(me.roles).some((place) => place.path === '/people/');
  const people = useCall(
    peopleSearch,
    { body: { q: settled, limit: 8, status: 'all' } },
    { enabled: readsPeople && settled.length >= 2, keep: true },
  );

  const pages = placesFor(me.roles).filter(
    (place) =>
      place.listed && (!word || place.title.includes(word) || place.initials.startsWith(word.toLowerCase())),
  );
  const hits: Hit[] = [
    ...(/^\d{1,12}$/.test(word)
      ? [
          {
            key: 'order',
            kind: '订单',
            text: `订单 ${word}`,
            more: '按订单号打开',
            path: `/order/?id=${word}`,
          },
        ]
      : []),
    ...(word.length >= 2 && settled.length >= 2 ? (people.data?.items ?? []) : []).map((person) => ({
      key: `person${person.id}`,
      kind: '老人',
      text: `${person.name} ${person.age} 岁`,
      more: [person.division.county, person.division.street, person.division.community, person.phone]
        .filter(Boolean)
        .join(' '),
      path: `/person/?id=${person.id}`,
    })),
    ...pages.map((place) => ({
      key: place.path,
      kind: '页面',
      text: place.title,
      more: '',
      path: place.path,
    })),
  ];
  const here = Math.min(at, Math.max(0, hits.length - 1));
  useEffect(() => {
    list.current?.querySelector(`[data-index="${here}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [here]);

  const open = (hit: Hit | undefined) => {
    if (!hit) return;
    close();
    router.push(hit.path);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(here + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(here - 1, 0));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) open(hits[here]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="查找" footer={null} onCancel={close} width={680} style={{ top: 80 }} className="palette">
      <input
        className="palette-input"
        role="combobox"
        aria-label="老人、订单号或页面"
        aria-expanded="true"
        aria-controls="palette-hits"
        aria-activedescendant={hits[here] ? `palette-${here}` : undefined}
        placeholder="老人的姓名、拼音、电话，订单号，或页面"
        autoFocus
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul id="palette-hits" role="listbox" aria-label="结果" ref={list}>
        {hits.map((hit, i) => (
          <li
            key={hit.key}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === here}
            data-index={i}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => open(hit)}
          >
            <span className="palette-kind">{hit.kind}</span>
            <span>{hit.text}</span>
            <span className="muted">{hit.more}</span>
          </li>
        ))}
      </ul>
      {hits.length === 0 && (
        <p className="muted" role="status">
          {people.isFetching ? '正在查找' : people.error ? people.error.message : '没有找到，换一个说法试试'}
        </p>
      )}
    </Dialog>
  );
}
