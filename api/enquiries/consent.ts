import type { CityPack } from '../city/schema.ts';
import type { ConsentText } from './schema.ts';

/** 告知文本: changed words are a new version; what was agreed to before stays as it was. */
export const consentVersion = 'enquiry-1';

/** PIPL Art. 17: who, for what, how, what kinds, how long, and how to use one's rights; Art. 15: taking back is as easy. */
export function consentText({ footer, hotline }: CityPack): ConsentText {
  const [host, hostEn] = [footer.host['zh-CN'], footer.host.en];
  return {
    version: consentVersion,
    sections: [
      { title: '谁处理', text: `${host}，电话 ${hotline.phone}。` },
      { title: '用来做什么', text: '回复您的询盘，并就所问地块与您联系。不用于营销，不提供给其他单位。' },
      { title: '处理哪些', text: '您填写的企业、联系人、电话、邮箱、需求和上传的文件。不收集身份证件号码。' },
      { title: '如何处理', text: '电话和邮箱加密保存，只有承办人可见，每次查看都记录在案。' },
      { title: '保存多久', text: '办结后两年，到期自动清除；收件和答复的时间不含个人信息，永久保存。' },
      {
        title: '您的权利',
        text: '凭专属链接随时查看、下载、撤回或清除您的信息，与提交同样方便；也可以致电上述电话。',
      },
    ],
    sectionsEn: [
      { title: 'Who', text: `${hostEn}, telephone ${hotline.phone}.` },
      {
        title: 'For what',
        text: 'To answer your enquiry and contact you about the parcels you ask about. Not for marketing, and not passed on.',
      },
      {
        title: 'Which data',
        text: 'The company, name, telephone, e-mail, need and files you give. No identity numbers.',
      },
      {
        title: 'How',
        text: 'Telephone and e-mail are encrypted; only the officer in charge sees them, and every look is recorded.',
      },
      {
        title: 'How long',
        text: 'Two years after the case is closed, then erased by itself. The times of receipt and answer hold no personal data and are kept for good.',
      },
      {
        title: 'Your rights',
        text: 'With your own link you can read, download, withdraw or erase your data at any time, as easily as you gave it; or call the number above.',
      },
    ],
  };
}
