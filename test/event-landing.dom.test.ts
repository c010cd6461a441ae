import { projectStages } from '../api/agreements/terms.ts';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Landing } from '../api/events/landing-schema.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import LandingPage from '../web/events/landing/LandingPage.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await clearPage();
});

const yi = 100_000_000;
const days = ['2020-03-02', '2020-04-01', '2020-05-31', '2020-08-29', '2021-03-02'];

/** Of what was signed so many had reached `construction-started` at the last mark that is over. */
function formOf(form: 'contract' | 'framework' | 'intent', signed: number, started: number) {
  const counts = (count: number) => ({ count, amount: count * yi });
  return {
    ...{
      form,
      signed: counts(signed),
      undisclosed: form === 'intent' ? 1 : 0,
      onPaper: form === 'framework' ? 2 : 0,
    },
    stages: projectStages.map((stage) => ({
      stage,
      at: days.map((_, mark) => {
        if (mark === 4) return null;
        if (stage === 'signed') return counts(signed);
        return counts(stage === 'construction-started' && mark === 3 ? started : 0);
      }),
    })),
  };
}

const landing: Landing = {
  ...{ slug: 'launch', title: { zh: '云招商', en: 'Launch' }, eventOn: '2020-03-02', today: '2020-09-01' },
  marks: days.map((on, mark) => ({ days: [0, 30, 90, 180, 365][mark] ?? 0, on, isReached: mark < 4 })),
  forms: [formOf('contract', 8, 6), formOf('framework', 7, 2), formOf('intent', 5, 0)],
  parcels: [
    { standing: 'supplied', count: 14, areaM2: 1_000_000 },
    { standing: 'offered', count: 12, areaM2: 900_000 },
    { standing: 'gone', count: 3, areaM2: 200_000 },
  ],
  named: [
    {
      ...{ project: '年产 60 万套电驱动总成', company: '宁波某公司', form: 'contract', amount: 16 * yi },
      ...{ stage: 'construction-started', on: '2020-08-11' },
    },
  ],
  logSha256: 'a'.repeat(64),
};

async function show(answer: () => Response) {
  vi.stubGlobal('fetch', () => Promise.resolve(answer()));
  showInCity(LandingPage, { slug: 'launch' });
  await vi.waitFor(() => expect(document.querySelector('main[aria-busy="false"]')).not.toBeNull());
  flushSync();
}
const told = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', [wireHeader]: wire },
  });

const rowOf = (stage: string) =>
  [...document.querySelectorAll('tbody tr')]
    .find((row) => row.querySelector('th')?.textContent?.startsWith(stage))
    ?.textContent?.replace(/\s+/g, ' ') ?? '';

it('counts contracts, frameworks and intents together only where all are looked at', async () => {
  await show(() => told(landing));
  expect(rowOf('开工')).toMatch(/8 8 亿元.*未到/);
  expect(pageText()).toMatch(/满 180 天已开工 8 个，共签 20 个/);
  expect(pageText()).toContain('其余 19 项只计数，不列名');
  expect(pageText()).toContain('其中 1 个项目的金额未公开，不在总额内');
  const contracts = [...document.querySelectorAll('button')].find(({ textContent }) =>
    textContent.includes('合同'),
  );
  contracts?.click();
  flushSync();
  expect(contracts?.getAttribute('aria-pressed')).toBe('true');
  expect(rowOf('开工')).toContain('6 6 亿元');
  expect(pageText()).toMatch(/满 180 天已开工 6 个，共签 8 个/);
  expect(pageText()).not.toContain('金额未公开，不在总额内');
});

it('says how many were noted on paper, and hands the counts on as a file', async () => {
  await show(() => told(landing));
  expect(pageText()).toContain('所签的有 2 个为纸质签署');
  expect(document.querySelector('a[download]')?.getAttribute('href')).toBe('/api/events/launch/landing.csv');
});

it('says before the end of the event that there is none yet, and where the event is', async () => {
  await show(() => told({ code: 'conflict', detail: '活动结束后才有落地成绩单。' }, 409));
  expect(document.querySelector('h1')?.textContent).toBe('签了的，后来怎样');
  expect(document.querySelector('a[href="/events/launch"]')).not.toBeNull();
});
