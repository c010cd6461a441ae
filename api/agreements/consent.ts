/** 签署须知, by version; what was agreed to stands in the events and in the evidence. */
export const consentVersion = 'signing-1';
/** Of several documents with one code (批量签署). */
export const batchConsentVersion = 'signing-batch-1';

const texts: Record<string, string> = {
  'signing-1':
    '我已通读协议全文，同意以电子形式签署，并约定：以发送到我本人联系方式的一次性验证码确认签署意愿，以写入文件的数字签名和时间戳固定签署内容与时间，作为本次签署的电子签名。我知道本平台打印在证书上的等级如实说明其效力；使用测试证书的签署只供演示，不构成可靠电子签名。签署不产生供地效力，土地使用权以招标、拍卖、挂牌结果为准。',
  'signing-batch-1':
    '我已逐份通读本次一并签署的每一份文件的全文，同意以电子形式签署其中每一份，并约定：以发送到我本人联系方式的一个一次性验证码，对清单所列的全部文件确认签署意愿（清单和各份文件的状态由摘要固定），以分别写入每份文件的数字签名和时间戳固定签署内容与时间，作为对该份文件的电子签名。各份文件相互独立，一份未能签署不影响其余各份。我知道本平台打印在证书上的等级如实说明其效力；使用测试证书的签署只供演示，不构成可靠电子签名。签署不产生供地效力，土地使用权以招标、拍卖、挂牌结果为准。',
};

export function consentText(version: string): string {
  const text = texts[version];
  if (text === undefined) throw new Error('a consent is to a text that there was');
  return text;
}

/** The same, with the name of every document that is agreed to, by their numbers: `digest` in fours. */
export function batchConsentText(
  documents: readonly { number: string; title: string; digest: string }[],
): string {
  const inOrder = [...documents].sort((a, b) => (a.number < b.number ? -1 : 1));
  const lines = inOrder.map(
    ({ number, title, digest }, index) => `${index + 1}.《${title}》（${number}，文件摘要 ${digest}）`,
  );
  return `${consentText(batchConsentVersion)}\n本次一并签署 ${documents.length} 份文件：\n${lines.join('\n')}`;
}
