'use client';
import { Button } from 'antd';
import { useEffect } from 'react';
import { peoplePrintAssessment } from '@heling/ui/api.gen';
import { absolute } from '@heling/ui/format';
import { TERMS } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';
import { Answer } from '../parts/states';

/** The report on A4, as people sign it on paper; fetching it is audited. */
export function AssessmentPrint({ id, close }: { id: number; close(): void }) {
  const report = useCall(peoplePrintAssessment, { params: { id } });
  const ready = report.data !== undefined;
  useEffect(() => {
    if (ready) window.print();
  }, [ready]);
  return (
    <Answer of={report} lines={10}>
      {(data) => (
        <article className="report" aria-label="评估报告">
          <div className="row no-print">
            <Button type="primary" onClick={() => window.print()}>
              打印
            </Button>
            <Button onClick={close}>关闭</Button>
          </div>
          <h2>{data.title}</h2>
          <p className="report-standard">
            {data.standard} {TERMS.demo}
          </p>
          <table>
            <tbody>
              <tr>
                <th scope="row">姓名</th>
                <td>{data.person.name}</td>
                <th scope="row">性别</th>
                <td>{data.person.sex}</td>
                <th scope="row">年龄</th>
                <td>{data.person.age} 岁</td>
              </tr>
              <tr>
                <th scope="row">身份证号</th>
                <td>{data.person.idNumber ?? '无'}</td>
                <th scope="row">出生日期</th>
                <td>{data.person.birth}</td>
                <th scope="row">区划</th>
                <td>{data.person.division}</td>
              </tr>
              <tr>
                <th scope="row">评估日期</th>
                <td>{data.assessedOn}</td>
                <th scope="row">有效至</th>
                <td>{data.validUntil}</td>
                <th scope="row">结论</th>
                <td>
                  <strong>
                    {data.level}（{data.total} 分）
                  </strong>
                </td>
              </tr>
            </tbody>
          </table>
          <table>
            <thead>
              <tr>
                <th scope="col">项目</th>
                <th scope="col">得分</th>
                <th scope="col">情况</th>
              </tr>
            </thead>
            {data.groups.map((group) => (
              <tbody key={group.name}>
                <tr>
                  <th colSpan={3} scope="rowgroup">
                    {group.name} {group.score}/{group.max}
                  </th>
                </tr>
                {group.items.map((item) => (
                  <tr key={item.key}>
                    <td>{item.name}</td>
                    <td>
                      {item.score}/{item.max}
                    </td>
                    <td>{item.meaning}</td>
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
          <p>
            按总分：{data.levelByScore}。{data.adjustments.join('；')}
          </p>
          <p>
            诊断：{data.diagnoses.join('、') || '无'}　风险事件：{data.riskEvents.join('、') || '无'}
          </p>
          {data.signatures.map((signature, i) => (
            <p key={signature.at}>
              第{i === 0 ? '一' : '二'}位评估员：{signature.name}　{absolute(signature.at)}
            </p>
          ))}
          <p className="muted">
            打印：{data.printedBy}　{absolute(data.printedAt)}
          </p>
        </article>
      )}
    </Answer>
  );
}
