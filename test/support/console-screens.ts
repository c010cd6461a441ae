import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import type { Role } from '../../api/accounts/terms.ts';
import { changeBehind, endSession, letProofAge } from './broken-moments.ts';
import { mapIsIdle } from './browser.ts';
import type { ConsoleWork } from './console-work.ts';

/** One screen of those who sign in: where it stands, and what is done there before it is looked at. */
export type ConsoleScreen = {
  name: string;
  role: Role | null;
  path: string;
  arrange: (page: Page) => Promise<unknown>;
};

const Texts = z.record(z.string(), z.unknown());
const texts = ['zh-CN', 'en'].map((locale) =>
  Texts.parse(JSON.parse(readFileSync(`web/messages/${locale}.json`, 'utf8'))),
);

/** What a message says in either language; a name in it may be anything. */
function said(key: string): RegExp {
  const escaped = texts.map((words) =>
    String(words[key])
      .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replace(/\{\w+\}/g, '.*'),
  );
  return new RegExp(`^(?:${escaped.join('|')})`);
}

const button = (page: Page | Locator, key: string) => page.getByRole('button', { name: said(key) });
const press = (key: string) => (page: Page) => button(page, key).first().click();
const dialog = (page: Page) => page.locator('dialog[open]').waitFor();
const rows = (page: Page) => page.locator('tbody tr').first().waitFor();

async function menu(page: Page, key: string): Promise<void> {
  await press('menu_more')(page);
  await press(key)(page);
  await dialog(page);
}

async function select(page: Page): Promise<void> {
  await rows(page);
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await mapIsIdle(page);
}

/** Two write the same name: the later save finds the earlier one. */
async function collide(page: Page, code: string): Promise<void> {
  const name = page.getByRole('textbox', { name: said('fact_name'), exact: true }).first();
  await name.waitFor();
  const now = await name.inputValue();
  await changeBehind(page, code, { name: `${now}（甲）`, termYears: 40 });
  await name.fill(`${now}（乙）`);
  await button(page, 'conflict_go_on').waitFor();
}

/** Every screen and dialog of the console and of one's own account. */
export function consoleScreens({ review, intake }: ConsoleWork): ConsoleScreen[] {
  const editor = '/console/parcels/JKC-2020-06';
  const publisher = (name: string, path: string, arrange: ConsoleScreen['arrange']): ConsoleScreen => ({
    name,
    role: 'publisher',
    path,
    arrange,
  });
  const reviewer = (name: string, path: string, arrange: ConsoleScreen['arrange']): ConsoleScreen => ({
    ...publisher(name, path, arrange),
    role: 'reviewer',
  });
  const settled = async (page: Page) => {
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await mapIsIdle(page);
  };
  const desk = async (page: Page) => {
    await page.getByRole('log').waitFor();
    await page.locator('aside .map canvas').waitFor();
    await mapIsIdle(page);
  };
  return [
    publisher('work', '/console', (page) => page.locator('main :is(li, section)').first().waitFor()),
    publisher('parcels', '/console/parcels', async (page) => {
      await rows(page);
      await mapIsIdle(page);
    }),
    publisher('parcels-chosen', '/console/parcels', select),
    publisher('parcels-views', '/console/parcels', press('parcels_views')),
    publisher('parcels-none', '/console/parcels?q=nothing', (page) => page.getByRole('search').waitFor()),
    publisher('parcels-new', '/console/parcels', async (page) => {
      await rows(page);
      await page.keyboard.press('n');
      await dialog(page);
    }),
    publisher('keys', '/console/parcels', async (page) => {
      await rows(page);
      await page.keyboard.press('?');
      await dialog(page);
    }),
    publisher('editor', editor, settled),
    publisher('editor-waiting', '/console/parcels/JKC-2020-02', settled),
    publisher('editor-returned', '/console/parcels/JKC-2020-03', settled),
    publisher('editor-source', editor, async (page) => {
      await settled(page);
      await press('editor_source_edit_of')(page);
    }),
    publisher('editor-preview', editor, async (page) => {
      await settled(page);
      await page.keyboard.press('p');
      await page.getByRole('heading', { level: 1 }).first().waitFor();
    }),
    publisher('editor-history', editor, (page) => menu(page, 'history_title')),
    publisher('editor-withdraw', editor, (page) => menu(page, 'withdraw_title')),
    publisher('editor-conflict', '/console/parcels/JKC-2020-05', (page) => collide(page, 'JKC-2020-05')),
    publisher('editor-submit', '/console/parcels/JKC-2020-01', async (page) => {
      await changeBehind(page, 'JKC-2020-01', { startPriceYuan: 68_000_000 });
      await page.reload();
      await button(page, 'editor_submit').and(page.locator(':enabled')).click();
      await dialog(page);
    }),
    publisher('session-ended', '/console', endSession),
    publisher('editor-discard', '/console/parcels/JKC-2020-03', (page) => menu(page, 'editor_discard')),
    publisher('enquiries', '/console/enquiries', desk),
    publisher('enquiry-call', '/console/enquiries', async (page) => {
      await desk(page);
      await page.keyboard.press('n');
      await dialog(page);
    }),
    publisher('enquiry-hand-over', '/console/enquiries', async (page) => {
      await desk(page);
      await page.keyboard.press('h');
      await dialog(page);
    }),
    publisher('enquiry-close', '/console/enquiries', async (page) => {
      await desk(page);
      await page.keyboard.press('e');
      await dialog(page);
    }),
    publisher('enquiry-spam', '/console/enquiries', async (page) => {
      await desk(page);
      await press('desk_spam')(page);
      await dialog(page);
    }),
    publisher('enquiry-purpose', '/console/enquiries', async (page) => {
      await desk(page);
      await press('desk_show')(page);
      await button(page, 'desk_show_do').waitFor();
    }),
    publisher('enquiry-absences', '/console/enquiries', async (page) => {
      await desk(page);
      await press('absences_title')(page);
      await dialog(page);
    }),
    publisher('enquiries-ended', '/console/enquiries?show=ended', (page) =>
      page.getByRole('navigation', { name: said('desk_tabs') }).waitFor(),
    ),
    publisher('intakes', '/console/intake', (page) => page.getByRole('listitem').last().waitFor()),
    publisher('intake', intake.open, async (page) => {
      await rows(page);
      await mapIsIdle(page);
    }),
    publisher('intake-committed', intake.committed, rows),
    publisher('intake-undone', intake.undone, rows),
    publisher('intake-refused', '/console/intake', async (page) => {
      const file = { name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear colleague,') };
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByRole('alert').waitFor();
    }),
    reviewer('review', review.open, settled),
    reviewer('review-return', review.open, async (page) => {
      await settled(page);
      await page.keyboard.press('x');
    }),
    reviewer('review-proof', review.open, async (page) => {
      await settled(page);
      await letProofAge(page);
      await page.getByLabel(said('proof_password')).waitFor();
    }),
    reviewer('review-returned', review.returned, settled),
    reviewer('review-decided', review.decided, settled),
    reviewer('recall', '/console/parcels/JKC-2020-04', (page) => menu(page, 'recall_title')),
    { name: 'audit', role: 'auditor', path: '/console/audit', arrange: rows },
    {
      name: 'audit-row',
      role: 'auditor',
      path: '/console/audit',
      arrange: (page) => page.locator('tbody button').first().click(),
    },
    { name: 'people', role: 'admin', path: '/console/people', arrange: rows },
    {
      name: 'person',
      role: 'admin',
      path: '/console/people',
      arrange: (page) => page.locator('tbody button').nth(4).click(),
    },
    { name: 'invite', role: 'admin', path: '/console/people', arrange: press('people_invite') },
    { name: 'departments', role: 'admin', path: '/console/departments', arrange: rows },
    {
      name: 'department',
      role: 'admin',
      path: '/console/departments',
      arrange: (page) => page.locator('tbody button').nth(2).click(),
    },
    { name: 'letters', role: 'admin', path: '/console/letters', arrange: rows },
    { name: 'account', role: 'host', path: '/account', arrange: settledAccount },
    {
      name: 'enrolment',
      role: 'host',
      path: '/account',
      arrange: async (page) => {
        await press('second_factor_begin')(page);
        await page.getByRole('img').first().waitFor();
      },
    },
    { name: 'sign-in', role: null, path: '/sign-in', arrange: settledAccount },
    { name: 'forgotten', role: null, path: '/account/forgotten', arrange: settledAccount },
    { name: 'register', role: null, path: '/account/register', arrange: settledAccount },
  ];
}

function settledAccount(page: Page): Promise<unknown> {
  return page.getByRole('heading', { level: 1 }).first().waitFor();
}
