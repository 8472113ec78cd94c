'use client';
import { Button } from 'antd';
import { SCHEME_NAMES, SCHEMES } from '@heling/benefits/domain/pack';
import { benefitsDivisionReport } from '@heling/ui/api.gen';
import { count, yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { monthName } from '../benefits/words';
import { Answer, Empty } from '../parts/states';
import { PlacePath, type PlaceProps } from './place-path';
import { ReportTable } from './report-table';

/** What the runs of a month pay in each division below; a name leads one level down. */
export function Divisions({
  month,
  before,
  place,
  onDivision,
  onMonth,
}: PlaceProps & { month: string; before: string | undefined; onMonth: (month: string) => void }) {
  const answer = useCall(benefitsDivisionReport, { body: { month, ...place } }, { keep: true });
  return (
    <Answer of={answer} lines={8}>
      {({ path, rows, total, asOf }) => (
        <>
          <PlacePath path={path} asOf={asOf} onDivision={onDivision} />
          {rows.length === 0 ? (
            <Empty title={`${monthName(month)}还没有发放`}>
              <p>在“津贴发放”里开始这个月的发放，或换一个月份。</p>
              {before && <Button onClick={() => onMonth(before)}>看{monthName(before)}</Button>}
            </Empty>
          ) : (
            <ReportTable
              label={`${monthName(month)}各区划的发放`}
              rows={rows}
              rowKey={(row) => row.code}
              columns={[
                {
                  title: '区划',
                  of: (row) =>
                    row.code.length < 12 ? (
                      <Button type="link" size="small" onClick={() => onDivision(row.code)}>
                        {row.name}
                      </Button>
                    ) : (
                      row.name
                    ),
                  total: '合计',
                },
                { title: '人数', figure: true, of: (row) => count(row.people), total: count(total.people) },
                ...SCHEMES.map((scheme) => ({
                  title: SCHEME_NAMES[scheme],
                  figure: true,
                  of: (row: (typeof rows)[number]) => {
                    const found = row.schemes.find((each) => each.scheme === scheme);
                    return found ? yuan(found.fen) : '—';
                  },
                  total: yuan(
                    rows.reduce(
                      (sum, row) => sum + (row.schemes.find((each) => each.scheme === scheme)?.fen ?? 0),
                      0,
                    ),
                  ),
                })),
                {
                  title: '其中补发',
                  figure: true,
                  of: (row) => yuan(row.arrearsFen),
                  total: yuan(total.arrearsFen),
                },
                {
                  title: '合计',
                  figure: true,
                  of: (row) => yuan(row.regularFen + row.arrearsFen),
                  total: yuan(total.regularFen + total.arrearsFen),
                },
                {
                  title: '银行已付',
                  figure: true,
                  of: (row) => yuan(row.paidFen),
                  total: yuan(total.paidFen),
                },
              ]}
            />
          )}
        </>
      )}
    </Answer>
  );
}
