// Made from the contracts by `node tools/build/contracts.mjs`; do not edit.
import type * as accessAccountsContract from '@heling/access/contract/accounts';
import type * as accessAuditLogContract from '@heling/access/contract/auditLog';
import type * as accessConsentsContract from '@heling/access/contract/consents';
import type * as accessSessionContract from '@heling/access/contract/session';
import type * as accessSessionsContract from '@heling/access/contract/sessions';
import type * as accessTokensContract from '@heling/access/contract/tokens';
import type * as benefitsDeskContract from '@heling/benefits/contract/desk';
import type * as benefitsEntitlementsContract from '@heling/benefits/contract/entitlements';
import type * as benefitsFactsContract from '@heling/benefits/contract/facts';
import type * as benefitsFamilyContract from '@heling/benefits/contract/family';
import type * as benefitsPacksContract from '@heling/benefits/contract/packs';
import type * as benefitsReportsContract from '@heling/benefits/contract/reports';
import type * as benefitsRunsContract from '@heling/benefits/contract/runs';
import type * as benefitsTrialsContract from '@heling/benefits/contract/trials';
import type * as dispatchAssignContract from '@heling/dispatch/contract/assign';
import type * as dispatchBoardContract from '@heling/dispatch/contract/board';
import type * as dispatchPlansContract from '@heling/dispatch/contract/plans';
import type * as dispatchSheetContract from '@heling/dispatch/contract/sheet';
import type * as dispatchVisitsContract from '@heling/dispatch/contract/visits';
import type * as exchangeWebhooksContract from '@heling/exchange/contract/webhooks';
import type * as insightFiguresContract from '@heling/insight/contract/figures';
import type * as insightOverviewContract from '@heling/insight/contract/overview';
import type * as notifyPhoneContract from '@heling/notify/contract/phone';
import type * as ordersKitchenContract from '@heling/orders/contract/kitchen';
import type * as ordersMenuContract from '@heling/orders/contract/menu';
import type * as ordersOrdersContract from '@heling/orders/contract/orders';
import type * as ordersPaymentsContract from '@heling/orders/contract/payments';
import type * as ordersQueueContract from '@heling/orders/contract/queue';
import type * as ordersRatingsContract from '@heling/orders/contract/ratings';
import type * as ordersStandingContract from '@heling/orders/contract/standing';
import type * as ordersStatementsContract from '@heling/orders/contract/statements';
import type * as oversightAlarmsContract from '@heling/oversight/contract/alarms';
import type * as oversightDevicesContract from '@heling/oversight/contract/devices';
import type * as oversightDutyContract from '@heling/oversight/contract/duty';
import type * as oversightLoadContract from '@heling/oversight/contract/load';
import type * as oversightPhoneContract from '@heling/oversight/contract/phone';
import type * as oversightSeatContract from '@heling/oversight/contract/seat';
import type * as oversightWallContract from '@heling/oversight/contract/wall';
import type * as peopleAssessmentsContract from '@heling/people/contract/assessments';
import type * as peopleCarersContract from '@heling/people/contract/carers';
import type * as peopleImportsContract from '@heling/people/contract/imports';
import type * as peoplePersonalDataContract from '@heling/people/contract/personalData';
import type * as peoplePersonsContract from '@heling/people/contract/persons';
import type * as peopleRegistryContract from '@heling/people/contract/registry';
import type * as peopleShiftsContract from '@heling/people/contract/shifts';
import type * as peopleUnmaskContract from '@heling/people/contract/unmask';
import type * as placesDivisionsContract from '@heling/places/contract/divisions';
import type * as placesFacilitiesContract from '@heling/places/contract/facilities';
import type * as placesOrgsContract from '@heling/places/contract/orgs';
import type * as placesWallContract from '@heling/places/contract/wall';
import type * as platformLiveContract from '@heling/platform/contract/live';
import { at } from './route-address';

/** 核准重新绑定动态验证码（第二人：安全管理员，须为另一人） */
export const accessApproveRecovery = /* @__PURE__ */ at<typeof accessAccountsContract.approveRecovery>(
  'access.approveRecovery',
  'POST',
  '/accounts/:id/recovery/approve',
);
/** 结束一个账号的全部登录 */
export const accessEndAccountSessions = /* @__PURE__ */ at<typeof accessAccountsContract.endAccountSessions>(
  'access.endAccountSessions',
  'POST',
  '/accounts/:id/end-sessions',
);
/** 邀请工作人员或登记对接系统（系统管理员）；角色和范围由安全管理员授予 */
export const accessInviteAccount = /* @__PURE__ */ at<typeof accessAccountsContract.inviteAccount>(
  'access.inviteAccount',
  'POST',
  '/accounts',
);
/** 停用账号（离岗）；登录和令牌立即失效 */
export const accessLeaveAccount = /* @__PURE__ */ at<typeof accessAccountsContract.leaveAccount>(
  'access.leaveAccount',
  'POST',
  '/accounts/:id/leave',
);
/** 账号列表（按登录名、角色、区划、状态筛选） */
export const accessListAccounts = /* @__PURE__ */ at<typeof accessAccountsContract.listAccounts>(
  'access.listAccounts',
  'GET',
  '/accounts',
);
/** 申请重新绑定动态验证码（第一人：系统管理员） */
export const accessRequestRecovery = /* @__PURE__ */ at<typeof accessAccountsContract.requestRecovery>(
  'access.requestRecovery',
  'POST',
  '/accounts/:id/recovery',
);
/** 重置密码（系统管理员）：给出一次性初始密码，原有登录全部结束 */
export const accessResetPassword = /* @__PURE__ */ at<typeof accessAccountsContract.resetPassword>(
  'access.resetPassword',
  'POST',
  '/accounts/:id/reset-password',
);
/** 授予角色和范围（安全管理员）；系统、安全、审计三员不得兼任，不能改自己的 */
export const accessSetRoles = /* @__PURE__ */ at<typeof accessAccountsContract.setAccountRoles>(
  'access.setRoles',
  'POST',
  '/accounts/:id/roles',
);
/** 解除锁定（安全管理员） */
export const accessUnlockAccount = /* @__PURE__ */ at<typeof accessAccountsContract.unlockAccount>(
  'access.unlockAccount',
  'POST',
  '/accounts/:id/unlock',
);
/** 审计封存的状态：已封到哪一条、还有多少未封 */
export const accessAuditState = /* @__PURE__ */ at<typeof accessAuditLogContract.auditState>(
  'access.auditState',
  'GET',
  '/audit/state',
);
/** 审计查询（审计员），新的在前；不指明账号或老人而按动作查的，须给出 93 天以内的起止时间 */
export const accessSearchAudit = /* @__PURE__ */ at<typeof accessAuditLogContract.searchAudit>(
  'access.searchAudit',
  'POST',
  '/audit/search',
);
/** 授权家属：老人本人邀请，或工作人员凭签字的纸质同意书；已有授权时以新的为准 */
export const accessGrantConsent = /* @__PURE__ */ at<typeof accessConsentsContract.grantConsent>(
  'access.grantConsent',
  'POST',
  '/persons/:id/consents',
  'idempotent',
);
/** 一位老人的授权同意：给了谁、哪些内容、到何时 */
export const accessListConsents = /* @__PURE__ */ at<typeof accessConsentsContract.listConsents>(
  'access.listConsents',
  'GET',
  '/persons/:id/consents',
);
/** 撤回同意：老人本人、工作人员受托，或家属自己放弃；立即生效 */
export const accessWithdrawConsent = /* @__PURE__ */ at<typeof accessConsentsContract.withdrawConsent>(
  'access.withdrawConsent',
  'POST',
  '/consents/:id/withdraw',
);
/** 本市的公开设置：养老服务热线、是否演示环境 */
export const accessAbout = /* @__PURE__ */ at<typeof accessSessionContract.about>(
  'access.about',
  'GET',
  '/about',
  'open',
);
/** 修改自己的密码；其他设备上的登录随之结束 */
export const accessChangePassword = /* @__PURE__ */ at<typeof accessSessionContract.changePassword>(
  'access.changePassword',
  'POST',
  '/session/change-password',
);
/** 绑定动态验证码：输入验证器显示的 6 位数字后登录 */
export const accessEnrolTotp = /* @__PURE__ */ at<typeof accessSessionContract.enrolTotp>(
  'access.enrolTotp',
  'POST',
  '/session/totp',
  'open',
);
/** 当前登录的账号、角色、范围和可以照看的老人 */
export const accessMe = /* @__PURE__ */ at<typeof accessSessionContract.getMe>(
  'access.me',
  'GET',
  '/session',
);
/** 向手机发送登录验证码：5 分钟内有效，60 秒后可重发；号码未登记时也同样回答 */
export const accessSendCode = /* @__PURE__ */ at<typeof accessSessionContract.sendCode>(
  'access.sendCode',
  'POST',
  '/session/code',
  'open',
);
/** 首次登录设置密码（凭登录时得到的票据） */
export const accessSetFirstPassword = /* @__PURE__ */ at<typeof accessSessionContract.setFirstPassword>(
  'access.setFirstPassword',
  'POST',
  '/session/first-password',
  'open',
);
/** 工作人员登录：账号、密码和动态验证码；连续 5 次错误锁定 15 分钟 */
export const accessSignIn = /* @__PURE__ */ at<typeof accessSessionContract.signIn>(
  'access.signIn',
  'POST',
  '/session/password',
  'open',
);
/** 老人及家属登录：手机号和短信验证码 */
export const accessSignInByCode = /* @__PURE__ */ at<typeof accessSessionContract.signInByCode>(
  'access.signInByCode',
  'POST',
  '/session/by-code',
  'open',
);
/** 退出登录 */
export const accessSignOut = /* @__PURE__ */ at<typeof accessSessionContract.signOut>(
  'access.signOut',
  'POST',
  '/session/end',
);
/** 结束其他设备上的全部登录 */
export const accessEndOtherSessions = /* @__PURE__ */ at<typeof accessSessionsContract.endOtherSessions>(
  'access.endOtherSessions',
  'POST',
  '/sessions/end-others',
);
/** 结束自己的一处登录 */
export const accessEndSession = /* @__PURE__ */ at<typeof accessSessionsContract.endSession>(
  'access.endSession',
  'POST',
  '/sessions/:id/end',
);
/** 自己在各设备上的登录 */
export const accessListSessions = /* @__PURE__ */ at<typeof accessSessionsContract.listSessions>(
  'access.listSessions',
  'GET',
  '/sessions',
);
/** 为对接系统的账号签发接口令牌；令牌只显示一次 */
export const accessCreateToken = /* @__PURE__ */ at<typeof accessTokensContract.createToken>(
  'access.createToken',
  'POST',
  '/tokens',
);
/** 接口令牌列表 */
export const accessListTokens = /* @__PURE__ */ at<typeof accessTokensContract.listTokens>(
  'access.listTokens',
  'GET',
  '/tokens',
);
/** 吊销接口令牌，立即生效 */
export const accessRevokeToken = /* @__PURE__ */ at<typeof accessTokensContract.revokeToken>(
  'access.revokeToken',
  'POST',
  '/tokens/:id/revoke',
);
/** 生存认证：快到期、宽限期内、已超期的人；到期最早的在前 */
export const benefitsCertifications = /* @__PURE__ */ at<typeof benefitsDeskContract.certificationsRoute>(
  'benefits.certifications',
  'POST',
  '/benefits/certifications/search',
);
/** 迟到的消息会带来什么：去世、迁出、在外地领取、出生日期更正；只计算，不登记 */
export const benefitsPreview = /* @__PURE__ */ at<typeof benefitsDeskContract.previewRoute>(
  'benefits.preview',
  'POST',
  '/persons/:id/benefit-preview',
);
/** 津贴今天有什么要办：各项件数 */
export const benefitsTodo = /* @__PURE__ */ at<typeof benefitsDeskContract.todoRoute>(
  'benefits.todo',
  'GET',
  '/benefits/todo',
);
/** 待另一人确认的收款账户 */
export const benefitsWaitingPayees = /* @__PURE__ */ at<typeof benefitsDeskContract.waitingPayeesRoute>(
  'benefits.waitingPayees',
  'GET',
  '/benefits/payees/waiting',
);
/** 申请津贴：本人或获授权的家属在手机上办，工作人员代办 */
export const benefitsApply = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.applyRoute>(
  'benefits.apply',
  'POST',
  '/benefits/entitlements',
  'idempotent',
);
/** 某月满 80、90、100 岁的老人，以及是否已申请 */
export const benefitsBirthdays = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.birthdaysRoute>(
  'benefits.birthdays',
  'GET',
  '/benefits/birthdays',
);
/** 区县审定：批准（公示后生效）、不批准、退回街道；异议由另一人复核 */
export const benefitsDecide = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.decideRoute>(
  'benefits.decide',
  'POST',
  '/benefits/entitlements/:id/decide',
  'idempotent',
);
/** 一份申请的经过：每一步、原因、还能做什么 */
export const benefitsEntitlement = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.entitlementRoute>(
  'benefits.entitlement',
  'GET',
  '/benefits/entitlements/:id',
);
/** 津贴申请与资格：按状态、津贴种类、来源、是否超期筛选 */
export const benefitsEntitlements = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.entitlementsRoute>(
  'benefits.entitlements',
  'POST',
  '/benefits/entitlements/search',
);
/** 逐月说明：每个月该发多少、发了多少、为什么；应补、多发 */
export const benefitsExplanation = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.explanationRoute>(
  'benefits.explanation',
  'GET',
  '/benefits/entitlements/:id/explanation',
);
/** 公示名单：姓名已遮盖，不含身份证号和电话 */
export const benefitsNotices = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.noticesRoute>(
  'benefits.notices',
  'GET',
  '/benefits/notices',
);
/** 提出异议：对不批准的结果，或在公示期内对批准的结果 */
export const benefitsObject = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.objectRoute>(
  'benefits.object',
  'POST',
  '/benefits/entitlements/:id/objection',
  'idempotent',
);
/** 一位老人的津贴：申请、资格、最近的发放 */
export const benefitsOfPerson = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.personBenefitsRoute>(
  'benefits.ofPerson',
  'GET',
  '/persons/:id/benefits',
);
/** 补正后重新提交；未批准的也可以重新申请 */
export const benefitsResubmit = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.resubmitRoute>(
  'benefits.resubmit',
  'POST',
  '/benefits/entitlements/:id/resubmit',
  'idempotent',
);
/** 街道初审：通过，或写明原因退回补正 */
export const benefitsReview = /* @__PURE__ */ at<typeof benefitsEntitlementsContract.reviewRoute>(
  'benefits.review',
  'POST',
  '/benefits/entitlements/:id/review',
  'idempotent',
);
/** 登记情况：认证方式可为当面、上门、视频、数据比对 */
export const benefitsAddFact = /* @__PURE__ */ at<typeof benefitsFactsContract.addFactRoute>(
  'benefits.addFact',
  'POST',
  '/persons/:id/benefit-facts',
  'idempotent',
);
/** 确认或驳回别人提出的收款账户 */
export const benefitsConfirmPayee = /* @__PURE__ */ at<typeof benefitsFactsContract.confirmPayeeRoute>(
  'benefits.confirmPayee',
  'POST',
  '/benefits/payees/:id/confirm',
  'idempotent',
);
/** 津贴所依据的情况：生存认证、残疾证、低保、特困、照护需要、外地领取 */
export const benefitsFacts = /* @__PURE__ */ at<typeof benefitsFactsContract.factsRoute>(
  'benefits.facts',
  'GET',
  '/persons/:id/benefit-facts',
);
/** 收款账户：只显示末四位；换账户须另一人确认 */
export const benefitsPayees = /* @__PURE__ */ at<typeof benefitsFactsContract.payeesRoute>(
  'benefits.payees',
  'GET',
  '/persons/:id/payees',
);
/** 提出收款账户或代领人，由另一人确认后生效 */
export const benefitsProposePayee = /* @__PURE__ */ at<typeof benefitsFactsContract.proposePayeeRoute>(
  'benefits.proposePayee',
  'POST',
  '/persons/:id/payees',
  'idempotent',
);
/** 撤销登记错的情况，或写明从哪天起不再成立 */
export const benefitsWithdrawFact = /* @__PURE__ */ at<typeof benefitsFactsContract.withdrawFactRoute>(
  'benefits.withdrawFact',
  'POST',
  '/benefits/facts/:id/withdraw',
  'idempotent',
);
/** 交材料照片（JPEG 或 PNG，至多 5 MB），加密保存；表单字段：kind */
export const benefitsAddPaper = /* @__PURE__ */ at<typeof benefitsFamilyContract.addPaperRoute>(
  'benefits.addPaper',
  'POST',
  '/benefits/entitlements/:id/papers',
);
/** 能申请哪些津贴：标准、从哪个月起、已知的资料、生存认证还管多久 */
export const benefitsOffer = /* @__PURE__ */ at<typeof benefitsFamilyContract.offerRoute>(
  'benefits.offer',
  'GET',
  '/persons/:id/benefit-offer',
);
/** 查看材料照片（记入审计） */
export const benefitsPaperFile = /* @__PURE__ */ at<typeof benefitsFamilyContract.paperFileRoute>(
  'benefits.paperFile',
  'GET',
  '/benefits/papers/:id/file',
);
/** 一份申请的材料照片、还可以交什么、到哪天为止可以提出异议 */
export const benefitsPapers = /* @__PURE__ */ at<typeof benefitsFamilyContract.papersRoute>(
  'benefits.papers',
  'GET',
  '/benefits/entitlements/:id/papers',
);
/** 起草政策包：逐年龄逐月份检查标准有无重叠、缺漏、没写金额；同一版本不能起草两次 */
export const benefitsDraftPack = /* @__PURE__ */ at<typeof benefitsPacksContract.draftPackRoute>(
  'benefits.draftPack',
  'POST',
  '/benefits/packs',
  'idempotent',
);
/** 津贴政策包：各版本、生效月份、签字情况 */
export const benefitsPacks = /* @__PURE__ */ at<typeof benefitsPacksContract.packsRoute>(
  'benefits.packs',
  'GET',
  '/benefits/packs',
);
/** 修改还没有人签字的草案；改后须重新试算 */
export const benefitsRedraftPack = /* @__PURE__ */ at<typeof benefitsPacksContract.redraftPackRoute>(
  'benefits.redraftPack',
  'POST',
  '/benefits/packs/:id',
  'idempotent',
);
/** 签字；两个不同的人签字后公布，从生效月份起按它发放 */
export const benefitsSignPack = /* @__PURE__ */ at<typeof benefitsPacksContract.signPackRoute>(
  'benefits.signPack',
  'POST',
  '/benefits/packs/:id/sign',
  'idempotent',
);
/** 某月发放按下一级区划汇总：人数、当月、补发、银行已付 */
export const benefitsDivisionReport = /* @__PURE__ */ at<typeof benefitsReportsContract.divisionReportRoute>(
  'benefits.divisionReport',
  'POST',
  '/benefits/reports/divisions',
);
/** 今后 12 个月的预算预测，按年龄档；写明所用的假设 */
export const benefitsForecast = /* @__PURE__ */ at<typeof benefitsReportsContract.forecastRoute>(
  'benefits.forecast',
  'POST',
  '/benefits/reports/forecast',
);
/** 发放台账按月汇总：期初、发放、追回、核销、净额 */
export const benefitsLedgerReport = /* @__PURE__ */ at<typeof benefitsReportsContract.ledgerReportRoute>(
  'benefits.ledgerReport',
  'POST',
  '/benefits/reports/ledger',
);
/** 导出报表（XLSX 或 CSV，含导出人和时间的水印；姓名已遮盖） */
export const benefitsReportFile = /* @__PURE__ */ at<typeof benefitsReportsContract.reportFileRoute>(
  'benefits.reportFile',
  'POST',
  '/benefits/reports/file',
);
/** 按逐月说明里的多发月份立追回，写明分几期 */
export const benefitsClaim = /* @__PURE__ */ at<typeof benefitsRunsContract.claimRoute>(
  'benefits.claim',
  'POST',
  '/benefits/entitlements/:id/claim',
  'idempotent',
);
/** 结账：回盘齐了才能结；暂缓的转到下月补发，结果不明的查清前不再发 */
export const benefitsCloseRun = /* @__PURE__ */ at<typeof benefitsRunsContract.closeRunRoute>(
  'benefits.closeRun',
  'POST',
  '/benefits/runs/:id/close',
  'idempotent',
);
/** 打印追回通知书：含完整姓名，记入审计 */
export const benefitsDebtLetter = /* @__PURE__ */ at<typeof benefitsRunsContract.debtLetterRoute>(
  'benefits.debtLetter',
  'POST',
  '/benefits/debts/:id/letter',
);
/** 追回通知书、分期计划和进度 */
export const benefitsDebt = /* @__PURE__ */ at<typeof benefitsRunsContract.debtRoute>(
  'benefits.debt',
  'GET',
  '/benefits/debts/:id',
);
/** 多发追回 */
export const benefitsDebts = /* @__PURE__ */ at<typeof benefitsRunsContract.debtsRoute>(
  'benefits.debts',
  'POST',
  '/benefits/debts/search',
);
/** 下载银行文件（含完整账号，记入审计） */
export const benefitsFile = /* @__PURE__ */ at<typeof benefitsRunsContract.fileRoute>(
  'benefits.file',
  'GET',
  '/benefits/runs/:id/file',
);
/** 暂缓一个人的发放，写明原因；送银行之前都可以 */
export const benefitsHold = /* @__PURE__ */ at<typeof benefitsRunsContract.holdRoute>(
  'benefits.hold',
  'POST',
  '/benefits/payments/:id/hold',
  'idempotent',
);
/** 一位老人的发放台账：期初、已付、追回、核销 */
export const benefitsLedger = /* @__PURE__ */ at<typeof benefitsRunsContract.ledgerRoute>(
  'benefits.ledger',
  'GET',
  '/persons/:id/benefit-ledger',
);
/** 导入启用前的发放台账（CSV：身份证号,津贴,月份,元）；总行数、总金额须与文件一致，有一行不对就不导入 */
export const benefitsOpening = /* @__PURE__ */ at<typeof benefitsRunsContract.openingRoute>(
  'benefits.opening',
  'POST',
  '/benefits/openings',
);
/** 一个人在一次发放中的逐月金额和原因 */
export const benefitsPayment = /* @__PURE__ */ at<typeof benefitsRunsContract.paymentRoute>(
  'benefits.payment',
  'GET',
  '/benefits/payments/:id',
);
/** 发放明细；不选发放时是工作清单：暂缓、退回、结果不明、前后矛盾 */
export const benefitsPayments = /* @__PURE__ */ at<typeof benefitsRunsContract.paymentsRoute>(
  'benefits.payments',
  'POST',
  '/benefits/payments/search',
);
/** 上传银行回盘文件：逐行已付、退回、不明；残缺、别的月份、有不认识的人的文件整份拒收 */
export const benefitsReceipts = /* @__PURE__ */ at<typeof benefitsRunsContract.receiptsRoute>(
  'benefits.receipts',
  'POST',
  '/benefits/runs/:id/receipts',
);
/** 登记追回的一笔款 */
export const benefitsRecover = /* @__PURE__ */ at<typeof benefitsRunsContract.recoverRoute>(
  'benefits.recover',
  'POST',
  '/benefits/debts/:id/recover',
  'idempotent',
);
/** 解除暂缓：重新检查，仍有问题的继续暂缓 */
export const benefitsRelease = /* @__PURE__ */ at<typeof benefitsRunsContract.releaseRoute>(
  'benefits.release',
  'POST',
  '/benefits/payments/:id/release',
  'idempotent',
);
/** 一次发放：人数、金额、与上月比较、检查结果、下一步 */
export const benefitsRun = /* @__PURE__ */ at<typeof benefitsRunsContract.runRoute>(
  'benefits.run',
  'GET',
  '/benefits/runs/:id',
);
/** 各月发放 */
export const benefitsRuns = /* @__PURE__ */ at<typeof benefitsRunsContract.runsRoute>(
  'benefits.runs',
  'GET',
  '/benefits/runs',
);
/** 送银行；银行没收到时再送同一个文件，不会重复付款 */
export const benefitsSendRun = /* @__PURE__ */ at<typeof benefitsRunsContract.sendRunRoute>(
  'benefits.sendRun',
  'POST',
  '/benefits/runs/:id/send',
  'idempotent',
);
/** 向银行查清一笔结果不明的发放：已付或退回 */
export const benefitsSettle = /* @__PURE__ */ at<typeof benefitsRunsContract.settleRoute>(
  'benefits.settle',
  'POST',
  '/benefits/payments/:id/settle',
  'idempotent',
);
/** 签字：重新检查后签；两个不同的人签字后生成银行文件 */
export const benefitsSignRun = /* @__PURE__ */ at<typeof benefitsRunsContract.signRunRoute>(
  'benefits.signRun',
  'POST',
  '/benefits/runs/:id/sign',
  'idempotent',
);
/** 开始某区划某月的发放：后台计算；同一区划同一月只有一次 */
export const benefitsStartRun = /* @__PURE__ */ at<typeof benefitsRunsContract.startRunRoute>(
  'benefits.startRun',
  'POST',
  '/benefits/runs',
  'idempotent',
);
/** 核销余额：一人提出并写明原因，另一人签字后生效 */
export const benefitsWriteOff = /* @__PURE__ */ at<typeof benefitsRunsContract.writeOffRoute>(
  'benefits.writeOff',
  'POST',
  '/benefits/debts/:id/write-off',
  'idempotent',
);
/** 试算里的一个人：逐月按现行政策和按草案各是多少、为什么 */
export const benefitsDryRunPerson = /* @__PURE__ */ at<typeof benefitsTrialsContract.dryRunPersonRoute>(
  'benefits.dryRunPerson',
  'GET',
  '/benefits/dry-runs/:id/persons/:personId',
);
/** 试算结果：谁多了谁少了、每月多花多少、按年龄和区县分、例子 */
export const benefitsDryRun = /* @__PURE__ */ at<typeof benefitsTrialsContract.dryRunRoute>(
  'benefits.dryRun',
  'GET',
  '/benefits/dry-runs/:id',
);
/** 一个政策包的各次试算，最近的在前 */
export const benefitsDryRuns = /* @__PURE__ */ at<typeof benefitsTrialsContract.dryRunsRoute>(
  'benefits.dryRuns',
  'GET',
  '/benefits/packs/:id/dry-runs',
);
/** 试算：后台按草案和现行政策各算一遍适用范围内的每一个人，不动任何账 */
export const benefitsStartDryRun = /* @__PURE__ */ at<typeof benefitsTrialsContract.startDryRunRoute>(
  'benefits.startDryRun',
  'POST',
  '/benefits/packs/:id/dry-runs',
  'idempotent',
);
/** 派单或改派：两名护理员一次派定；时间冲突时拒绝并说明是谁、什么时间 */
export const dispatchAssign = /* @__PURE__ */ at<typeof dispatchAssignContract.assignRoute>(
  'dispatch.assign',
  'POST',
  '/visits/:id/assign',
  'idempotent',
);
/** 批量自动派单：逐条给出结果；重复提交无害 */
export const dispatchAutoAssign = /* @__PURE__ */ at<typeof dispatchAssignContract.autoAssignRoute>(
  'dispatch.autoAssign',
  'POST',
  '/dispatch/auto-assign',
  'idempotent',
);
/** 可派的护理员：按优先顺序、带理由；不能派的，写明是哪一条不符合 */
export const dispatchCandidates = /* @__PURE__ */ at<typeof dispatchAssignContract.candidatesRoute>(
  'dispatch.candidates',
  'GET',
  '/visits/:id/candidates',
);
/** 护理员请病假：班次作废，未出发的上门逐条改派，派不出的进入待办 */
export const dispatchCarerSick = /* @__PURE__ */ at<typeof dispatchAssignContract.carerSickRoute>(
  'dispatch.carerSick',
  'POST',
  '/dispatch/carer-sick',
  'idempotent',
);
/** 改派之前先看：路程、迟到、工作量、换人、时间冲突会怎样变 */
export const dispatchConsequences = /* @__PURE__ */ at<typeof dispatchAssignContract.consequencesRoute>(
  'dispatch.consequences',
  'POST',
  '/visits/:id/consequences',
);
/** 中断已经出发或正在进行的上门 */
export const dispatchInterrupt = /* @__PURE__ */ at<typeof dispatchAssignContract.interruptRoute>(
  'dispatch.interrupt',
  'POST',
  '/visits/:id/interrupt',
  'idempotent',
);
/** 设定自动派单的范围（助浴始终由人派单） */
export const dispatchSetSettings = /* @__PURE__ */ at<typeof dispatchAssignContract.setSettingsRoute>(
  'dispatch.setSettings',
  'POST',
  '/dispatch/settings',
  'idempotent',
);
/** 派单设置：自动派单的范围和各项时限 */
export const dispatchSettings = /* @__PURE__ */ at<typeof dispatchAssignContract.settingsRoute>(
  'dispatch.settings',
  'GET',
  '/dispatch/settings',
);
/** 撤回派单，上门回到待派单 */
export const dispatchUnassign = /* @__PURE__ */ at<typeof dispatchAssignContract.unassignRoute>(
  'dispatch.unassign',
  'POST',
  '/visits/:id/unassign',
  'idempotent',
);
/** 派单台：一天的上门和当天的护理员，供地图、列表、时间轴使用 */
export const dispatchBoard = /* @__PURE__ */ at<typeof dispatchBoardContract.boardRoute>(
  'dispatch.board',
  'POST',
  '/dispatch/board',
);
/** 一次后台派单：进度和逐条结果 */
export const dispatchPlanPage = /* @__PURE__ */ at<typeof dispatchPlansContract.planPageRoute>(
  'dispatch.planPage',
  'GET',
  '/dispatch/plans/:id',
);
/** 下载排班问题（heling 格式 JSON，不含姓名和地址），供排班引擎使用 */
export const dispatchPlanProblem = /* @__PURE__ */ at<typeof dispatchPlansContract.planProblemRoute>(
  'dispatch.planProblem',
  'GET',
  '/dispatch/plans/:id/problem',
);
/** 在后台排班派单：整天、整个范围，可离开页面，在任务中心查看 */
export const dispatchPlan = /* @__PURE__ */ at<typeof dispatchPlansContract.planRoute>(
  'dispatch.plan',
  'POST',
  '/dispatch/plans',
  'idempotent',
);
/** 后台派单的任务，新的在前 */
export const dispatchPlans = /* @__PURE__ */ at<typeof dispatchPlansContract.plansRoute>(
  'dispatch.plans',
  'GET',
  '/dispatch/plans',
);
/** 上门单：某天已派而未结束的上门，含地址和电话，供护理员随身带；每位老人记入审计 */
export const dispatchSheet = /* @__PURE__ */ at<typeof dispatchSheetContract.sheetRoute>(
  'dispatch.sheet',
  'POST',
  '/dispatch/sheet',
);
/** 门内码：印在老人家中的卡片上，供护理员签到 */
export const visitsDoorCode = /* @__PURE__ */ at<typeof dispatchVisitsContract.doorCodeRoute>(
  'visits.doorCode',
  'GET',
  '/persons/:id/door-code',
);
/** 查看照片；家属须有老人的照片授权 */
export const visitsEvidenceFile = /* @__PURE__ */ at<typeof dispatchVisitsContract.evidenceFileRoute>(
  'visits.evidenceFile',
  'GET',
  '/evidence/:id/file',
);
/** 上传照片（JPEG 或 PNG，至多 5 MB）。表单字段：kind=photo|signature，takenAt，consent=asked（当面征得同意） */
export const visitsEvidence = /* @__PURE__ */ at<typeof dispatchVisitsContract.evidenceRoute>(
  'visits.evidence',
  'POST',
  '/visits/:id/evidence',
);
/** 助浴前安全检查：按政策限值判定通过或因安全不做 */
export const visitsGate = /* @__PURE__ */ at<typeof dispatchVisitsContract.gateRoute>(
  'visits.gate',
  'POST',
  '/visits/:id/gate',
  'idempotent',
);
/** 我今天的上门，按顺序，含地址、电话、提醒和下一步 */
export const visitsMine = /* @__PURE__ */ at<typeof dispatchVisitsContract.mineRoute>(
  'visits.mine',
  'GET',
  '/visits/mine',
);
/** 一次上门：对象、同伴、步骤、安全检查、照片 */
export const visitsPage = /* @__PURE__ */ at<typeof dispatchVisitsContract.pageRoute>(
  'visits.page',
  'GET',
  '/visits/:id',
);
/** 我的送餐路线：按顺序的每一站，已送达或无人应答 */
export const visitsRound = /* @__PURE__ */ at<typeof dispatchVisitsContract.roundRoute>(
  'visits.round',
  'GET',
  '/rounds/mine',
);
/** 紧急求助：立即进入调度员待办（P0） */
export const visitsSos = /* @__PURE__ */ at<typeof dispatchVisitsContract.sosRoute>(
  'visits.sos',
  'POST',
  '/visits/:id/sos',
  'idempotent',
);
/** 上门的一步：接单、拒接、出发、签到、开始、完成、已送达、无人应答、中断 */
export const visitsStep = /* @__PURE__ */ at<typeof dispatchVisitsContract.stepRoute>(
  'visits.step',
  'POST',
  '/visits/:id/steps',
  'idempotent',
);
/** 补传离线时记录的步骤，逐条回答：已记入、早已记入、有冲突（交由人核对，绝不自动合并） */
export const visitsSync = /* @__PURE__ */ at<typeof dispatchVisitsContract.syncRoute>(
  'visits.sync',
  'POST',
  '/visits/sync',
);
/** 服务后的血压和体温；填写后才能完成 */
export const visitsVitalsAfter = /* @__PURE__ */ at<typeof dispatchVisitsContract.vitalsAfterRoute>(
  'visits.vitalsAfter',
  'POST',
  '/visits/:id/vitals-after',
  'idempotent',
);
/** 登记事件推送；签名密钥只显示一次 */
export const exchangeCreateWebhook = /* @__PURE__ */ at<typeof exchangeWebhooksContract.createWebhook>(
  'exchange.createWebhook',
  'POST',
  '/webhooks',
);
/** 事件推送（Webhook）列表 */
export const exchangeListWebhooks = /* @__PURE__ */ at<typeof exchangeWebhooksContract.listWebhooks>(
  'exchange.listWebhooks',
  'GET',
  '/webhooks',
);
/** 暂停、恢复或删除事件推送 */
export const exchangeSetWebhookState = /* @__PURE__ */ at<typeof exchangeWebhooksContract.setWebhookState>(
  'exchange.setWebhookState',
  'POST',
  '/webhooks/:id/state',
);
/** 一个推送地址的投递情况，新的在前 */
export const exchangeWebhookDeliveries = /* @__PURE__ */ at<
  typeof exchangeWebhooksContract.webhookDeliveries
>('exchange.webhookDeliveries', 'GET', '/webhooks/:id/deliveries');
/** 导出统计表（CSV 或 XLSX，带水印） */
export const insightExport = /* @__PURE__ */ at<typeof insightFiguresContract.exportRoute>(
  'insight.export',
  'POST',
  '/insight/export',
);
/** 统计：四级区划或机构的订单、完成、金额、评价，可逐级下钻到明细 */
export const insightFigures = /* @__PURE__ */ at<typeof insightFiguresContract.figuresRoute>(
  'insight.figures',
  'POST',
  '/insight/figures',
);
/** 导出统计明细（CSV 或 XLSX，带水印，最多 20000 行） */
export const insightRowsExport = /* @__PURE__ */ at<typeof insightFiguresContract.rowsExportRoute>(
  'insight.rowsExport',
  'POST',
  '/insight/rows/export',
);
/** 统计明细：一个数字背后的订单；合计与统计一致 */
export const insightRows = /* @__PURE__ */ at<typeof insightFiguresContract.rowsRoute>(
  'insight.rows',
  'POST',
  '/insight/rows',
);
/** 总览：登记老人、机构床位、今日订单、一刻钟养老服务圈 */
export const insightOverview = /* @__PURE__ */ at<typeof insightOverviewContract.overviewRoute>(
  'insight.overview',
  'GET',
  '/insight/overview',
);
/** 演示手机：这个号码收到的短信（仅演示环境） */
export const notifyPhone = /* @__PURE__ */ at<typeof notifyPhoneContract.phoneMessages>(
  'notify.phone',
  'POST',
  '/phone/messages',
  'open',
);
/** 换送餐员 */
export const kitchenAssignRound = /* @__PURE__ */ at<typeof ordersKitchenContract.assignRoundRoute>(
  'kitchen.assignRound',
  'POST',
  '/kitchen/rounds/:id/courier',
  'idempotent',
);
/** 把未排的送餐分给送餐员：按位置分组排序 */
export const kitchenMakeRounds = /* @__PURE__ */ at<typeof ordersKitchenContract.makeRoundsRoute>(
  'kitchen.makeRounds',
  'POST',
  '/kitchen/days/:id/rounds',
  'idempotent',
);
/** 送餐路线和还没有排进路线的送餐 */
export const kitchenRounds = /* @__PURE__ */ at<typeof ordersKitchenContract.roundsRoute>(
  'kitchen.rounds',
  'GET',
  '/kitchen/days/:id/rounds',
);
/** 导出备餐单 */
export const kitchenSheetExport = /* @__PURE__ */ at<typeof ordersKitchenContract.sheetExportRoute>(
  'kitchen.sheetExport',
  'GET',
  '/kitchen/days/:id/sheet.xlsx',
);
/** 备餐单：按菜品和质地计数；截止后定稿，与订单一致 */
export const kitchenSheet = /* @__PURE__ */ at<typeof ordersKitchenContract.sheetRoute>(
  'kitchen.sheet',
  'GET',
  '/kitchen/days/:id/sheet',
);
/** 服务商的服务区域 */
export const ordersAreas = /* @__PURE__ */ at<typeof ordersMenuContract.areasRoute>(
  'orders.areas',
  'GET',
  '/orders/areas',
);
/** 助餐点的菜品库 */
export const ordersDishList = /* @__PURE__ */ at<typeof ordersMenuContract.dishListRoute>(
  'orders.dishList',
  'GET',
  '/orders/dish-list',
);
/** 某天某餐可订的菜品、余量和截止时间；对老人过敏的菜会写明原因 */
export const ordersDishes = /* @__PURE__ */ at<typeof ordersMenuContract.dishesRoute>(
  'orders.dishes',
  'POST',
  '/orders/dishes',
);
/** 每周菜单：助餐点每天的菜品、份数上限和截止时间 */
export const ordersKitchenDays = /* @__PURE__ */ at<typeof ordersMenuContract.kitchenDaysRoute>(
  'orders.kitchenDays',
  'GET',
  '/orders/kitchen-days',
);
/** 服务菜单：某天在某地（或某位老人）可以预约的服务、价格和补贴 */
export const ordersMenu = /* @__PURE__ */ at<typeof ordersMenuContract.menuRoute>(
  'orders.menu',
  'POST',
  '/orders/menu',
);
/** 政策数据：补贴额度、取消规则等，按生效日期 */
export const ordersPolicies = /* @__PURE__ */ at<typeof ordersMenuContract.policiesRoute>(
  'orders.policies',
  'GET',
  '/orders/policies',
);
/** 价目表 */
export const ordersPrices = /* @__PURE__ */ at<typeof ordersMenuContract.pricesRoute>(
  'orders.prices',
  'GET',
  '/orders/prices',
);
/** 新增或修改菜品 */
export const ordersSaveDish = /* @__PURE__ */ at<typeof ordersMenuContract.saveDishRoute>(
  'orders.saveDish',
  'POST',
  '/orders/dish-list',
  'idempotent',
);
/** 设定某天某餐的菜品、份数上限和截止时间；已有订单的份数和菜品不能减掉 */
export const ordersSaveKitchenDay = /* @__PURE__ */ at<typeof ordersMenuContract.saveKitchenDayRoute>(
  'orders.saveKitchenDay',
  'POST',
  '/orders/kitchen-days',
  'idempotent',
);
/** 设定服务商某项服务的区域 */
export const ordersSetAreas = /* @__PURE__ */ at<typeof ordersMenuContract.setAreasRoute>(
  'orders.setAreas',
  'POST',
  '/orders/areas',
  'idempotent',
);
/** 从某天起改价；已下的订单不变 */
export const ordersSetPrice = /* @__PURE__ */ at<typeof ordersMenuContract.setPriceRoute>(
  'orders.setPrice',
  'POST',
  '/orders/prices',
  'idempotent',
);
/** 取消订单；按提前时间退款，释放补贴额度和份数 */
export const ordersCancel = /* @__PURE__ */ at<typeof ordersOrdersContract.cancelRoute>(
  'orders.cancel',
  'POST',
  '/orders/:id/cancel',
  'idempotent',
);
/** 确认接单 */
export const ordersConfirm = /* @__PURE__ */ at<typeof ordersOrdersContract.confirmRoute>(
  'orders.confirm',
  'POST',
  '/orders/:id/confirm',
  'idempotent',
);
/** 导出订单（CSV 或 XLSX，带水印，最多 20000 行） */
export const ordersExport = /* @__PURE__ */ at<typeof ordersOrdersContract.exportRoute>(
  'orders.export',
  'POST',
  '/orders/export',
);
/** 订单列表 */
export const ordersList = /* @__PURE__ */ at<typeof ordersOrdersContract.listRoute>(
  'orders.list',
  'POST',
  '/orders/search',
);
/** 订单页：订单、上门、经过、护理员、付款、评价、可做的操作 */
export const ordersPage = /* @__PURE__ */ at<typeof ordersOrdersContract.pageRoute>(
  'orders.page',
  'GET',
  '/orders/:id',
);
/** 下单；有提醒时须写明仍要下单的原因，有禁止项时不能下单 */
export const ordersPlace = /* @__PURE__ */ at<typeof ordersOrdersContract.placeRoute>(
  'orders.place',
  'POST',
  '/orders',
  'idempotent',
);
/** 下单前试算：价格、补贴、自付、不能下单的原因和提醒 */
export const ordersQuote = /* @__PURE__ */ at<typeof ordersOrdersContract.quoteRoute>(
  'orders.quote',
  'POST',
  '/orders/quote',
);
/** 拒单；全额退款，释放补贴额度和份数 */
export const ordersReject = /* @__PURE__ */ at<typeof ordersOrdersContract.rejectRoute>(
  'orders.reject',
  'POST',
  '/orders/:id/reject',
  'idempotent',
);
/** 老人本人否决别人代下的订单；全额退款 */
export const ordersVeto = /* @__PURE__ */ at<typeof ordersOrdersContract.vetoRoute>(
  'orders.veto',
  'POST',
  '/orders/:id/veto',
  'idempotent',
);
/** 支付渠道的异步通知 */
export const paymentsNotify = /* @__PURE__ */ at<typeof ordersPaymentsContract.notifyRoute>(
  'payments.notify',
  'POST',
  '/payments/notify/:channel',
  'open',
);
/** 沙箱收银台的数据 */
export const paymentsPage = /* @__PURE__ */ at<typeof ordersPaymentsContract.paymentPageRoute>(
  'payments.page',
  'GET',
  '/payments/:reference',
);
/** 沙箱收银台：付款、失败、延迟到账、重复通知 */
export const paymentsSandbox = /* @__PURE__ */ at<typeof ordersPaymentsContract.sandboxRoute>(
  'payments.sandbox',
  'POST',
  '/payments/:reference/sandbox',
);
/** 开始付款；返回支付渠道的页面地址 */
export const paymentsStart = /* @__PURE__ */ at<typeof ordersPaymentsContract.startRoute>(
  'payments.start',
  'POST',
  '/orders/:id/payments',
  'idempotent',
);
/** 认领待办（或放回） */
export const queueClaim = /* @__PURE__ */ at<typeof ordersQueueContract.queueClaimRoute>(
  'queue.claim',
  'POST',
  '/queue/:id/claim',
  'idempotent',
);
/** 处理完毕，写明结果 */
export const queueDone = /* @__PURE__ */ at<typeof ordersQueueContract.queueDoneRoute>(
  'queue.done',
  'POST',
  '/queue/:id/done',
  'idempotent',
);
/** 待办：需要有人处理的事，最急的在前 */
export const queueList = /* @__PURE__ */ at<typeof ordersQueueContract.queueListRoute>(
  'queue.list',
  'GET',
  '/queue',
);
/** 投诉；24 小时内答复 */
export const ordersComplain = /* @__PURE__ */ at<typeof ordersRatingsContract.complainRoute>(
  'orders.complain',
  'POST',
  '/orders/:id/complaints',
  'idempotent',
);
/** 答复投诉 */
export const complaintsAnswer = /* @__PURE__ */ at<typeof ordersRatingsContract.complaintAnswerRoute>(
  'complaints.answer',
  'POST',
  '/complaints/:id/answer',
  'idempotent',
);
/** 投诉办结；查实的可从服务商结算中扣款 */
export const complaintsClose = /* @__PURE__ */ at<typeof ordersRatingsContract.complaintCloseRoute>(
  'complaints.close',
  'POST',
  '/complaints/:id/close',
  'idempotent',
);
/** 投诉列表 */
export const complaintsList = /* @__PURE__ */ at<typeof ordersRatingsContract.complaintListRoute>(
  'complaints.list',
  'GET',
  '/complaints',
);
/** 评价；可以修改，以最后一次为准 */
export const ordersRate = /* @__PURE__ */ at<typeof ordersRatingsContract.rateRoute>(
  'orders.rate',
  'POST',
  '/orders/:id/rating',
  'idempotent',
);
/** 新建长期订单；系统提前 7 天生成订单 */
export const standingCreate = /* @__PURE__ */ at<typeof ordersStandingContract.standingCreateRoute>(
  'standing.create',
  'POST',
  '/standing-orders',
  'idempotent',
);
/** 停止长期订单；已生成的订单照常，可逐个取消 */
export const standingEnd = /* @__PURE__ */ at<typeof ordersStandingContract.standingEndRoute>(
  'standing.end',
  'POST',
  '/standing-orders/:id/end',
  'idempotent',
);
/** 长期订单（如工作日午餐） */
export const standingList = /* @__PURE__ */ at<typeof ordersStandingContract.standingListRoute>(
  'standing.list',
  'GET',
  '/standing-orders',
);
/** 对账：订单 = 上门 = 结算单 = 付款，逐条列出差异 */
export const statementsReconciliation = /* @__PURE__ */ at<
  typeof ordersStatementsContract.reconciliationRoute
>('statements.reconciliation', 'GET', '/statements/reconciliation');
/** 更正已冻结结算单里的一次服务；记入下一份未签字的结算单 */
export const statementsCorrect = /* @__PURE__ */ at<typeof ordersStatementsContract.statementCorrectRoute>(
  'statements.correct',
  'POST',
  '/statements/:id/corrections',
  'idempotent',
);
/** 导出结算单（CSV 或 XLSX，带水印） */
export const statementsExport = /* @__PURE__ */ at<typeof ordersStatementsContract.statementExportRoute>(
  'statements.export',
  'GET',
  '/statements/:id/export',
);
/** 结算单明细 */
export const statementsLines = /* @__PURE__ */ at<typeof ordersStatementsContract.statementLinesRoute>(
  'statements.lines',
  'GET',
  '/statements/:id/lines',
);
/** 服务商月度结算单 */
export const statementsList = /* @__PURE__ */ at<typeof ordersStatementsContract.statementListRoute>(
  'statements.list',
  'GET',
  '/statements',
);
/** 生成或重算某服务商某月的结算单；签字后不能重算 */
export const statementsMake = /* @__PURE__ */ at<typeof ordersStatementsContract.statementMakeRoute>(
  'statements.make',
  'POST',
  '/statements',
  'idempotent',
);
/** 结算单 */
export const statementsPage = /* @__PURE__ */ at<typeof ordersStatementsContract.statementRoute>(
  'statements.page',
  'GET',
  '/statements/:id',
);
/** 签字；两个不同的人签字后冻结 */
export const statementsSign = /* @__PURE__ */ at<typeof ordersStatementsContract.statementSignRoute>(
  'statements.sign',
  'POST',
  '/statements/:id/sign',
  'idempotent',
);
/** 确认报警：我来处理；停止继续通知。别人已在处理时告知是谁 */
export const oversightAck = /* @__PURE__ */ at<typeof oversightAlarmsContract.ackAlarmRoute>(
  'oversight.ack',
  'POST',
  '/oversight/alarms/:id/ack',
  'idempotent',
);
/** 响应达标：紧急报警 60 秒、180 秒内应答（按机构和班次时段），以及最吵的设备 */
export const oversightFigures = /* @__PURE__ */ at<typeof oversightAlarmsContract.alarmFiguresRoute>(
  'oversight.figures',
  'GET',
  '/oversight/figures',
);
/** 值守席队列：未结束的报警，最急、最久的在前 */
export const oversightQueue = /* @__PURE__ */ at<typeof oversightAlarmsContract.alarmQueueRoute>(
  'oversight.queue',
  'GET',
  '/oversight/queue',
);
/** 一条报警：经过、通知和设备最近的读数 */
export const oversightAlarm = /* @__PURE__ */ at<typeof oversightAlarmsContract.alarmRoute>(
  'oversight.alarm',
  'GET',
  '/oversight/alarms/:id',
);
/** 大屏：各机构未结束的报警数（按级别）和失联设备数 */
export const oversightWall = /* @__PURE__ */ at<typeof oversightAlarmsContract.alarmWallRoute>(
  'oversight.wall',
  'GET',
  '/oversight/wall',
);
/** 报警流：新的在前 */
export const oversightAlarms = /* @__PURE__ */ at<typeof oversightAlarmsContract.alarmsRoute>(
  'oversight.alarms',
  'GET',
  '/oversight/alarms',
);
/** 指名交接：由接班人的班次接手 */
export const oversightHandOver = /* @__PURE__ */ at<typeof oversightAlarmsContract.handOverRoute>(
  'oversight.handOver',
  'POST',
  '/oversight/alarms/:id/hand-over',
  'idempotent',
);
/** 处置完毕：写明结论 */
export const oversightResolve = /* @__PURE__ */ at<typeof oversightAlarmsContract.resolveAlarmRoute>(
  'oversight.resolve',
  'POST',
  '/oversight/alarms/:id/resolve',
  'idempotent',
);
/** 搁置到某时；紧急报警不能搁置 */
export const oversightShelve = /* @__PURE__ */ at<typeof oversightAlarmsContract.shelveAlarmRoute>(
  'oversight.shelve',
  'POST',
  '/oversight/alarms/:id/shelve',
  'idempotent',
);
/** 接手别人已确认的报警 */
export const oversightTakeOver = /* @__PURE__ */ at<typeof oversightAlarmsContract.takeOverAlarmRoute>(
  'oversight.takeOver',
  'POST',
  '/oversight/alarms/:id/take-over',
  'idempotent',
);
/** 取消搁置 */
export const oversightUnshelve = /* @__PURE__ */ at<typeof oversightAlarmsContract.unshelveAlarmRoute>(
  'oversight.unshelve',
  'POST',
  '/oversight/alarms/:id/unshelve',
  'idempotent',
);
/** 设备台账：位置、状态、最近一次有消息的时间 */
export const oversightDevices = /* @__PURE__ */ at<typeof oversightDevicesContract.devicesRoute>(
  'oversight.devices',
  'GET',
  '/oversight/devices',
);
/** 登记设备；密钥只显示这一次，可打印成二维码 */
export const oversightEnrolDevice = /* @__PURE__ */ at<typeof oversightDevicesContract.enrolDeviceRoute>(
  'oversight.enrolDevice',
  'POST',
  '/oversight/devices',
);
/** 设备上报（HTTPS）；存下之后才回复，重发不会重复计入 */
export const oversightIngest = /* @__PURE__ */ at<typeof oversightDevicesContract.ingestRoute>(
  'oversight.ingest',
  'POST',
  '/oversight/ingest',
  'open',
);
/** 设备停用检修到某时；期间不报警、不算失联 */
export const oversightMaintainDevice = /* @__PURE__ */ at<
  typeof oversightDevicesContract.maintainDeviceRoute
>('oversight.maintainDevice', 'POST', '/oversight/devices/:id/maintenance', 'idempotent');
/** 收不下的设备消息及原因 */
export const oversightQuarantine = /* @__PURE__ */ at<typeof oversightDevicesContract.quarantineRoute>(
  'oversight.quarantine',
  'GET',
  '/oversight/quarantine',
);
/** 更换设备密钥；旧密钥 10 秒内失效 */
export const oversightRenewCredential = /* @__PURE__ */ at<
  typeof oversightDevicesContract.renewCredentialRoute
>('oversight.renewCredential', 'POST', '/oversight/devices/:id/credential');
/** 排值守班 */
export const oversightAddShift = /* @__PURE__ */ at<typeof oversightDutyContract.addDutyShiftRoute>(
  'oversight.addShift',
  'POST',
  '/oversight/shifts',
  'idempotent',
);
/** 值守排班 */
export const oversightShifts = /* @__PURE__ */ at<typeof oversightDutyContract.dutyShiftsRoute>(
  'oversight.shifts',
  'GET',
  '/oversight/shifts',
);
/** 可以排值守班的人：机构自己的，和管这家机构的 */
export const oversightStaff = /* @__PURE__ */ at<typeof oversightDutyContract.dutyStaffRoute>(
  'oversight.staff',
  'GET',
  '/oversight/facilities/:id/staff',
);
/** 交班；还有未交接的紧急、重要报警时不能交 */
export const oversightEndShift = /* @__PURE__ */ at<typeof oversightDutyContract.endDutyShiftRoute>(
  'oversight.endShift',
  'POST',
  '/oversight/shifts/:id/end',
  'idempotent',
);
/** 正在呼叫我的通知 */
export const oversightCalls = /* @__PURE__ */ at<typeof oversightDutyContract.myCallsRoute>(
  'oversight.calls',
  'GET',
  '/oversight/calls',
);
/** 机构的通知升级规则、未来 7 天的值守空档、最近一次演练的回执 */
export const oversightPolicy = /* @__PURE__ */ at<typeof oversightDutyContract.policyRoute>(
  'oversight.policy',
  'GET',
  '/oversight/facilities/:id/policy',
);
/** 收到通知的回执（本人屏幕） */
export const oversightReceipt = /* @__PURE__ */ at<typeof oversightDutyContract.receiptRoute>(
  'oversight.receipt',
  'POST',
  '/oversight/calls/:id/receipt',
);
/** 设定通知升级规则，从某时起生效；已在升级的报警仍按原规则 */
export const oversightSetPolicy = /* @__PURE__ */ at<typeof oversightDutyContract.setPolicyRoute>(
  'oversight.setPolicy',
  'POST',
  '/oversight/facilities/:id/policy',
  'idempotent',
);
/** 换班：由另一人值这一班 */
export const oversightSwapShift = /* @__PURE__ */ at<typeof oversightDutyContract.swapDutyShiftRoute>(
  'oversight.swapShift',
  'POST',
  '/oversight/shifts/:id/swap',
  'idempotent',
);
/** 通知演练：按规则呼叫每一个人，看回执 */
export const oversightTryPolicy = /* @__PURE__ */ at<typeof oversightDutyContract.tryPolicyRoute>(
  'oversight.tryPolicy',
  'POST',
  '/oversight/facilities/:id/policy/trial',
  'idempotent',
);
/** 报警负荷：各值守席每 10 分钟的报警数对照 EEMUA 191，以及最该整治的设备 */
export const oversightLoad = /* @__PURE__ */ at<typeof oversightLoadContract.alarmLoadRoute>(
  'oversight.load',
  'GET',
  '/oversight/load',
);
/** 演示手机：按 1 确认报警，由我处理（仅演示环境） */
export const oversightAnswerPhone = /* @__PURE__ */ at<typeof oversightPhoneContract.answerPhoneRoute>(
  'oversight.answerPhone',
  'POST',
  '/phone/alarm-calls/:id/answer',
  'open',
);
/** 演示手机：这个号码收到的报警呼叫（仅演示环境） */
export const oversightPhoneCalls = /* @__PURE__ */ at<typeof oversightPhoneContract.phoneCallsRoute>(
  'oversight.phoneCalls',
  'POST',
  '/phone/alarm-calls',
  'open',
);
/** 处置中打电话：显示老人和联系人的完整姓名、电话；用途记为紧急救助，次数有限，记入审计 */
export const oversightPhones = /* @__PURE__ */ at<typeof oversightSeatContract.alarmPhonesRoute>(
  'oversight.phones',
  'POST',
  '/oversight/alarms/:id/phones',
);
/** 报警涉及的老人：能力、健康状况、紧急联系人（遮盖）；查看记入审计 */
export const oversightResident = /* @__PURE__ */ at<typeof oversightSeatContract.alarmResidentRoute>(
  'oversight.resident',
  'GET',
  '/oversight/alarms/:id/resident',
);
/** 值班日志：一天里的报警、通知、处置和交接，旧的在前 */
export const oversightDutyLog = /* @__PURE__ */ at<typeof oversightSeatContract.dutyLogRoute>(
  'oversight.dutyLog',
  'GET',
  '/oversight/facilities/:id/log',
);
/** 记下处置经过：到场、处置步骤、打电话、备注 */
export const oversightRecord = /* @__PURE__ */ at<typeof oversightSeatContract.recordAlarmRoute>(
  'oversight.record',
  'POST',
  '/oversight/alarms/:id/records',
  'idempotent',
);
/** 大屏报警流：未结束的和刚结束的，新的在前；在呼叫谁、谁已确认 */
export const oversightStream = /* @__PURE__ */ at<typeof oversightWallContract.alarmStreamRoute>(
  'oversight.stream',
  'GET',
  '/oversight/stream',
);
/** 大屏回放：过去 24 小时的报警和每次状态变化 */
export const oversightWallHistory = /* @__PURE__ */ at<typeof oversightWallContract.wallHistoryRoute>(
  'oversight.wallHistory',
  'GET',
  '/oversight/wall/history',
);
/** 对结果有异议：由另外两位评估员复评；原结果在复评生效前仍有效 */
export const peopleAppealAssessment = /* @__PURE__ */ at<typeof peopleAssessmentsContract.appealAssessment>(
  'people.appealAssessment',
  'POST',
  '/assessments/:id/appeal',
  'idempotent',
);
/** 能力评估清单：待完成、待签字、快到期；新的在前 */
export const peopleListAssessments = /* @__PURE__ */ at<typeof peopleAssessmentsContract.listAssessments>(
  'people.listAssessments',
  'POST',
  '/assessments/search',
);
/** 能力评估报告（打印用，记入审计）：仅已生效的评估 */
export const peoplePrintAssessment = /* @__PURE__ */ at<typeof peopleAssessmentsContract.printAssessment>(
  'people.printAssessment',
  'GET',
  '/assessments/:id/print',
);
/** 一份能力评估：各项得分、等级、签字、可做的操作 */
export const peopleReadAssessment = /* @__PURE__ */ at<typeof peopleAssessmentsContract.readAssessment>(
  'people.readAssessment',
  'GET',
  '/assessments/:id',
);
/** 退回修改：第二位评估员发现有误时，撤去第一位的签字，回到草稿 */
export const peopleReopenAssessment = /* @__PURE__ */ at<typeof peopleAssessmentsContract.reopenAssessment>(
  'people.reopenAssessment',
  'POST',
  '/assessments/:id/reopen',
  'idempotent',
);
/** 保存评估草稿：提交的项覆盖原值，没有提交的项不变；得分由服务器计算 */
export const peopleSaveAssessment = /* @__PURE__ */ at<typeof peopleAssessmentsContract.saveAssessment>(
  'people.saveAssessment',
  'PUT',
  '/assessments/:id',
);
/** 评估签字：两位评估员先后签字，第二位签字后生效，并更新老人的失能等级 */
export const peopleSignAssessment = /* @__PURE__ */ at<typeof peopleAssessmentsContract.signAssessment>(
  'people.signAssessment',
  'POST',
  '/assessments/:id/sign',
  'idempotent',
);
/** 开始能力评估（GB/T 42195-2022）：建立草稿；已有未完成的评估时请接着做那一份 */
export const peopleStartAssessment = /* @__PURE__ */ at<typeof peopleAssessmentsContract.startAssessment>(
  'people.startAssessment',
  'POST',
  '/persons/:id/assessments',
  'idempotent',
);
/** 作废评估：草稿由评估员作废；已生效的由市、区县、街道作废，等级回到前一份有效评估 */
export const peopleWithdrawAssessment = /* @__PURE__ */ at<
  typeof peopleAssessmentsContract.withdrawAssessment
>('people.withdrawAssessment', 'POST', '/assessments/:id/withdraw', 'idempotent');
/** 登记护理员 */
export const peopleAddCarer = /* @__PURE__ */ at<typeof peopleCarersContract.addCarerRoute>(
  'people.addCarer',
  'POST',
  '/people/carers',
  'idempotent',
);
/** 护理员页：资质、两周排班、上门次数 */
export const peopleCarer = /* @__PURE__ */ at<typeof peopleCarersContract.carerRoute>(
  'people.carer',
  'GET',
  '/people/carers/:id',
);
/** 护理员列表：按服务商、资质、状态、姓名筛选 */
export const peopleCarers = /* @__PURE__ */ at<typeof peopleCarersContract.carersRoute>(
  'people.carers',
  'POST',
  '/people/carers/search',
);
/** 取消一项资质 */
export const peopleRemoveQualification = /* @__PURE__ */ at<
  typeof peopleCarersContract.removeQualificationRoute
>('people.removeQualification', 'POST', '/people/carers/:id/qualifications/remove', 'idempotent');
/** 修改护理员；须带看到的版本；离职会清空以后的排班 */
export const peopleSaveCarer = /* @__PURE__ */ at<typeof peopleCarersContract.saveCarerRoute>(
  'people.saveCarer',
  'PUT',
  '/people/carers/:id',
  'idempotent',
);
/** 登记或更新一项资质；version 为护理员的版本 */
export const peopleSaveQualification = /* @__PURE__ */ at<typeof peopleCarersContract.saveQualificationRoute>(
  'people.saveQualification',
  'PUT',
  '/people/carers/:id/qualifications',
  'idempotent',
);
/** 取消导入：已处理的行保留，其余不再处理 */
export const peopleCancelImport = /* @__PURE__ */ at<typeof peopleImportsContract.cancel>(
  'people.cancelImport',
  'POST',
  '/imports/:id/cancel',
  'idempotent',
);
/** 导入任务（任务中心），新的在前 */
export const peopleListImports = /* @__PURE__ */ at<typeof peopleImportsContract.list>(
  'people.listImports',
  'GET',
  '/imports',
);
/** 一次导入：进度、剩余时间、预览 */
export const peopleReadImport = /* @__PURE__ */ at<typeof peopleImportsContract.read>(
  'people.readImport',
  'GET',
  '/imports/:id',
);
/** 下载未导入的行，每行附原因；改好后可直接再次上传 */
export const peopleRejectedRows = /* @__PURE__ */ at<typeof peopleImportsContract.rejected>(
  'people.rejectedRows',
  'GET',
  '/imports/:id/rejected',
);
/** 逐行结果，按行号 */
export const peopleImportRows = /* @__PURE__ */ at<typeof peopleImportsContract.rows>(
  'people.importRows',
  'GET',
  '/imports/:id/rows',
);
/** 指定名单各列的含义，重新预览 */
export const peopleSetImportMapping = /* @__PURE__ */ at<typeof peopleImportsContract.setMapping>(
  'people.setImportMapping',
  'PUT',
  '/imports/:id/mapping',
);
/** 开始导入：在后台逐行处理，可离开页面，在任务中心查看 */
export const peopleStartImport = /* @__PURE__ */ at<typeof peopleImportsContract.start>(
  'people.startImport',
  'POST',
  '/imports/:id/start',
  'idempotent',
);
/** 上传老人名单（CSV 或 XLSX，最多 20000 行）：识别编码，猜出各列，先预览 */
export const peopleUploadImport = /* @__PURE__ */ at<typeof peopleImportsContract.upload>(
  'people.uploadImport',
  'POST',
  '/imports',
);
/** 核准或驳回删除申请（须为另一人）；核准后不可恢复，结算所需的记录保留但不再指向本人 */
export const peopleDecideErasure = /* @__PURE__ */ at<typeof peoplePersonalDataContract.decideErasure>(
  'people.decideErasure',
  'POST',
  '/erasures/:id/decide',
);
/** 导出一位老人的全部个人信息（本人，或工作人员凭本人签字的申请）；记入审计 */
export const peopleExportPersonalData = /* @__PURE__ */ at<
  typeof peoplePersonalDataContract.exportPersonalData
>('people.exportPersonalData', 'POST', '/persons/:id/personal-data');
/** 删除个人信息的申请，新的在前 */
export const peopleListErasures = /* @__PURE__ */ at<typeof peoplePersonalDataContract.listErasures>(
  'people.listErasures',
  'GET',
  '/erasures',
);
/** 申请删除个人信息（本人，或工作人员凭本人签字的申请）；由另一人核准 */
export const peopleRequestErasure = /* @__PURE__ */ at<typeof peoplePersonalDataContract.requestErasure>(
  'people.requestErasure',
  'POST',
  '/persons/:id/erasure',
  'idempotent',
);
/** 来电弹屏：按完整电话号码找到老人（通话本身即为用途，记入审计） */
export const peopleCaller = /* @__PURE__ */ at<typeof peoplePersonsContract.caller>(
  'people.caller',
  'POST',
  '/persons/caller',
);
/** 录入时查重：同身份证号、同电话、姓名（或读音）与出生日期相同 */
export const peopleDuplicates = /* @__PURE__ */ at<typeof peoplePersonsContract.duplicates>(
  'people.duplicates',
  'POST',
  '/persons/duplicates',
);
/** 一位老人的全部情况（一屏）：提醒在前；家属须有“查看基本档案”的授权 */
export const peoplePage = /* @__PURE__ */ at<typeof peoplePersonsContract.page>(
  'people.page',
  'GET',
  '/persons/:id',
);
/** 查找老人：姓名、拼音、首字母、身份证号、本人或联系人电话、地址的一部分，可加筛选 */
export const peopleSearch = /* @__PURE__ */ at<typeof peoplePersonsContract.search>(
  'people.search',
  'POST',
  '/persons/search',
);
/** 一位老人的经过，新的在前：档案变动、评估、订单、上门、投诉 */
export const peopleTimeline = /* @__PURE__ */ at<typeof peoplePersonsContract.timeline>(
  'people.timeline',
  'GET',
  '/persons/:id/timeline',
);
/** 登记老人：身份证号的校验位、出生日期、性别须一致；没有身份证号须写明原因 */
export const peopleAdd = /* @__PURE__ */ at<typeof peopleRegistryContract.add>(
  'people.add',
  'POST',
  '/persons',
  'idempotent',
);
/** 增加联系人 */
export const peopleAddContact = /* @__PURE__ */ at<typeof peopleRegistryContract.addContact>(
  'people.addContact',
  'POST',
  '/persons/:id/contacts',
  'idempotent',
);
/** 更正老人的档案：只提交要改的项，注明看到的版本 */
export const peopleCorrect = /* @__PURE__ */ at<typeof peopleRegistryContract.correct>(
  'people.correct',
  'PATCH',
  '/persons/:id',
);
/** 修改联系人：没有提交的项不变 */
export const peopleEditContact = /* @__PURE__ */ at<typeof peopleRegistryContract.editContact>(
  'people.editContact',
  'PUT',
  '/persons/:id/contacts/:contactId',
);
/** 登记去世：未开始的订单会取消并退款，长期订单终止 */
export const peopleMarkDeceased = /* @__PURE__ */ at<typeof peopleRegistryContract.markDeceased>(
  'people.markDeceased',
  'POST',
  '/persons/:id/deceased',
  'idempotent',
);
/** 迁居：从某日起住到新的区划和地址，原住址留作历史；也用于更正现住址 */
export const peopleMove = /* @__PURE__ */ at<typeof peopleRegistryContract.move>(
  'people.move',
  'POST',
  '/persons/:id/move',
  'idempotent',
);
/** 删除联系人 */
export const peopleRemoveContact = /* @__PURE__ */ at<typeof peopleRegistryContract.removeContact>(
  'people.removeContact',
  'DELETE',
  '/persons/:id/contacts/:contactId',
);
/** 更新健康状况和过敏原：提交完整清单，去掉的健康状况记为到今天为止 */
export const peopleSetHealth = /* @__PURE__ */ at<typeof peopleRegistryContract.setHealth>(
  'people.setHealth',
  'PUT',
  '/persons/:id/health',
);
/** 住户：加入某位老人的住户、离开、另立 */
export const peopleSetHousehold = /* @__PURE__ */ at<typeof peopleRegistryContract.setHousehold>(
  'people.setHousehold',
  'POST',
  '/persons/:id/household',
  'idempotent',
);
/** 撤销误登记的去世：恢复在册（已取消的订单须重新下单） */
export const peopleTakeBackDeceased = /* @__PURE__ */ at<typeof peopleRegistryContract.takeBackDeceased>(
  'people.takeBackDeceased',
  'POST',
  '/persons/:id/deceased/take-back',
  'idempotent',
);
/** 请假：某天的班次记为病假或事假，当天的上门转给别人；carer 本人也可以报 */
export const peopleAbsent = /* @__PURE__ */ at<typeof peopleShiftsContract.absentRoute>(
  'people.absent',
  'POST',
  '/people/carers/:id/absent',
  'idempotent',
);
/** 排班；同一护理员的班次不能重叠 */
export const peopleAddShift = /* @__PURE__ */ at<typeof peopleShiftsContract.addShiftRoute>(
  'people.addShift',
  'POST',
  '/people/shifts',
  'idempotent',
);
/** 把一周的排班复制到另一周；已有班次重叠的不复制，逐条列出 */
export const peopleCopyWeek = /* @__PURE__ */ at<typeof peopleShiftsContract.copyWeekRoute>(
  'people.copyWeek',
  'POST',
  '/people/shifts/copy-week',
  'idempotent',
);
/** 销假：某天恢复排班（已转给别人的上门不会自动转回） */
export const peoplePresent = /* @__PURE__ */ at<typeof peopleShiftsContract.presentRoute>(
  'people.present',
  'POST',
  '/people/carers/:id/present',
  'idempotent',
);
/** 取消班次 */
export const peopleRemoveShift = /* @__PURE__ */ at<typeof peopleShiftsContract.removeShiftRoute>(
  'people.removeShift',
  'POST',
  '/people/shifts/:id/remove',
  'idempotent',
);
/** 改班次时间；须带看到的版本 */
export const peopleSaveShift = /* @__PURE__ */ at<typeof peopleShiftsContract.saveShiftRoute>(
  'people.saveShift',
  'PUT',
  '/people/shifts/:id',
  'idempotent',
);
/** 排班表：按服务商或护理员和日期 */
export const peopleShifts = /* @__PURE__ */ at<typeof peopleShiftsContract.shiftsRoute>(
  'people.shifts',
  'POST',
  '/people/shifts/search',
);
/** 查看老人被遮盖的信息：须说明用途，每小时有次数限制，记入审计 */
export const peopleUnmask = /* @__PURE__ */ at<typeof peopleUnmaskContract.unmask>(
  'people.unmask',
  'POST',
  '/persons/:id/unmask',
);
/** 行政区划：市、区县、街道乡镇、社区村（公开数据，可缓存） */
export const placesDivisions = /* @__PURE__ */ at<typeof placesDivisionsContract.divisionsRoute>(
  'places.divisions',
  'GET',
  '/places/divisions',
);
/** 区县轮廓（简化，可直接画成 SVG；公开数据，可缓存） */
export const placesOutlines = /* @__PURE__ */ at<typeof placesDivisionsContract.outlinesRoute>(
  'places.outlines',
  'GET',
  '/places/outlines',
);
/** 七个管理单元及其所辖街道 */
export const placesUnits = /* @__PURE__ */ at<typeof placesDivisionsContract.unitsRoute>(
  'places.units',
  'GET',
  '/places/units',
);
/** 登记机构 */
export const placesAddFacility = /* @__PURE__ */ at<typeof placesFacilitiesContract.addFacilityRoute>(
  'places.addFacility',
  'POST',
  '/places/facilities',
  'idempotent',
);
/** 机构列表：按类型、区划、名称、证照到期筛选 */
export const placesFacilities = /* @__PURE__ */ at<typeof placesFacilitiesContract.facilitiesRoute>(
  'places.facilities',
  'POST',
  '/places/facilities/search',
);
/** 机构页：面积、床位、入住、证照、标准、以大带小 */
export const placesFacility = /* @__PURE__ */ at<typeof placesFacilitiesContract.facilityRoute>(
  'places.facility',
  'GET',
  '/places/facilities/:id',
);
/** 上报入住：已用床位和日托人数；可补报最近 7 天 */
export const placesReportOccupancy = /* @__PURE__ */ at<typeof placesFacilitiesContract.reportOccupancyRoute>(
  'places.reportOccupancy',
  'POST',
  '/places/facilities/:id/occupancy',
  'idempotent',
);
/** 修改机构；须带看到的版本 */
export const placesSaveFacility = /* @__PURE__ */ at<typeof placesFacilitiesContract.saveFacilityRoute>(
  'places.saveFacility',
  'PUT',
  '/places/facilities/:id',
  'idempotent',
);
/** 登记服务商、助餐点或机构运营方 */
export const placesAddOrg = /* @__PURE__ */ at<typeof placesOrgsContract.addOrgRoute>(
  'places.addOrg',
  'POST',
  '/places/orgs',
  'idempotent',
);
/** 服务商页 */
export const placesOrg = /* @__PURE__ */ at<typeof placesOrgsContract.orgRoute>(
  'places.org',
  'GET',
  '/places/orgs/:id',
);
/** 服务商、助餐点、机构运营方列表 */
export const placesOrgs = /* @__PURE__ */ at<typeof placesOrgsContract.orgsRoute>(
  'places.orgs',
  'POST',
  '/places/orgs/search',
);
/** 修改服务商；须带看到的版本 */
export const placesSaveOrg = /* @__PURE__ */ at<typeof placesOrgsContract.saveOrgRoute>(
  'places.saveOrg',
  'PUT',
  '/places/orgs/:id',
  'idempotent',
);
/** 大屏：范围内全部机构的位置、床位、入住和数据时间 */
export const placesWall = /* @__PURE__ */ at<typeof placesWallContract.wallRoute>(
  'places.wall',
  'GET',
  '/places/wall',
);
/** Events after a position, within the scope (at most 500; `last` is where to go on) */
export const platformEventsAfter = /* @__PURE__ */ at<typeof platformLiveContract.eventsAfter>(
  'platform.eventsAfter',
  'GET',
  '/events',
);
