import { mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import type { Finding, Verification } from '../api/agreements/verify-schema.ts';
import ByteStrip from '../web/verify/ByteStrip.svelte';
import FindingLines from '../web/verify/FindingLines.svelte';
import VerdictHead from '../web/verify/VerdictHead.svelte';
import { headOf, tierOf } from '../web/verify/verdict-words.ts';
import { clearPage, showInCity } from './support/in-city.ts';

const line = (verdict: Finding['verdict'], reason: Finding['reason']): Finding => ({
  verdict,
  reason,
  message: '',
  technical: '—',
});
const part = { bytes: 1000, sha256: null, at: null, by: null };
const original: Verification = {
  origin: 'original',
  number: 'TZ-2026-0031',
  title: '投资意向书',
  status: 'completed',
  tier: 'T0',
  sameChannel: false,
  findings: {
    integrity: line('good', 'identical'),
    coverage: line('good', 'covered'),
    completeness: line('good', 'final'),
    trust: line('caution', 'test-certificate'),
    revocation: line('caution', 'own-list'),
  },
  binding: [],
  recalledParcels: [],
  strip: [
    { ...part, kind: 'base' },
    { ...part, kind: 'signature', by: '示例企业 林国栋' },
  ],
  sha256: 'ab'.repeat(32),
  verifiedAt: '2026-11-23T10:00:00+08:00',
};
const coveredOver: Verification = {
  ...original,
  origin: 'changed',
  findings: {
    ...original.findings,
    integrity: line('good', 'signed-bytes-intact'),
    coverage: line('bad', 'appended'),
    completeness: line('bad', 'unregistered'),
  },
  strip: [...original.strip, { ...part, kind: 'foreign', bytes: 8118 }],
};

const shown: ReturnType<typeof mount>[] = [];
afterEach(() => Promise.all(shown.splice(0).map((component) => unmount(component))));

const words = () => document.body.textContent.replace(/\s+/g, ' ');

it('is green for the final revision alone, and never for a number without a file or a file from elsewhere', () => {
  const cutBack = {
    ...original,
    findings: { ...original.findings, completeness: line('bad', 'not-last') },
  };
  expect(headOf(original, 'file').tone).toBe('good');
  expect(headOf(original, 'number').tone).toBe('fact');
  expect(headOf(cutBack, 'file').tone).toBe('caution');
  expect(headOf({ ...original, origin: 'foreign' }, 'file').tone).toBe('fact');
  expect(headOf(coveredOver, 'file')).toMatchObject({
    tone: 'bad',
    words: '这不是原件：签署后被加了内容',
  });
});

it('says of a file that is too heavy what it is, and where its signatures can be checked; no word of damage', () => {
  const findings = {
    integrity: line('fact', 'too-heavy'),
    coverage: line('fact', 'too-heavy'),
    completeness: line('fact', 'too-heavy'),
    trust: line('fact', 'too-heavy'),
    revocation: line('fact', 'too-heavy'),
  };
  const verification: Verification = { ...original, origin: 'too-heavy', findings };
  const head = headOf(verification, 'file');
  expect(head).toMatchObject({ tone: 'fact', words: '这个文件太重，这里查验不了' });
  expect(head.next).toContain('不靠我们，自己复核');
  shown.push(mount(FindingLines, { target: document.body, props: { verification } }));
  expect(words()).toContain('超出这里查验的时间或内存');
  expect(words()).not.toContain('损坏');
});

it('shows no tier in green below certificates of the signatories’ own', () => {
  const green = (['T0', 'T1', 'T2', 'T3'] as const).map((tier) => tierOf({ ...original, tier })?.isGreen);
  expect(green).toEqual([false, false, true, true]);
});

it('says beside the tier that a code went the way of its link, where one did', async () => {
  for (const sameChannel of [false, true]) {
    showInCity(VerdictHead, { verification: { ...original, sameChannel }, asked: 'file' });
    expect(words().includes('经同一渠道（邮件）送达')).toBe(sameChannel);
    await clearPage();
  }
});

it('says five lines in their order, each with its verdict in words, and how much was added', () => {
  shown.push(mount(FindingLines, { target: document.body, props: { verification: coveredOver } }));
  const lines = [...document.querySelectorAll('li')].map(({ textContent }) => textContent.trim());
  expect(lines.map((text) => /^\S+/.exec(text)?.[0])).toEqual([
    '完整性',
    '覆盖范围',
    '完成度',
    '信任',
    '吊销',
  ]);
  expect(words()).toContain('文件末尾多出 8,118 字节');
});

it('draws one block for each part, and what is not registered hatched', () => {
  shown.push(mount(ByteStrip, { target: document.body, props: { strip: coveredOver.strip } }));
  expect(document.querySelectorAll('svg > rect:not([fill])')).toHaveLength(3);
  expect(document.querySelectorAll('svg > rect[fill]')).toHaveLength(1);
  expect(words()).toContain('示例企业 林国栋');
});
