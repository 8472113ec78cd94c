'use client';
import { benefitsLedgerReport } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { monthName } from '../benefits/words';
import { Answer, Empty } from '../parts/states';
import { PlacePath, type PlaceProps } from './place-path';
import { ReportTable } from './report-table';

/** The ledger in sums: what was brought in, paid, recovered and forgiven for each month. */
export function LedgerTable({ from, to, place, onDivision }: PlaceProps & { from: string; to: string }) {
  const answer = useCall(benefitsLedgerReport, { body: { from, to, ...place } }, { keep: true });
  return (
    <Answer of={answer} lines={8}>
      {({ path, rows, asOf }) => {
        const sum = (of: (row: (typeof rows)[number]) => number) =>
          yuan(rows.reduce((total, row) => total + of(row), 0));
        return (
          <>
            <PlacePath path={path} asOf={asOf} onDivision={onDivision} />
            {rows.length === 0 ? (
              <Empty title="这段时间台账上没有记录">发放结账以后，或导入期初台账以后，这里有数。</Empty>
            ) : (
              <ReportTable
                label="发放台账"
                rows={rows}
                rowKey={(row) => `${row.month}${row.scheme}`}
                columns={[
                  { title: '所属月份', of: (row) => monthName(row.month), total: '合计' },
                  { title: '津贴', of: (row) => row.schemeName },
                  {
                    title: '期初导入',
                    figure: true,
                    of: (row) => yuan(row.openingFen),
                    total: sum((row) => row.openingFen),
                  },
                  { title: '发放', figure: true, of: (row) => yuan(row.paid), total: sum((row) => row.paid) },
                  {
                    title: '追回',
                    figure: true,
                    of: (row) => yuan(row.recovered),
                    total: sum((row) => row.recovered),
                  },
                  {
                    title: '核销',
                    figure: true,
                    of: (row) => yuan(row.writtenOff),
                    total: sum((row) => row.writtenOff),
                  },
                  { title: '净额', figure: true, of: (row) => yuan(row.net), total: sum((row) => row.net) },
                ]}
              />
            )}
            <p className="muted">净额 = 期初导入 + 发放 − 追回；核销不动钱，只是不再追。</p>
          </>
        );
      }}
    </Answer>
  );
}
