/** 协议类别: 投资意向书, 框架协议, 投资协议, 标准地投资建设协议, 企业承诺书, 人才（团队）合作协议. */
export const templateKeys = [
  'letter-of-intent',
  'framework-agreement',
  'investment-agreement',
  'standard-land-agreement',
  'company-commitment',
  'talent-agreement',
] as const;
export type TemplateKey = (typeof templateKeys)[number];

/** 签署方: the public side (甲方), the company (乙方), and the talent or team (人才方). */
export const parties = ['government', 'company', 'talent'] as const;
export type Party = (typeof parties)[number];

/** 签署人, 内部审批人, 见证人, 抄送人: all but who gets a copy are waited for. */
export const signerRoles = ['signer', 'approver', 'witness', 'viewer'] as const;
export type SignerRole = (typeof signerRoles)[number];

/** By what right somebody signs: 法定代表人, or 授权代表 with a letter of authorisation (授权委托书). */
export const capacities = ['legal-representative', 'authorised'] as const;
export type Capacity = (typeof capacities)[number];

/** 发出之前: 合法性审查, 公平竞争审查, 用印审批. */
export const gates = ['legality', 'fair-competition', 'seal'] as const;
export type Gate = (typeof gates)[number];

/** Where an agreement stands. `seal-failed` is tried again; the last four are ends. */
export const agreementStates = [
  'draft',
  'sent',
  'in-progress',
  'sealing',
  'seal-failed',
  'completed',
  'declined',
  'voided',
  'expired',
] as const;
export type AgreementState = (typeof agreementStates)[number];

/** Where a signer stands. `delegating`: whom he hands his part to is not admitted yet. */
export const signerStates = [
  'waiting',
  'active',
  'viewed',
  'signing',
  'delegating',
  'signed',
  'approved',
  'witnessed',
  'declined',
  'expired',
] as const;
export type SignerState = (typeof signerStates)[number];

/** 投资方类别: 浙商, 央企, 国企, 民企, 外资, 港澳, 台资. */
export const investorClasses = [
  'zhejiang-merchants',
  'central-enterprise',
  'state-owned',
  'private',
  'foreign',
  'hong-kong-macao',
  'taiwan',
] as const;

/** 来源: 询盘, 来访考察, 活动, 商会协会, 推荐, 其他. */
export const projectChannels = ['enquiry', 'visit', 'event', 'chamber', 'referral', 'other'] as const;

/** 阶段: 签约, 注册, 供地, 开工, 竣工, 投产, 终止. */
export const projectStages = [
  'signed',
  'registered',
  'supplied',
  'construction-started',
  'completed',
  'production-started',
  'terminated',
] as const;
export type ProjectStage = (typeof projectStages)[number];

/** 目标: 投资到位 (固定资产投资和投资强度经核验达到约定), 达产 (经达产复核), 税收达标 (亩均税收经核验达到约定). */
export const projectTargets = ['investment-met', 'full-production', 'tax-met'] as const;
/** What is reported of a project with a day and its evidence, and counts once a second person confirmed it. */
export const reportedStages = [...projectStages, ...projectTargets] as const;
export type ReportedStage = (typeof reportedStages)[number];

/** 证书等级 (brief/signing §2): 演示, 平台存证, 专有证书, 国密. */
export const tiers = ['T0', 'T1', 'T2', 'T3'] as const;
export type Tier = (typeof tiers)[number];

/** What happens to an agreement, as its chain of events tells it. */
export const eventKinds = [
  'prepare',
  'edit',
  'share',
  'gate',
  'confirm',
  'send',
  'open',
  'read',
  'code',
  'approve',
  'witness',
  'sign',
  'discard',
  'hide-handwriting',
  'seal',
  'seal-failed',
  'complete',
  'decline',
  'delegate',
  'delegate-admit',
  'delegate-refuse',
  'void',
  'expire',
  'extend',
  'remind',
  'undelivered',
  'place-locked',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** 签署截止: unless another day is said, and at most. */
export const usualDeadlineDays = 30;
export const mostDeadlineDays = 366;

/** 转交, 拒签, 确认草稿: what a one-time code (验证码) is asked for by name, other than the act of one's own role. */
export const askedPurposes = ['delegate', 'decline', 'confirm'] as const;
export type AskedPurpose = (typeof askedPurposes)[number];

/** What a code is for, and the way it goes. */
export type CodePurpose = 'sign' | 'approve' | 'witness' | 'batch' | AskedPurpose;
export type CodeChannel = 'sms' | 'mail';

/** 文件版本: what the parties were sent, a signature, the platform's seal, what proves them later. */
export const revisionKinds = ['base', 'signature', 'seal', 'archive'] as const;
export type RevisionKind = (typeof revisionKinds)[number];

/** 公告中, 挂牌中, 待公布结果, 暂停: a notice is running, and nothing but it may say who can have the land, and how. */
export const runningNotice = ['announced', 'listed', 'awaiting-result', 'suspended'] as const;

/** Why somebody who came by a link is refused: his page says each in his own language. */
export const signingReasons = [
  'wrong-state',
  'past-deadline',
  'not-your-turn',
  'already-done',
  'being-delegated',
  'no-act',
  'busy',
  'lease-lost',
  'nobody-signs',
  'code-none',
  'code-wrong',
  'code-locked',
  'place-locked',
  'code-other-document',
  'code-other-set',
  'code-used',
  'code-too-soon',
  'set-moved',
  'moved-head',
  'not-in-set',
  'other-document',
  'draft-changed',
  'unread',
  'terms-changed',
  'hold-lapsed',
  'not-made',
  'many-sign',
  'under-way',
  'mark-unseen',
  'name-differs',
  'unprintable',
  'unprintable-name',
  'malformed-code',
  'malformed-name',
  'malformed-email',
  'malformed-phone',
  'malformed-reason',
  'malformed',
  'picture-too-large',
  'picture-format',
  'picture-moves',
  'picture-damaged',
  'picture-pixels',
  'picture-unseen',
  'not-for-a-side',
  'shared-email',
  'shared-phone',
  'staff-address',
  'staff-phone',
  'dead-link',
] as const;
export type SigningReason = (typeof signingReasons)[number];

/** 履约事项: 投资强度, 税收, 注册 (设立公司), 开工, 竣工, 达产. */
export const obligationKinds = [
  'investment-intensity',
  'tax',
  'registration',
  'start',
  'completion',
  'full-production',
] as const;
export type ObligationKind = (typeof obligationKinds)[number];

/** 起算: from what a promise that names no day has its term: 协议生效, 供地, 开工, 竣工. */
export const countedSteps = ['effective', 'supplied', 'construction-started', 'completed'] as const;
export type CountedStep = (typeof countedSteps)[number];
export const termUnits = ['year', 'month', 'day', 'working-day'] as const;
export type TermUnit = (typeof termUnits)[number];

/** 演练: by its number alone, which the database holds it to: `YX-2026-0001` of projects, `YL-2026-0001` of agreements. */
export function isRehearsed(number: string): boolean {
  return /^Y[XL]-/.test(number);
}
