'use client';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { useKept } from './use-kept';

/**
 * Filters kept under a name in this browser. `value` holds codes only: what was typed about a person must not be in it.
 */
export function SavedFilters<F extends Record<string, unknown>>({
  name,
  value,
  onChoose,
}: {
  name: string;
  value: F;
  onChoose(value: F): void;
}) {
  const [kept, setKept] = useKept<{ title: string; value: F }[]>(`filters:${name}`, []);
  const [title, setTitle] = useState('');
  const [open, setOpen] = useState(false);
  const save = () => {
    const word = title.trim();
    if (!word) return;
    setKept([...kept.filter((each) => each.title !== word), { title: word, value }]);
    setTitle('');
  };
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      content={
        <div className="saved-filters">
          {kept.length === 0 && <p className="muted">还没有保存的筛选。选好条件后，取个名字存下来。</p>}
          {kept.map((each) => (
            <div key={each.title}>
              <Button
                type="link"
                onClick={() => {
                  onChoose(each.value);
                  setOpen(false);
                }}
              >
                {each.title}
              </Button>
              <Button
                type="text"
                aria-label={`删除筛选 ${each.title}`}
                onClick={() => setKept(kept.filter((other) => other !== each))}
              >
                ×
              </Button>
            </div>
          ))}
          <div className="row">
            <Input
              aria-label="筛选的名字"
              placeholder="筛选的名字"
              value={title}
              maxLength={20}
              onChange={(event) => setTitle(event.target.value)}
              onPressEnter={save}
            />
            <Button onClick={save} disabled={!title.trim()}>
              保存
            </Button>
          </div>
        </div>
      }
    >
      <Button>已存筛选{kept.length > 0 ? `（${kept.length}）` : ''}</Button>
    </Popover>
  );
}
