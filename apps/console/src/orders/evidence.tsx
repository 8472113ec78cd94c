'use client';
import { useState } from 'react';
import { Button } from 'antd';
import { visitsEvidenceFile } from '@heling/ui/api.gen';
import { download, problemOf, type ApiProblem } from '@heling/ui/client';
import { When } from '../parts/marks';
import { Problem } from '../parts/states';
import { EVIDENCE_KINDS } from './words';
import styles from './orders.module.css';

/** Photos and signatures of a visit. Each is fetched only when asked for: looking at it is recorded. */
export function Evidence({ items }: { items: { id: number; kind: string; takenAt: string }[] }) {
  const [shown, setShown] = useState<Record<number, string>>({});
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (items.length === 0) return <p className="muted">没有上传照片或签字。</p>;
  const show = async (id: number) => {
    setProblem(null);
    try {
      const { content } = await download(visitsEvidenceFile, { params: { id } });
      setShown((before) => ({ ...before, [id]: URL.createObjectURL(content) }));
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      <ul className={styles.evidence}>
        {items.map((item) => (
          <li key={item.id}>
            {EVIDENCE_KINDS[item.kind] ?? '文件'} <When at={item.takenAt} />
            {shown[item.id] ? (
              // An object URL of the browser, not an image of the site.
              <img src={shown[item.id]} alt={`${EVIDENCE_KINDS[item.kind] ?? '文件'} ${item.id}`} />
            ) : (
              <Button size="small" onClick={() => void show(item.id)}>
                查看（会记录）
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Problem problem={problem} />
    </>
  );
}
