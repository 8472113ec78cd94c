const dayWord = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
const monthWord = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`;

/** A step of an application as the family is told of it. */
export interface StepTold {
  step: string;
  schemeName: string;
  /** `您` for the senior, else the masked name, e.g. 王**. */
  whose: string;
  /** Last day of the public notice. */
  noticeUntil: string | null;
  /** Last day on which an objection is in time. */
  objectUntil: string | null;
}

/** The text of a message (短信正文) about an application: no amount, no reason, no address; null: nothing to tell. */
export function stepText({ step, schemeName, whose, noticeUntil, objectUntil }: StepTold): string | null {
  const whom = whose === '您' ? '您' : ` ${whose} `;
  const where = '请在鹤龄“津贴补贴”里查看。';
  switch (step) {
    case 'find':
      return `系统已主动替${whom}申请${schemeName}，不用另外申请。进度${where}`;
    case 'return':
      return `${whom.trimStart()}的${schemeName}申请需要补正材料，${where}`;
    case 'approve':
      return `${whom.trimStart()}的${schemeName}已经批准，公示到${dayWord(noticeUntil!)}，没有异议就生效。`;
    case 'refuse':
      return `${whom.trimStart()}的${schemeName}没有批准。原因${where}不服的，${dayWord(objectUntil!)}前可以提出异议。`;
    case 'grant':
      return `${whom.trimStart()}的${schemeName}已经生效，从下次发放起按月发到登记的账户。`;
    default:
      return null;
  }
}

/** Reminds of the life certification (生存认证): `until` its last month, `graceUntil` with the grace. */
export function certificationText(whose: string, month: string, until: string, graceUntil: string): string {
  const whom = whose === '您' ? '您' : `${whose} `;
  const when =
    month <= until
      ? `${monthWord(until)}到期`
      : month < graceUntil
        ? `已经到期，最晚${monthWord(graceUntil)}办理`
        : '本月底就要过宽限期';
  return `${whom}的津贴生存认证${when}。请带身份证到社区认证；走不动的，可打 12349 约上门或视频认证。`;
}

/** Reminds a member of staff of applications whose time runs out. */
export function deadlineText(count: number, overdue: number): string {
  const late = overdue > 0 ? `，其中 ${overdue} 份已经超期` : '';
  return `您有 ${count} 份津贴申请要在两天内办理${late}。请登录鹤龄“津贴申请”处理。`;
}
