import { vi } from 'vitest';
import type { Snapshot } from '../../api/events/event-schema.ts';
import type { Cue } from '../../api/events/log-schema.ts';
import { wire, wireHeader } from '../../api/wire/terms.ts';
import { parcelRecord } from './parcel-records.ts';

const title = (zh: string) => ({ zh, en: '' });
const nothing = { count: 0, amount: 0 };
export const noTotals: Snapshot['totals'] = {
  ...{ parcelsReleased: 0, areaM2: 0, projects: nothing, contracts: nothing, frameworks: nothing },
  ...{ intents: nothing, talents: 0, talentProjects: 0 },
};
const kinds = [
  'speech',
  'release',
  'release',
  'project-signing',
  'project-signing',
  'break',
  'summary',
] as const;

/** An event of seven items that is about to begin: 1 a speech, 2 and 3 releases, 4 and 5 signings, 6 a break, 7 the summary. */
export function eventShot(over: Partial<Snapshot> = {}): Snapshot {
  return {
    ...{ slug: 'spring', title: title('春季云招商'), startsAt: '2026-11-22T02:00:00Z', status: 'scheduled' },
    ...{
      epoch: '0123456789abcdef',
      seq: 0,
      item: null,
      since: null,
      camera: null,
      isCut: false,
      notice: null,
    },
    ...{ released: [], signings: [], stage: [], correction: null, totals: noTotals, venues: [] },
    items: kinds.map((kind, index) => ({
      ...{ id: index + 1, kind, plannedSeconds: 300, venue: null, state: 'pending' },
      title: kind === 'release' ? null : title(`第 ${index + 1} 环节`),
    })),
    ...over,
  };
}

/** A server on which an event goes on: what it answers is changed with `shot` and `isThere`, entries are sent with `say`. */
export function eventTheatre(first: Snapshot) {
  const encoder = new TextEncoder();
  let lines: ReadableStreamDefaultController<Uint8Array>[] = [];
  const stage = { shot: first, isThere: true, status: 200, wire, log: [] as object[], asked: [] as string[] };
  const ends = new Map<ReadableStreamDefaultController<Uint8Array>, () => void>();
  function end(line: ReadableStreamDefaultController<Uint8Array>, reason: unknown): void {
    lines = lines.filter((other) => other !== line);
    ends.get(line)?.();
    line.error(reason);
  }
  const headers = () => ({ [wireHeader]: stage.wire, date: new Date().toUTCString() });

  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    const { pathname, search, searchParams } = new URL(String(input), 'http://localhost');
    stage.asked.push(`${pathname}${search}`);
    if (!stage.isThere) return Promise.reject(new TypeError('offline'));
    if (stage.status !== 200)
      return Promise.resolve(new Response('{}', { status: stage.status, headers: headers() }));
    if (pathname.endsWith('/snapshot'))
      return Promise.resolve(Response.json(stage.shot, { headers: headers() }));
    if (pathname.endsWith('/log')) {
      const page = { epoch: stage.shot.epoch, viewers: null, entries: stage.log };
      return Promise.resolve(Response.json(page, { headers: headers() }));
    }
    if (pathname.endsWith('/stream')) {
      const body = new ReadableStream<Uint8Array>({
        start(line) {
          lines.push(line);
          line.enqueue(encoder.encode(':\n\n'));
          const beat = setInterval(() => line.enqueue(encoder.encode(':\n\n')), 15_000);
          ends.set(line, () => clearInterval(beat));
          init?.signal?.addEventListener('abort', () => {
            if (lines.includes(line)) end(line, init.signal?.reason);
          });
        },
      });
      return Promise.resolve(new Response(body, { headers: headers() }));
    }
    if (pathname === '/api/parcel-records') {
      const items = searchParams.getAll('code').map((code) => parcelRecord(code));
      return Promise.resolve(
        Response.json({ items, gone: [], asOf: '2026-11-22T02:00:00Z' }, { headers: headers() }),
      );
    }
    return Promise.resolve(Response.json({}, { headers: headers() }));
  });

  return Object.assign(stage, {
    /** How many follow at this moment. */
    lines: () => lines.length,
    say(seq: number, cue: Cue, totals = noTotals): void {
      const data = JSON.stringify({ seq, at: new Date().toISOString(), cue, totals });
      const text = `id: ${stage.shot.epoch}.${seq}\nevent: cue\ndata: ${data}\n\n`;
      for (const line of lines) line.enqueue(encoder.encode(text));
    },
    hush(): void {
      stage.isThere = false;
      for (const line of lines) end(line, new TypeError('offline'));
    },
  });
}
