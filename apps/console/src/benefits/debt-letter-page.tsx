'use client';
import { Button } from 'antd';
import Link from 'next/link';
import { businessDay } from '@heling/platform/domain/calendar';
import { benefitsDebtLetter } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import { PageAnswer } from '../filters/page-answer';
import { Money } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useIdParam } from '../parts/use-param';
import { useMe } from '../shell/me';
import styles from './benefits.module.css';

const TITLE = '多发津贴追回通知书';

/** The letter of a claim, for A4. */
export function DebtLetterPage() {
  const [id] = useIdParam();
  const { divisionName } = useMe();
  const today = businessDay(useNow(60_000));
  const answer = useCall(benefitsDebtLetter, { params: { id: id ?? 0 } }, { enabled: id !== null });
  if (id === null) {
    return (
      <>
        <PageHead title={TITLE} />
        <Empty title="没有说明是哪笔追回">
          <Link href="/debts/">到多发追回里选一笔</Link>
        </Empty>
      </>
    );
  }
  return (
    <PageAnswer of={answer} title={TITLE}>
      {(sheet) => (
        <>
          <PageHead
            title={TITLE}
            sub="含完整姓名，打开和打印记入审计"
            tab={`追回通知书 ${id}`}
            actions={
              <>
                <Link prefetch={false} href={`/debts/?open=${id}`} style={{ alignSelf: 'center' }}>
                  回到这笔追回
                </Link>
                <Button type="primary" onClick={() => window.print()}>
                  打印
                </Button>
              </>
            }
          />
          <article className={`panel ${styles.letter}`} aria-label={TITLE}>
            <p className="muted">编号 {id}</p>
            <p>{sheet.letter}</p>
            {sheet.plan.length > 1 && (
              <table className={styles.plain} aria-label="分期">
                <thead>
                  <tr>
                    <th scope="col">期</th>
                    <th scope="col">归还日期</th>
                    <th scope="col" className={styles.right}>
                      金额
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {sheet.plan.map((part, i) => (
                    <tr key={part.dueOn}>
                      <td>第 {i + 1} 期</td>
                      <td>{part.dueOn}</td>
                      <td className={styles.right}>
                        <Money fen={part.fen} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            <p style={{ textAlign: 'right' }}>
              {divisionName ?? '鹤壁市'}民政部门
              <br />
              {today}
            </p>
          </article>
        </>
      )}
    </PageAnswer>
  );
}
