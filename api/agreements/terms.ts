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

/** 签署人, 内部审批人, 见证人, 抄送人: only signers and approvers are waited for. */
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
