import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Conversation from '../web/console/enquiries/Conversation.svelte';
import CaseHead from '../web/console/enquiries/CaseHead.svelte';
import { callText } from '../web/console/enquiries/call-words.ts';
import InboxRow from '../web/console/enquiries/InboxRow.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { asOf, openedCase, waitingCase } from './support/desk-cases.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

/** It came yesterday before noon, and was entered this morning. */
const afterwards = {
  channel: 'hotline',
  clockFrom: '2026-11-24T10:06:00+08:00',
  receivedAt: '2026-11-25T09:05:00+08:00',
  enteredBy: { id: 7, name: '何远' },
} as const;
const atOnce = { ...afterwards, clockFrom: afterwards.receivedAt };

beforeEach(() => overwriteGetLocale(() => language.current));
afterEach(async () => {
  await clearPage();
  language.follow('zh-CN');
});

describe('a call', () => {
  it('that was entered afterwards says when it came, when it was entered and by whom; another one by whom', () => {
    expect(callText(afterwards, asOf, 'zh-CN')).toBe('昨天 10:06 来电 ・ 何远 09:05 补录');
    expect(callText(atOnce, asOf, 'zh-CN')).toBe('09:05 来电 ・ 何远 录入');
  });

  it('says it in the list and at the head of its case', () => {
    const item = { ...waitingCase, ...afterwards };
    showInCity(InboxRow, { item, asOf, now: asOf, current: false, href: '/console/enquiries/XP-2611-0091' });
    expect(pageText()).toContain('昨天 10:06 来电 ・ 何远 09:05 补录');
    const head = { now: asOf, back: '/', isPersonShown: false, onperson: () => undefined };
    showInCity(CaseHead, { reading: openedCase(afterwards), ...head });
    expect(document.querySelector('.facts')?.textContent).toContain('昨天 10:06 来电');
  });

  it('stands in the conversation where it came, before the hours that were not counted since', () => {
    const pauses = [{ from: '2026-11-24T12:00:00+08:00', to: '2026-11-24T14:00:00+08:00' }];
    showInCity(Conversation, { reading: openedCase({ ...afterwards, pauses }), now: asOf });
    expect(pageText()).toMatch(
      /^林经理 昨天 10:06 ・ 来电 ・ 何远 09:05 补录 两期共 180 亩 .*昨天 12:00–14:00 不计时$/,
    );
  });

  it('names who entered it as Chinese on an English page', () => {
    language.follow('en');
    showInCity(Conversation, { reading: openedCase(afterwards), now: asOf });
    const names = [...document.querySelectorAll('article header [lang="zh-CN"]')];
    expect(names.map(({ textContent }) => textContent)).toEqual(['林经理', '何远']);
    expect(pageText()).toContain('entered by 何远 09:05');
  });
});
