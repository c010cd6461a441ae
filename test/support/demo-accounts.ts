import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { roles, type Role } from '../../api/accounts/terms.ts';

const DemoAccounts = z.array(
  z.object({
    role: z.enum(roles),
    email: z.string(),
    password: z.string(),
    totpSecret: z.string().optional(),
  }),
);
export type DemoAccount = z.infer<typeof DemoAccounts>[number];

/** The demonstration's accounts of a role, as the start wrote them down. */
export function demoAccounts(dataDir: string, role: Role): DemoAccount[] {
  const accounts = DemoAccounts.parse(JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')));
  return accounts.filter((candidate) => candidate.role === role);
}

export function demoAccount(dataDir: string, role: Role): DemoAccount {
  const [account] = demoAccounts(dataDir, role);
  if (account === undefined) throw new Error(`the demonstration has no ${role}`);
  return account;
}

/** Signs in on the page that stands open there, as a person does. */
export async function signInAs(
  page: Page,
  { email, password }: Pick<DemoAccount, 'email' | 'password'>,
): Promise<void> {
  await page.getByLabel('邮箱').fill(email);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
}
