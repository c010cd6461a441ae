import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StaffParcelRow, SubmissionReading } from '../api/drafts/schema.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import HealthCell from '../web/console/parcels/HealthCell.svelte';
import { Review } from '../web/console/review/review.svelte.ts';
import ReviewMoved from '../web/console/review/ReviewMoved.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const content = {
  fields: {},
  limits: {},
  admissions: [],
  utilities: [],
  costs: [],
  events: [],
  provenance: {},
};
const waiting: SubmissionReading = {
  id: 7,
  code: 'P-1',
  state: 'waiting',
  revision: 3,
  baseVersion: null,
  departmentCode: 'wuyi',
  by: { accountId: 4, name: '沈佳宁' },
  at: '2026-11-22T09:00:00+08:00',
  note: null,
  needs: ['land', 'terms'],
  open: ['land', 'terms'],
  reviews: [],
  findings: [],
  decidedAt: null,
  publishedVersion: null,
  isPublic: false,
  recall: null,
  before: null,
  after: content,
  differences: [],
  yours: ['terms'],
  whyNot: null,
};
const decidedBy = (competence: 'land' | 'terms', outcome: 'approved' | 'returned') => ({
  competence,
  outcome,
  reasons: [],
  publicFrom: null,
  by: { accountId: 5, name: '周敏' },
  at: '2026-11-22T10:31:00+08:00',
});

let answer: SubmissionReading | { code: string; detail: string } = waiting;

/** The server of one submission: what it says of it is `answer`, and every decision comes too late. */
function serve(): void {
  vi.stubGlobal('fetch', (path: string) => {
    const isDecision = /approve|reject/.test(path);
    const body = isDecision ? { code: 'conflict', detail: '这次送审已有结论。' } : answer;
    const headers = { 'content-type': 'application/json', [wireHeader]: wire };
    return Promise.resolve(new Response(JSON.stringify(body), { status: isDecision ? 409 : 200, headers }));
  });
}

async function openReview(): Promise<Review> {
  serve();
  answer = waiting;
  const review = new Review();
  await review.open(7);
  return review;
}

afterEach(async () => {
  vi.unstubAllGlobals();
  await clearPage();
});

describe('a review that is open', () => {
  it('learns what another has approved, and goes on with what is left', async () => {
    const review = await openReview();
    await review.follow();
    expect(review.moved).toBeNull();
    expect(review.isLast).toBe(false);
    answer = { ...waiting, open: ['terms'], reviews: [decidedBy('land', 'approved')] };
    await review.follow();
    expect(review.isLast).toBe(true);
    expect(review.reading?.whyNot).toBeNull();
    expect(review.moved).toEqual({ state: 'waiting', decisions: [decidedBy('land', 'approved')] });
  });

  it('says that another has returned it, and leaves nothing to decide', async () => {
    const review = await openReview();
    const reviews = [decidedBy('land', 'returned')];
    answer = { ...waiting, state: 'returned', open: [], reviews, yours: [], whyNot: 'decided' };
    await review.follow();
    expect(review.reading?.whyNot).toBe('decided');
    if (review.moved === null) throw new Error('it was returned meanwhile');
    overwriteGetLocale(() => 'zh-CN');
    showInCity(ReviewMoved, { moved: review.moved });
    expect(pageText()).toContain('界址、面积、限值、日期与状态：周敏 10:31 退回');
  });

  it('learns at once what came before a decision that was refused', async () => {
    const review = await openReview();
    answer = { ...waiting, state: 'taken-back', open: [], yours: [], whyNot: 'decided' };
    await review.approve();
    expect(review.refusal?.kind).toBe('conflict');
    expect(review.moved).toEqual({ state: 'taken-back', decisions: [] });
  });
});

describe('the health of a row', () => {
  const shown = (findings: StaffParcelRow['findings'], locale: 'zh-CN' | 'en') => {
    overwriteGetLocale(() => locale);
    showInCity(HealthCell, { findings });
    flushSync();
    const spoken = document.querySelector('.visually-hidden');
    spoken?.remove();
    return pageText();
  };

  it('that was never checked is told from one without findings, to those who see it too', async () => {
    expect(shown(null, 'zh-CN')).toBe('未检查');
    await clearPage();
    expect(shown(null, 'en')).toBe('Not checked');
    await clearPage();
    expect(shown({ error: 0, warning: 0, notice: 0 }, 'zh-CN')).toBe('—');
  });
});
