'use client';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { PersonItem } from '@heling/people/contract/persons';
import { NEED_LEVEL_NAMES, SEX_NAMES } from '@heling/people/domain/person';
import { peopleSearch } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import { Problem } from '../parts/states';
import { useSettled } from '../parts/use-settled';

/** Finds a person by typing: ↑↓ to choose, Enter to take. */
export function PersonPicker({
  label = '老人',
  autoFocus = false,
  exceptId,
  onPick,
}: {
  label?: string;
  autoFocus?: boolean;
  exceptId?: number;
  onPick(person: PersonItem): void;
}) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const wantsFirst = useRef(false);
  const word = typed.trim();
  const settled = useSettled(word);
  const answer = useCall(
    peopleSearch,
    { body: { q: settled, limit: 10 } },
    { enabled: settled.length >= 2, keep: true },
  );
  const current = settled === word && !answer.isPlaceholderData && answer.data !== undefined;
  const hits = word.length >= 2 ? (answer.data?.items ?? []).filter((each) => each.id !== exceptId) : [];
  const here = Math.min(at, Math.max(0, hits.length - 1));
  // Enter before the answer is there takes it when it comes and is the only one, never one of an older word.
  const only = current && hits.length === 1 ? hits[0] : undefined;
  useEffect(() => {
    if (!wantsFirst.current || !current) return;
    wantsFirst.current = false;
    if (only) onPick(only);
  }, [current, only, onPick]);
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(here + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(here - 1, 0));
    else if (event.key === 'Enter') {
      const hit = hits[here];
      if (current && hit) onPick(hit);
      else wantsFirst.current = true;
    } else return;
    event.preventDefault();
  };
  return (
    <div className="picker">
      <input
        className="palette-input"
        role="combobox"
        aria-label={label}
        aria-expanded={hits.length > 0}
        aria-controls="picker-hits"
        aria-activedescendant={hits[here] ? `pick-${here}` : undefined}
        placeholder="姓名、拼音首字母、完整的身份证号或电话、地址，至少两个字"
        autoFocus={autoFocus}
        autoComplete="off"
        value={typed}
        maxLength={60}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          wantsFirst.current = false;
        }}
        onKeyDown={onKey}
      />
      <Problem problem={answer.error} retry={() => void answer.refetch()} />
      <ul id="picker-hits" role="listbox" aria-label="找到的老人">
        {hits.map((person, i) => (
          <li
            key={person.id}
            id={`pick-${i}`}
            role="option"
            aria-selected={i === here}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(person)}
          >
            <strong>{person.name}</strong>
            <span>
              {SEX_NAMES[person.sex]} {person.age} 岁
            </span>
            <span>{person.phone ?? '无电话'}</span>
            <span className="muted">
              {[person.division.county, person.division.street, person.division.community]
                .filter(Boolean)
                .join(' ')}
            </span>
            <span className="muted">{person.needLevel ? NEED_LEVEL_NAMES[person.needLevel] : ''}</span>
          </li>
        ))}
      </ul>
      {word.length >= 2 && current && hits.length === 0 && (
        <p className="muted" role="status">
          没有找到。可以换成拼音首字母、完整的电话或地址的一部分再试。
        </p>
      )}
    </div>
  );
}
