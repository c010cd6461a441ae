import type { Tier } from './terms.ts';

/** 证书等级 in words (brief/signing §2), as sheet and evidence print them; never more than was reached. */
export const tierWords: Record<Tier, { zh: string; en: string }> = {
  T0: {
    zh: 'T0 演示：测试证书，不构成可靠电子签名。',
    en: 'T0 demonstration: test certificates, no reliable electronic signature.',
  },
  T1: {
    zh: 'T1 平台存证：平台对签署过程存证，签署人没有专有证书。',
    en: 'T1: the platform witnesses the signing; signers have no certificates of their own.',
  },
  T2: { zh: 'T2 专有证书：证书为签署人专有。', en: 'T2: certificates of the signers’ own.' },
  T3: { zh: 'T3 国密电子签章。', en: 'T3: certificates of the signers’ own, SM2 seal.' },
};

/** Said where a code went the way of the link: whoever reads one mailbox had both. */
export const sameChannelWords = {
  zh: '链接与验证码经同一渠道（邮件）送达：只说明办理人能读这一邮箱，没有另一渠道印证是其本人。',
  en: 'Link and code went the same way (mail): whoever read that mailbox had both; no other way confirms the person.',
};
