import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import type { Verification } from '../api/agreements/verify-schema.ts';
import type { Database } from '../api/db/database.ts';
import { openAgreements } from './support/agreements.ts';
import { firstPageText, pdfsig, placeOf, rewritten, withByte, withOverlay } from './support/changed-pdf.ts';
import { testAccounts, testBlobs, testSigning } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { makeTrust, signedRevisions } from './support/signed-agreement.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('a file that is verified', (open) => {
  let portal: Publishing;
  let database: Database;
  let number: string;
  let verifyCode: string;
  /** Of a completed agreement: what was sent, two signatures, the seal, the archive. */
  let file: Uint8Array<ArrayBuffer>;
  let ends: number[];

  beforeAll(async () => {
    database = open();
    portal = await openPublishing(database);
    const desk = await openAgreements(portal, database);
    await desk.publishPlanned('V-1');
    number = await desk.sent({ parcelCodes: ['V-1'] });
    for (const email of ['lin@company.test', 'chen@city.test'])
      await portal.expectStatus(await desk.signBy(email), 200);
    const parts = {
      ...testSigning,
      ...testAccounts(),
      database,
      blobs: testBlobs,
      city: portal.city,
      isHttps: false,
      origin: () => 'http://127.0.0.1:8080',
      now: portal.clock.now,
    };
    await tendAgreements(parts, AbortSignal.timeout(60_000));
    ({ verifyCode } = await desk.read(number));
    const answer = await portal.send(portal.publisher, `GET /api/agreements/${number}/pdf`);
    file = new Uint8Array(await answer.arrayBuffer());
    ends = (await verified(file)).strip.reduce<number[]>(
      (sums, { bytes }) => [...sums, (sums.at(-1) ?? 0) + bytes],
      [],
    );
  });

  async function verified(bytes: Uint8Array<ArrayBuffer>): Promise<Verification> {
    const headers = { 'Content-Type': 'application/pdf' };
    const answer = await portal.app.request('/api/verify', { method: 'POST', headers, body: bytes });
    await portal.expectStatus(answer, 200);
    return (await answer.json()) as Verification;
  }

  /** What each of the five lines says, and whether it is good or bad. */
  function linesOf({ findings }: Verification) {
    return Object.values(findings).map(({ verdict, reason }) => `${verdict} ${reason}`);
  }

  const ofTest = ['caution test-certificate', 'caution own-list'];
  /** Cut back to a state before the archive: what is read there is less. */
  const early = ['caution test-certificate', 'fact not-archived'];
  const unsigned = ['fact no-signature', 'fact not-archived'];
  const broken = ['bad broken', 'bad bytes-changed', 'bad unregistered', ...ofTest];
  const appended = ['good signed-bytes-intact', 'bad appended', 'bad unregistered', ...ofTest];

  it('is the original when nothing of it is other, and never better than its certificates', async () => {
    const seen = await verified(file);
    expect(seen).toMatchObject({ origin: 'original', number, tier: 'T0', status: 'completed' });
    expect(linesOf(seen)).toEqual(['good identical', 'good covered', 'good final', ...ofTest]);
    expect([seen.findings.trust.technical, seen.findings.revocation.technical]).toEqual([
      expect.stringMatching(/^T0; 林国栋\S* → root; 陈立\S* → root; \S+ → root; \S+ → root$/),
      expect.stringMatching(/^DSS: [1-9]\d* CRL \((good \S+(; )?)+\), 0 OCSP$/),
    ]);
    expect(seen.strip.map(({ kind }) => kind)).toEqual(['base', 'signature', 'signature', 'seal', 'archive']);
    expect(ends.at(-1)).toBe(file.length);
    expect(seen.binding.map(({ part, matches }) => `${part} ${matches}`)).toEqual([
      'content true',
      'version true',
      'geometry true',
      'indicators true',
    ]);
  });

  it('is not the last when it is cut back to an earlier state, which pdfsig calls valid and whole', async () => {
    for (const [index, end] of ends.slice(0, -1).entries()) {
      const cut = file.slice(0, end);
      const seen = await verified(cut);
      expect(seen).toMatchObject({ origin: 'original', number });
      expect(linesOf(seen)).toEqual([
        'good identical',
        index === 0 ? 'bad unsigned' : 'good covered',
        'bad not-last',
        ...(index === 0 ? unsigned : early),
      ]);
      expect(seen.strip).toHaveLength(index + 1);
    }
    const said = pdfsig(file.slice(0, ends[1]));
    expect(said).toEqual({ verdicts: ['Signature is Valid.'], reach: ['Total document signed'] });
  });

  it('is not the original when a byte that was signed is other: in a page, in a reason, in a later signature', async () => {
    const inPage = withByte(file, placeOf(file, /stream\r?\n/) + 40);
    const page = await verified(inPage);
    expect(page).toMatchObject({ origin: 'changed', number });
    expect(linesOf(page)).toEqual(broken);
    for (const nth of [0, 1, 2]) {
      const changed = withByte(file, placeOf(file, /\/Reason\s*[(<]/, nth) + 20);
      const seen = await verified(changed);
      expect(seen).toMatchObject({ origin: 'changed', number });
      expect(linesOf(seen)).toEqual(broken);
    }
  });

  it('is told to be a changed one of its agreement, however many invented numbers were written into it', async () => {
    const [longest] = [
      ...Buffer.from(file)
        .toString('latin1')
        .matchAll(/stream\r?\n[^]*?endstream/g),
    ].sort(([one], [other]) => other.length - one.length);
    for (const count of [5, 500]) {
      const invented = Array.from({ length: count }, (_, index) => `TZ-2099-${9000 + index}`).join(' ');
      const decoyed = new Uint8Array(file);
      decoyed.set(Buffer.from(` ${invented} `), (longest?.index ?? 0) + 40);
      expect(decoyed).toHaveLength(file.length);
      const seen = await verified(decoyed);
      expect(seen).toMatchObject({ origin: 'changed', number });
      expect(linesOf(seen)).toEqual(broken);
    }
  });

  it('is not the original when something hides in the room behind a signature', async () => {
    // The digit before the end of each slot: three signatures, then the timestamp over all of them.
    const slots = [...Buffer.from(file).toString('latin1').matchAll(/0000>/g)].map(({ index }) => index + 3);
    expect(slots).toHaveLength(4);
    const seen = await Promise.all(slots.map((at) => verified(withByte(file, at))));
    expect(seen.map(({ origin }) => origin)).toEqual(Array(4).fill('changed'));
    // All but the last lie within what later signatures cover.
    expect(seen.map((one) => one.findings.integrity.reason)).toEqual([
      'broken',
      'broken',
      'broken',
      'padding',
    ]);
  });

  /** 投资总额, in 万元, and what somebody would rather have signed. */
  const forgery = { figure: '168,000', instead: '268,000' };

  it('is not the original when another amount is written over one after the last signature, which pdfsig calls valid', async () => {
    const covered = withOverlay(file, forgery);
    expect([firstPageText(file), firstPageText(covered)].map((text) => text.includes('268,000'))).toEqual([
      false,
      true,
    ]);
    expect(pdfsig(covered).verdicts.filter((verdict) => verdict === 'Signature is Valid.')).toHaveLength(3);
    const seen = await verified(covered);
    expect(seen).toMatchObject({ origin: 'changed', number });
    expect(linesOf(seen)).toEqual(appended);
    expect(seen.strip.at(-1)).toMatchObject({ kind: 'foreign', bytes: covered.length - file.length });
    expect(seen.findings.coverage.message).toContain(`末尾多出 ${covered.length - file.length} 字节`);
  });

  it('is not the original when a state in the middle was cut free and written on', async () => {
    const covered = withOverlay(file.slice(0, ends[2]), forgery);
    expect(pdfsig(covered).verdicts).toEqual(Array(2).fill('Signature is Valid.'));
    const seen = await verified(covered);
    expect(seen).toMatchObject({ origin: 'changed', number });
    expect(linesOf(seen)).toEqual([...appended.slice(0, 3), ...early]);
    expect(seen.strip).toHaveLength(4);
  });

  it('is not the original with as little as a line break at its end', async () => {
    const seen = await verified(new Uint8Array([...file, 10]));
    expect(linesOf(seen)).toEqual(appended);
    expect(seen.strip.at(-1)).toMatchObject({ kind: 'foreign', bytes: 1 });
  });

  it('is not the original when a program has saved it anew', async () => {
    const seen = await verified(rewritten(file));
    expect(seen).toMatchObject({ origin: 'changed', number });
    expect(linesOf(seen)).toEqual(broken);
  });

  it('gets facts and nothing green when it was never ours', async () => {
    const foreign = (await signedRevisions(await makeTrust(), 2)).at(-1)?.bytes ?? new Uint8Array();
    const seen = await verified(new Uint8Array(foreign));
    expect(seen).toMatchObject({ origin: 'foreign', number: null, binding: [] });
    expect(linesOf(seen)).toEqual(Array(5).fill('fact facts'));
  });

  it('gets no verdict when it is no PDF', async () => {
    const seen = await verified(new Uint8Array(Buffer.from('PK\u0003\u0004 what is this')));
    expect(seen).toMatchObject({ origin: 'unreadable', number: null });
    expect(linesOf(seen)).toEqual(Array(5).fill('fact unreadable'));
  });

  it('is found by its number with its code alone, as the register keeps it', async () => {
    const byNumber = (code: string) => portal.app.request(`/api/verify/${number}?code=${code}`);
    const found = await byNumber(verifyCode);
    await portal.expectStatus(found, 200);
    expect(linesOf((await found.json()) as Verification)).toEqual([
      'good identical',
      'good covered',
      'good final',
      ...ofTest,
    ]);
    const other = verifyCode.startsWith('A') ? 'B' : 'A';
    await portal.expectStatus(await byNumber(other + verifyCode.slice(1)), 404);
  });

  async function changedPart() {
    const { binding } = await verified(file);
    return binding.filter(({ matches }) => !matches).map(({ part, code }) => [part, code]);
  }

  it('names the version of its parcel or its text when somebody changed what the register keeps of them', async () => {
    const { sql } = database;
    const id = sql`(select id from agreement where number = ${number})`;
    const moveVersion = (by: number) =>
      sql`update agreement_parcel set version = version + ${by}::integer where agreement_id = ${id}`;
    const setText = async (path: string[], value: string) => {
      await sql`alter table agreement disable trigger user`;
      await sql`
        update agreement set content = jsonb_set(content, ${path}::text[], ${value}::text::jsonb) where id = ${id}`;
      await sql`alter table agreement enable trigger user`;
    };
    await moveVersion(1);
    expect(await changedPart()).toEqual([['version', 'V-1']]);
    await moveVersion(-1);
    const [agreement] = await sql<
      { content: { title: string; parties: object[]; parcels: { version: number }[] } }[]
    >`
      select content from agreement where id = ${id}`;
    await setText(['title'], '"另一份协议"');
    expect(await changedPart()).toEqual([['content', null]]);
    await setText(['title'], JSON.stringify(agreement?.content.title));
    await setText(['parcels', '0', 'version'], '9');
    expect(await changedPart()).toEqual([
      ['content', null],
      ['version', 'V-1'],
    ]);
    // Neither the text nor the register tells the version that was signed any more, or names one that never was.
    await moveVersion(8);
    const lost = [
      ['content', null],
      ['version', 'V-1'],
      ['geometry', 'V-1'],
      ['indicators', 'V-1'],
    ];
    expect(await changedPart()).toEqual(lost);
    await moveVersion(-8);
    await setText(['parcels', '0', 'version'], JSON.stringify(agreement?.content.parcels[0]?.version));
    expect(await changedPart()).toEqual([]);
    // What is left of the text is none.
    await setText(['parties'], '"—"');
    expect(await changedPart()).toEqual(lost);
    const byNumber = await portal.app.request(`/api/verify/${number}?code=${verifyCode}`);
    expect(await byNumber.json()).toMatchObject({ number, title: null });
    await setText(['parties'], JSON.stringify(agreement?.content.parties));
    expect(await changedPart()).toEqual([]);
  });

  it('names its parcel where somebody took it from the register', async () => {
    const { sql } = database;
    const ofThis = sql`agreement_id = (select id from agreement where number = ${number})`;
    const [row] = await sql`select * from agreement_parcel where ${ofThis}`;
    if (row === undefined) throw new Error('it has a parcel');
    await sql`delete from agreement_parcel where ${ofThis}`;
    expect(await changedPart()).toEqual([['version', 'V-1']]);
    await sql`insert into agreement_parcel ${sql(row)}`;
    expect(await changedPart()).toEqual([]);
  });

  it('names the part of its parcel that somebody changed behind the portal', async () => {
    const { sql } = database;
    const parcel = sql`(select id from parcel where code = 'V-1')`;
    await sql`alter table requirement disable trigger user`;
    await sql`update requirement set lower = lower + 1 where lower is not null and parcel_id = ${parcel}`;
    await sql`alter table requirement enable trigger user`;
    expect(await changedPart()).toEqual([['indicators', 'V-1']]);
    await sql`alter table parcel_public disable trigger user`;
    await sql`update parcel_public set geom = st_translate(geom, 0.0001, 0) where parcel_id = ${parcel}`;
    await sql`alter table parcel_public enable trigger user`;
    expect(await changedPart()).toEqual([
      ['geometry', 'V-1'],
      ['indicators', 'V-1'],
    ]);
  });
});
