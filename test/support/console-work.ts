import type { APIRequestContext } from 'playwright-core';
import { z } from 'zod';
import { StaffParcel } from '../../api/drafts/schema.ts';
import { adjoiningFiles } from './adjoining-parcel.ts';

/** Requests of somebody who is signed in, as his pages send them. */
export type Desk = { origin: string; request: APIRequestContext };

/** What stands in the console when people have worked in it for a while. */
export type ConsoleWork = {
  review: { open: string; returned: string; decided: string };
  intake: { open: string; committed: string; undone: string };
};

const Submitted = z.object({ submission: z.int() });
const Opened = z.object({ id: z.int() });

async function send({ origin, request }: Desk, asked: string, body: object = {}): Promise<unknown> {
  const [path = '', ifMatch] = asked.split(' ');
  const headers = { Origin: origin, ...(ifMatch !== undefined && { 'If-Match': ifMatch }) };
  const method = ifMatch === undefined ? 'POST' : 'PATCH';
  const answer = await request.fetch(`${origin}${path}`, { method, headers, data: body });
  if (!answer.ok()) throw new Error(`${asked}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? null : await answer.json();
}

/** A change of price and wording of a public parcel, handed in; the path of its review. */
export async function handIn(publisher: Desk, code: string): Promise<string> {
  const shown = await publisher.request.get(`${publisher.origin}/api/staff/parcels/${code}`);
  const { base } = StaffParcel.parse(await shown.json());
  const fields = {
    ...base?.content.fields,
    startPriceYuan: 67_000_000,
    locationText: '秋滨街道，汽车大道以北，规划支路以西',
    termYears: 40,
  };
  await send(publisher, `/api/parcels/${code} "${base?.version ?? 1}"`, { fields });
  const note = '起始价按评估结果调整；坐落按不动产登记更正。';
  const { submission } = Submitted.parse(await send(publisher, `/api/parcels/${code}/submit`, { note }));
  return `/console/review/${submission}`;
}

async function bringIn({ origin, request }: Desk): Promise<number> {
  const form = new FormData();
  for (const { name, buffer } of await adjoiningFiles())
    form.append('file', new Blob([new Uint8Array(buffer)]), name);
  const answer = await request.post(`${origin}/api/imports`, {
    headers: { Origin: origin },
    multipart: form,
  });
  return Opened.parse(await answer.json()).id;
}

const Consent = z.object({ version: z.string() });

/** Two questions of one company about parcels of the publisher's department. */
async function ask(desk: Desk): Promise<void> {
  const text = await desk.request.get(`${desk.origin}/api/consent-text`);
  const { version } = Consent.parse(await text.json());
  for (const message of [
    '一期 110 亩、二期 70 亩能否连片？',
    '110 kV 双回路什么时候能到？\n希望 2027 年 6 月前开工。',
  ])
    await send(desk, '/api/enquiries', {
      parcelCodes: ['JKC-2020-06', 'JKC-2020-05'],
      company: '宁波某汽车零部件有限公司',
      contactName: '林经理',
      phone: '138 0574 2217',
      email: 'lin@company.example',
      message,
      consent: { textVersion: version, accepted: true },
    });
}

/** Enquiries that wait, reviews that are open, returned and decided, and batches that are fresh, written and taken back. */
export async function doWork(publisher: Desk, reviewer: Desk): Promise<ConsoleWork> {
  await ask(publisher);
  const review = {
    open: await handIn(publisher, 'JKC-2020-02'),
    returned: await handIn(publisher, 'JKC-2020-03'),
    decided: await handIn(publisher, 'JKC-2020-04'),
  };
  const reasons = [
    { path: 'fields.startPriceYuan', reason: '与评估报告第 3 页不符，请核对单价。' },
    { path: '', reason: '改好后请附评估报告。' },
  ];
  await send(reviewer, '/api/parcels/JKC-2020-03/reject', { reasons });
  await send(reviewer, '/api/parcels/JKC-2020-04/approve');
  const undone = await bringIn(publisher);
  await send(publisher, `/api/imports/${undone}/commit`);
  await send(publisher, `/api/imports/${undone}/undo`);
  const committed = await bringIn(publisher);
  await send(publisher, `/api/imports/${committed}/commit`);
  const open = await bringIn(publisher);
  const path = (id: number) => `/console/intake/${id}`;
  return { review, intake: { open: path(open), committed: path(committed), undone: path(undone) } };
}
