import { expect, it } from 'vitest';
import type { StaffParcelRow, StaffParcels } from '../api/drafts/schema.ts';
import { StaffRows } from '../web/console/parcels/staff-rows.svelte.ts';

const all = 20_000;
const codeOf = (index: number) => `P-${String(index).padStart(5, '0')}`;

function rowOf(index: number): StaffParcelRow {
  return {
    code: codeOf(index),
    name: null,
    departmentCode: 'one',
    parkCode: null,
    park: null,
    areaM2: 1,
    industryCode: null,
    intensity: null,
    state: 'draft',
    status: null,
    findings: null,
    updatedAt: '2026-11-22T02:00:00.000Z',
    bbox: null,
    centroid: null,
    footprint: null,
  };
}

/** A server that pages by cursor, and counts what it was asked. */
function pagingServer() {
  const asked: string[] = [];
  const fetch = (query: URLSearchParams) => {
    const start = Number(query.get('cursor') ?? 0);
    const limit = Number(query.get('limit'));
    asked.push(`${start}`);
    const items = Array.from({ length: Math.min(limit, all - start) }, (_, place) => rowOf(start + place));
    const end = start + items.length;
    const value: StaffParcels = {
      total: all,
      areaM2: all,
      states: {
        draft: all,
        waiting: 0,
        returned: 0,
        approved: 0,
        published: 0,
        changed: 0,
        suspended: 0,
        withdrawn: 0,
        recalled: 0,
      },
      withErrors: 0,
      items,
      next: end < all ? String(end) : null,
    };
    return Promise.resolve({ ok: true as const, value });
  };
  return { asked, fetch };
}

it('holds a thousand of twenty thousand rows at most, and has those that are looked at', async () => {
  const { asked, fetch } = pagingServer();
  const rows = new StaffRows(fetch);
  await rows.ask(new URLSearchParams());
  expect(rows.summary?.total).toBe(all);
  expect(asked).toEqual(['0']);
  await rows.want(19_950, all - 1);
  expect(rows.row(all - 1)?.code).toBe(codeOf(all - 1));
  expect(rows.loaded.length).toBeLessThanOrEqual(1000);
  await rows.want(0, 40);
  expect(rows.row(0)?.code).toBe(codeOf(0));
  expect(rows.loaded.length).toBeLessThanOrEqual(1000);
  rows.close();
});

it('asks for no page twice while it is here', async () => {
  const { asked, fetch } = pagingServer();
  const rows = new StaffRows(fetch);
  await rows.ask(new URLSearchParams());
  await rows.want(0, 250);
  await rows.want(20, 240);
  expect(asked).toEqual(['0', '100', '200']);
});
