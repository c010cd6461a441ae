import { mount, unmount, type Component } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { ParcelAnswer } from '../api/parcels/schema.ts';
import { provideCity } from '../web/city/city-context.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import AnswerCount from '../web/parcels/AnswerCount.svelte';
import type { Reply } from '../web/parcels/client.ts';
import EvaluationState from '../web/parcels/EvaluationState.svelte';
import ParcelHeading from '../web/parcels/ParcelHeading.svelte';
import { ParcelSearch } from '../web/parcels/search.svelte.ts';
import VerificationBadge from '../web/parcels/VerificationBadge.svelte';
import Highlight from '../web/ui/Highlight.svelte';
import Measure from '../web/ui/Measure.svelte';
import { jinhua, rectangleParcel } from './support/map-fixtures.ts';
import { noFacets } from './support/answers.ts';

const parcel = (({ bbox, geometry, properties }) => ({ ...properties, bbox, footprint: geometry }))(
  rectangleParcel({ code: 'P-1', corner: [119.6, 29] }),
);

function answerOf(total: number): ParcelAnswer {
  const all = { total, areaM2: 0, onOffer: 0, onOfferAreaM2: 0 };
  return {
    total,
    totalAreaM2: 0,
    all,
    parks: [],
    items: [],
    next: null,
    facets: noFacets,
    asOf: '2026-11-20T00:00:00+08:00',
  };
}

/** A server whose answers come when the test says so. */
function controlledServer() {
  const asked: { query: string; signal: AbortSignal; reply: (reply: Reply<ParcelAnswer>) => void }[] = [];
  const arrivals: (() => void)[] = [];
  const fetch = (query: URLSearchParams, signal: AbortSignal) =>
    new Promise<Reply<ParcelAnswer>>((resolve) => {
      asked.push({ query: query.toString(), signal, reply: resolve });
      arrivals.shift()?.();
    });
  const arrival = () => new Promise<void>((resolve) => arrivals.push(resolve));
  return { asked, fetch, arrival };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the search', () => {
  it('drops the answer to a question that has been replaced, even when it comes last', async () => {
    const server = controlledServer();
    const search = new ParcelSearch(server.fetch);
    let arrived = server.arrival();
    search.ask('q=a', 0);
    await arrived;
    arrived = server.arrival();
    search.ask('q=b', 0);
    await arrived;
    const [first, second] = server.asked;
    expect(first?.signal.aborted).toBe(true);
    second?.reply({ ok: true, value: answerOf(2) });
    first?.reply({ ok: true, value: answerOf(1) });
    await settled();
    expect(search.answer?.total).toBe(2);
    expect(search.pending).toBe(false);
  });

  it('asks once when several changes come within the delay', async () => {
    const server = controlledServer();
    const search = new ParcelSearch(server.fetch);
    const arrived = server.arrival();
    for (const q of ['q=a', 'q=ab', 'q=abc']) search.ask(q, 1);
    await arrived;
    expect(server.asked.map(({ query }) => query)).toEqual(['q=abc&limit=500']);
  });

  it('keeps the last answer when the next question fails, says why, and recovers on retry', async () => {
    const server = controlledServer();
    const search = new ParcelSearch(server.fetch);
    let arrived = server.arrival();
    search.ask('', 0);
    await arrived;
    server.asked[0]?.reply({ ok: true, value: answerOf(29) });
    await settled();
    arrived = server.arrival();
    search.ask('q=x', 0);
    expect(search.pending).toBe(true);
    expect(search.answer?.total).toBe(29);
    await arrived;
    server.asked[1]?.reply({ ok: false, failure: { kind: 'offline' } });
    await settled();
    expect(search.failure).toEqual({ kind: 'offline' });
    expect(search.answer?.total).toBe(29);
    arrived = server.arrival();
    search.retry();
    await arrived;
    expect(server.asked[2]?.query).toBe('q=x&limit=500');
    server.asked[2]?.reply({ ok: true, value: answerOf(3) });
    await settled();
    expect(search.failure).toBeNull();
    expect(search.answer?.total).toBe(3);
  });
});

describe('what a person sees', () => {
  const mounted: object[] = [];

  afterEach(async () => {
    for (const component of mounted.splice(0)) await unmount(component);
    document.body.replaceChildren();
    overwriteGetLocale(() => 'zh-CN');
  });

  function text() {
    return document.body.textContent?.replace(/\s+/g, ' ').trim();
  }

  it('says how old a check is, and when it is due again', () => {
    const base = {
      source: null,
      sourceNumber: null,
      verifiedBy: '示例',
      verifiedOn: '2026-11-17',
      validUntil: null,
    };
    overwriteGetLocale(() => 'zh-CN');
    mounted.push(
      mount(VerificationBadge, {
        target: document.body,
        props: { fact: { ...base, badge: 'fresh', ageDays: 3 } },
      }),
      mount(VerificationBadge, {
        target: document.body,
        props: { fact: { ...base, badge: 'due', ageDays: 213 } },
      }),
      mount(VerificationBadge, { target: document.body, props: { fact: null } }),
    );
    expect(text()).toBe('3 天前核实 待复核 213 天 未核实');
  });

  /** Mounted below a component that provides the demonstration's city, as App does. */
  function showInCity<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
    const inCity: Component<Props> = (internals, given) => {
      provideCity(jinhua());
      return component(internals, given);
    };
    mounted.push(mount(inCity, { target: document.body, props, context: new Map() }));
  }

  it.each([
    ['zh-CN', '列表先给出前 2 宗，共 620 宗；地图放大后逐片画全。'],
    ['en', 'The list shows the first 2 of 620; the map draws all of them as you zoom in.'],
  ] as const)('says in %s that the list holds only a part of a long answer', (locale, sentence) => {
    overwriteGetLocale(() => locale);
    const answer = { ...answerOf(620), items: [parcel, { ...parcel, code: 'P-2' }] };
    showInCity(AnswerCount, { answer, pending: false, conditions: 0 });
    expect(text()).toContain(sentence);
  });

  it('says nothing of the kind when the answer is whole', () => {
    overwriteGetLocale(() => 'zh-CN');
    showInCity(AnswerCount, {
      answer: { ...answerOf(1), items: [parcel] },
      pending: false,
      conditions: 0,
    });
    expect(text()).toContain('宗');
    expect(text()).not.toContain('先给出');
  });

  it('says of a parcel that is talked about that anyone may still bid', () => {
    overwriteGetLocale(() => 'zh-CN');
    showInCity(ParcelHeading, { parcel, level: 1, holds: true });
    const said = document.querySelector('.hold')?.textContent;
    expect(said).toBe('招商协调中，不影响任何单位和个人依法参加竞买。');
    document.body.replaceChildren();
    showInCity(ParcelHeading, { parcel, level: 1, holds: false });
    expect(text()).not.toContain('招商协调中');
  });

  it('never takes a missing evaluation for a done one', () => {
    overwriteGetLocale(() => 'en');
    const props = { state: 'missing', days: null, coversWhole: null } as const;
    mounted.push(mount(EvaluationState, { target: document.body, props }));
    expect(text()).toBe('Not received');
  });

  it('sets currency before and unit behind the number', () => {
    const props = { prefix: 'CNY', value: '54.5', unit: 'm', operator: '≥' };
    mounted.push(mount(Measure, { target: document.body, props }));
    expect([...document.querySelectorAll('.measure > span')].map((part) => part.textContent)).toEqual([
      'CNY',
      '≥',
      '54.5',
      'm',
    ]);
  });

  it('shows markup in a name as the letters it is', () => {
    const props = { text: '<img src=x onerror=alert(1)>厂', words: 'img' };
    mounted.push(mount(Highlight, { target: document.body, props }));
    expect(document.querySelector('img')).toBeNull();
    expect(document.querySelector('mark')?.textContent).toBe('img');
    expect(text()).toBe('<img src=x onerror=alert(1)>厂');
  });
});
