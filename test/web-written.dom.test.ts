import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import FactList from '../web/parcels/FactList.svelte';
import Section from '../web/parcels/Section.svelte';
import { language } from '../web/ui/language.svelte.ts';

afterEach(() => language.choose('zh-CN'));

it('tells a screen reader which words of an English page are Chinese', async () => {
  const rows = [
    { label: 'Bounds', value: '东至科创街，南至规划道路' },
    { label: 'Unit no.', value: '330702-01' },
  ];
  language.choose('en');
  const list = mount(FactList, { target: document.body, props: { rows } });
  flushSync();
  const languages = () => [...document.querySelectorAll('dd')].map((value) => value.getAttribute('lang'));
  expect(languages()).toEqual(['zh-CN', null]);
  language.choose('zh-CN');
  flushSync();
  expect(languages()).toEqual([null, null]);
  await unmount(list);
});

it('leaves its own words around the names of sources and offices in the language of the page', async () => {
  language.choose('en');
  const fact = {
    source: '区域评估报告',
    sourceNumber: null,
    verifiedBy: '园区办',
    verifiedOn: '2026-03-01',
    validUntil: '2027-03-01',
    badge: 'unverified' as const,
    ageDays: null,
  };
  const children = createRawSnippet(() => ({ render: () => '<p></p>' }));
  const props = { title: 'Land', fact, compact: true, children };
  const section = mount(Section, { target: document.body, props });
  flushSync();
  const source = document.querySelector('.source');
  expect(source?.textContent?.replace(/\s+/g, ' ').trim()).toBe(
    'Source: 区域评估报告 ・ Verified by 园区办 on 1 Mar 2026 ・ valid until 1 Mar 2027',
  );
  expect([...(source?.querySelectorAll('[lang]') ?? [])].map((part) => part.textContent)).toEqual([
    '区域评估报告',
    '园区办',
  ]);
  await unmount(section);
});
