import type { Page } from 'playwright-core';

/** What stands on the visitor's pages of an enquiry. */
export const askWords = {
  'zh-CN': {
    need: '需求',
    company: '企业名称',
    phone: '电话',
    email: '邮箱',
    agree: /我已阅读并同意/,
    send: '提交咨询',
  },
  en: {
    need: 'What you need',
    company: 'Company',
    phone: 'Telephone',
    email: 'Email',
    agree: /I have read and agree/,
    send: 'Send enquiry',
  },
};
export type AskLanguage = keyof typeof askWords;

export type Typed = { need: string; company: string; email?: string; phone?: string };

/** The receipt of what was just sent. */
export async function receiptOn(page: Page): Promise<{ number: string; link: string }> {
  const heading = page.getByRole('heading', { level: 1, name: /^XP-\d{4}-\d{4,}$/ });
  await heading.waitFor();
  return {
    number: await heading.innerText(),
    link: (await page.locator('.address').textContent()) ?? '',
  };
}

/** Fills the form in and sends it, at once. */
export async function askOn(
  page: Page,
  { need, company, email, phone }: Typed,
  language: AskLanguage = 'zh-CN',
): Promise<{ number: string; link: string }> {
  const words = askWords[language];
  const fields = { need, company, email, phone };
  for (const name of ['need', 'company', 'email', 'phone'] as const)
    if (fields[name] !== undefined) await page.getByLabel(words[name], { exact: true }).fill(fields[name]);
  await page.getByLabel(words.agree).check();
  await page.getByRole('button', { name: words.send }).click();
  return receiptOn(page);
}
