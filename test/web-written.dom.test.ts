import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import FactList from '../web/parcels/FactList.svelte';
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
