import type { Page, Route } from 'playwright-core';
import { z } from 'zod';
import { StaffParcel } from '../../api/drafts/schema.ts';

/** Moments of a desk that do not come by themselves in a short visit. */

const Shown = z.looseObject({ provedAt: z.string() });

/** As if whoever is signed in had last proved who he is an hour ago: what the page asks next, once. */
export async function letProofAge(page: Page): Promise<void> {
  const answerOfOld = async (route: Route) => {
    const response = await route.fetch();
    const me = Shown.parse(await response.json());
    const provedAt = new Date(Date.parse(me.provedAt) - 3_600_000).toISOString();
    await route.fulfill({ response, json: { ...me, provedAt } });
  };
  await page.route('**/api/me', answerOfOld, { times: 1 });
  await page.reload();
}

/** As if the session had ended since the page was opened: what it reads of the work list is refused until it asks who is there. */
export async function endSession(page: Page): Promise<void> {
  const problem = { code: 'unauthenticated', title: '请先登录', status: 401 };
  const body = { status: 401, contentType: 'application/problem+json', body: JSON.stringify(problem) };
  const path = '**/api/staff/work';
  await page.route(path, (route) => route.fulfill(body));
  await page.reload();
  await page.locator('dialog[open]').waitFor();
  await page.unroute(path);
}

/** Another of the department changes the draft of a parcel behind the page's back. */
export async function changeBehind(page: Page, code: string, change: Record<string, unknown>): Promise<void> {
  const { origin } = new URL(page.url());
  const path = `${origin}/api/parcels/${code}`;
  const reply: unknown = await (await page.request.get(`${origin}/api/staff/parcels/${code}`)).json();
  const { draft, base, ifMatch } = StaffParcel.parse(reply);
  const fields = { ...(draft?.content ?? base?.content)?.fields, ...change };
  const headers = { Origin: origin, 'If-Match': ifMatch };
  const answer = await page.request.patch(path, { headers, data: { fields } });
  if (!answer.ok()) throw new Error(`${code}: ${answer.status()} ${await answer.text()}`);
}
