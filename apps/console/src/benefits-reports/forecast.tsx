'use client';
import { benefitsForecast } from '@heling/ui/api.gen';
import { count, yuan } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { monthName } from '../benefits/words';
import { Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { PlacePath, type PlaceProps } from './place-path';
import { ReportTable } from './report-table';
import styles from './reports.module.css';

const bandName = (band: string): string => (/^\d/.test(band) ? `${band.replace('-', '–')} 岁` : band);

/** Twelve months to come: how many people in each band, what they cost, and what is taken for granted. */
export function Forecast({ place, onDivision }: PlaceProps) {
  const answer = useCall(benefitsForecast, { body: place }, { keep: true });
  return (
    <Answer of={answer} lines={12}>
      {({ path, schemes, fen, assumptions, asOf }) => (
        <>
          <PlacePath path={path} asOf={asOf} onDivision={onDivision} />
          {schemes.length === 0 ? (
            <Empty title="还没有生效的政策包">政策包公布以后，这里按它预测今后 12 个月的预算。</Empty>
          ) : (
            <>
              <div className={styles.tiles}>
                <div className={styles.tile}>
                  <span>今后 12 个月共需</span>
                  <b>{yuan(fen)}</b>
                </div>
                {schemes.map((scheme) => (
                  <div key={scheme.scheme} className={styles.tile}>
                    <span>
                      {scheme.schemeName}（{scheme.packVersion} 版）
                    </span>
                    <b>{yuan(scheme.fen)}</b>
                  </div>
                ))}
              </div>
              {schemes.map((scheme) => {
                const bands = [
                  ...new Set(scheme.months.flatMap(({ cells }) => cells.map(({ band }) => band))),
                ];
                const byAge = scheme.scheme === 'old-age-allowance';
                type Row = (typeof scheme.months)[number];
                const cellOf = (row: Row, band: string) => row.cells.find((cell) => cell.band === band);
                return (
                  <Panel key={scheme.scheme} title={scheme.schemeName}>
                    <ReportTable
                      label={`${scheme.schemeName}今后 12 个月`}
                      rows={scheme.months}
                      rowKey={(row) => row.month}
                      columns={[
                        { title: '月份', of: (row) => monthName(row.month), total: '合计' },
                        ...(byAge
                          ? [{ title: '新起发', figure: true, of: (row: Row) => `${count(row.starting)} 人` }]
                          : []),
                        ...bands.flatMap((band) => [
                          {
                            title: `${bandName(band)}人数`,
                            figure: true,
                            of: (row: Row) => count(cellOf(row, band)?.people ?? 0),
                          },
                          {
                            title: `${bandName(band)}金额`,
                            figure: true,
                            of: (row: Row) => yuan(cellOf(row, band)?.fen ?? 0),
                          },
                        ]),
                        {
                          title: '本月共需',
                          figure: true,
                          of: (row) => yuan(row.fen),
                          total: yuan(scheme.fen),
                        },
                      ]}
                    />
                  </Panel>
                );
              })}
              <Panel title="预测用的假设">
                <ul className={styles.assumptions}>
                  {assumptions.map((each) => (
                    <li key={each}>{each}</li>
                  ))}
                </ul>
              </Panel>
            </>
          )}
        </>
      )}
    </Answer>
  );
}
