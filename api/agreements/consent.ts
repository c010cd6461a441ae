/** 签署须知, by version; what was agreed to stands in the events and in the evidence. */
export const consentVersion = 'signing-1';

const texts: Record<string, string> = {
  'signing-1':
    '我已通读协议全文，同意以电子形式签署，并约定：以发送到我本人联系方式的一次性验证码确认签署意愿，以写入文件的数字签名和时间戳固定签署内容与时间，作为本次签署的电子签名。我知道本平台打印在证书上的等级如实说明其效力；使用测试证书的签署只供演示，不构成可靠电子签名。签署不产生供地效力，土地使用权以招标、拍卖、挂牌结果为准。',
};

export function consentText(version: string): string {
  const text = texts[version];
  if (text === undefined) throw new Error('a consent is to a text that there was');
  return text;
}
