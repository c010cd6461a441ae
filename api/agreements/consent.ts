import { inFours } from './paper/words.ts';

/** 签署须知, by version; what was agreed to stands in the events and in the evidence. */
export const consentVersion = 'signing-1';
/** Of several documents with one code (批量签署). */
export const batchConsentVersion = 'signing-batch-1';

/** Of showing one's handwriting at an event (仪式画面); it can be taken back, and nothing of the signature hangs on it. */
export const handwritingConsentVersion = 'handwriting-1';

const texts: Record<string, string> = {
  'signing-1':
    '我已通读协议全文，同意以电子形式签署，并约定：以发送到我本人联系方式的一次性验证码确认签署意愿，以写入文件的数字签名和时间戳固定签署内容与时间，作为本次签署的电子签名。我知道本平台打印在证书上的等级如实说明其效力；使用测试证书的签署只供演示，不构成可靠电子签名。签署不产生供地效力，土地使用权以招标、拍卖、挂牌结果为准。',
  'signing-batch-1':
    '我已逐份通读本次一并签署的每一份文件的全文，同意以电子形式签署其中每一份，并约定：以发送到我本人联系方式的一个一次性验证码，对清单所列的全部文件确认签署意愿（清单和各份文件的状态由摘要固定），以分别写入每份文件的数字签名和时间戳固定签署内容与时间，作为对该份文件的电子签名。各份文件相互独立，一份未能签署不影响其余各份。我知道本平台打印在证书上的等级如实说明其效力；使用测试证书的签署只供演示，不构成可靠电子签名。签署不产生供地效力，土地使用权以招标、拍卖、挂牌结果为准。',
  'handwriting-1':
    '我同意在编号为 {event} 的云招商活动的大屏幕、观众页面和回放中公开播放我本次手写签名的笔迹，作为仪式画面，自签署起不超过一年，期满即删除。我知道播放的笔迹不是电子签名，签署以电子文件为准；不同意不影响签署；同意后可以随时在本页撤回，撤回后不再播放。',
};

/** What a version says, in English, for who reads no Chinese; nobody agrees to it. */
const inEnglish: Record<string, string> = {
  'signing-1':
    'I have read the whole agreement and agree to sign it electronically, on these terms: that I mean to sign is confirmed with a one-time code sent to my own address or number, and what was signed and when is fixed by a digital signature and a time stamp written into the file; together they are my electronic signature here. I know that the level printed on the certificate states its force truthfully; what is signed with test certificates is a demonstration and no reliable electronic signature. Signing supplies no land: the right to use it goes to the winner of a tender, an auction or a listing.',
  'signing-batch-1':
    'I have read the whole of every document signed together here and agree to sign each of them electronically, on these terms: that I mean to sign every document of the list is confirmed with one one-time code sent to my own address or number (the list and the state of each document are fixed by a digest), and what was signed and when is fixed by a digital signature and a time stamp written into each file; together they are my electronic signature on that document. The documents stand each for itself: one that cannot be signed changes nothing for the others. I know that the level printed on the certificate states its force truthfully; what is signed with test certificates is a demonstration and no reliable electronic signature. Signing supplies no land: the right to use it goes to the winner of a tender, an auction or a listing.',
  'handwriting-1':
    'I agree that the strokes of this handwritten signature of mine are played publicly, on the big screen, the audience page and in the replay of the event {event}, as a picture of the ceremony, for one year from signing at most, after which they are deleted. I know that what is played is no electronic signature and that the electronic file is what counts; that signing does not depend on my agreeing; and that I can take it back on this page at any time, after which it is played no more.',
};

export function consentInEnglish(version: string): string {
  return inEnglish[version] ?? '';
}

/** What `handwritingConsentVersion` or one before it says of an event, which it names by its address. */
export function handwritingText(version: string, event: string): { text: string; inEnglish: string } {
  const named = (text: string) => text.replace('{event}', event);
  return { text: named(consentText(version)), inEnglish: named(consentInEnglish(version)) };
}

export function consentText(version: string): string {
  const text = texts[version];
  if (text === undefined) throw new Error('a consent is to a text that there was');
  return text;
}

/** A document as the person reads it who signs it. */
export function documentLine({
  number,
  title,
  contentSha256,
}: {
  number: string;
  title: string;
  contentSha256: string;
}): string {
  return `《${title}》（${number}，文件摘要 ${inFours(contentSha256.slice(0, 16))}）`;
}

/** Another of the set, as the evidence tells it to who is no party of it; null where it has no digest of its own. */
export function othersLine(itemSha256: string | null): string {
  return itemSha256 === null
    ? '另一份文件（不在本包中）'
    : `另一份文件（不在本包中，清单项摘要 ${itemSha256}）`;
}

/** The same, with a line of every document that is agreed to, by their numbers. */
export function batchConsentText(documents: readonly { number: string; line: string }[]): string {
  const inOrder = [...documents].sort((a, b) => (a.number < b.number ? -1 : 1));
  const lines = inOrder.map(({ line }, index) => `${index + 1}.${line}`);
  return `${consentText(batchConsentVersion)}\n本次一并签署 ${documents.length} 份文件：\n${lines.join('\n')}`;
}
