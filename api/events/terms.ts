/** 活动状态: written, announced, on air, held up, over. */
export const eventStatuses = ['draft', 'scheduled', 'live', 'paused', 'ended'] as const;
export type EventStatus = (typeof eventStatuses)[number];

/** 环节: 讲话, 视频, 地块发布, 项目签约, 人才签约, 政策发布, 休息, 总结. */
export const itemKinds = [
  'speech',
  'video',
  'release',
  'project-signing',
  'talent-signing',
  'policy',
  'break',
  'summary',
] as const;
export type ItemKind = (typeof itemKinds)[number];

/** Where an item stands: 未开始, 待播, 播出中, 已播, 已跳过. */
export const itemStates = ['pending', 'standby', 'live', 'done', 'skipped'] as const;
export type ItemState = (typeof itemStates)[number];

/** 合同, 框架协议, 意向书: what was signed, never added up without saying so. */
export const signingForms = ['contract', 'framework', 'intent'] as const;
export type SigningForm = (typeof signingForms)[number];

/** 已签（仪式）, 现场签, 会后补签: when the agreement of a signing item is signed. */
export const ceremonies = ['before', 'on-stage', 'after'] as const;
export type Ceremony = (typeof ceremonies)[number];

/** 签署进度 of a signing item: 签署处理中 is never counted; 已生效 once the sealing has committed. */
export const signingStates = ['processing', 'effective'] as const;
export type SigningState = (typeof signingStates)[number];

/** Why an item of the rundown stays as it is: 播出中, 待播, 已播, 已签. */
export const itemHolds = ['on-air', 'armed', 'done', 'signed'] as const;
export type ItemHold = (typeof itemHolds)[number];

/** Whether a parcel of the rundown can be released: 待公开, 已公开, 没有待公开的版本. */
export const parcelStandings = ['waiting', 'public', 'none'] as const;

/** 总画面: the mixed picture, a stream beside those of the venues and no place. */
export const programmeKey = 'programme';
export const mostVenues = 4;
export const mostSources = 4;

/** 直播流地址: https, or this very machine for trying; nobody's password in it, and no part of a page. */
export function isStreamAddress(text: string): boolean {
  const isSafe = /^https:\/\/[^/\\]/i.test(text) || /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\//i.test(text);
  if (!isSafe || !URL.canParse(text)) return false;
  const { username, password, hash } = new URL(text);
  return username === '' && password === '' && hash === '';
}
