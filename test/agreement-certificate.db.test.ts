import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import type { Verification } from '../api/agreements/verify-schema.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { openAgreements } from './support/agreements.ts';
import { blankCharacters } from './support/paper-ink.ts';
import { testAccounts, testBlobs, testSigning } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const authorisation = '授权委托书 2026-11-20 第 3 号';

onBothDatabases('the certificate of signing (签署证书)', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let named: SignedIn;
  let watcher: SignedIn;
  let number: string;
  let page: string;

  const asked = (who: SignedIn, of = number) => portal.send(who, `GET /api/agreements/${of}/certificate.pdf`);
  const sheetOf = async (who: SignedIn, of = number) =>
    new Uint8Array(await (await portal.expectStatus(await asked(who, of), 200)).arrayBuffer());

  /** The company hands on to who has a telephone; the city's has none, and gets its code by mail as its link. */
  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
    named = await signedIn(open(), 'investor');
    watcher = await signedIn(open(), 'investor');
    number = await desk.sent({
      parties: [
        desk.company,
        { ...desk.company, role: 'approver', name: '林国梁', email: named.email, phone: '13900008807' },
        { ...desk.company, role: 'viewer', name: '旁观', email: watcher.email, phone: undefined },
        { ...desk.city, group: 2 },
      ],
    });
    const to = { name: '周岚', email: 'zhou@company.test', phone: '13700000001', reason: '出差' };
    const unknown = { ...to, name: '来历不明', email: 'unknown@company.test', phone: '13700000002' };
    for (const [handed, decided] of [
      [unknown, { position: 0, outcome: 'refused' }],
      [to, { position: 0, outcome: 'admitted', authorisation }],
    ] as const) {
      const first = await desk.exchange(await desk.linkTo(desk.company.email));
      await portal.expectStatus(await desk.signing(first, 'POST /api/signing/otp?purpose=delegate'), 200);
      const asked = { ...handed, otp: await desk.newestCode() };
      await portal.expectStatus(await desk.signing(first, 'POST /api/signing/delegate', asked), 204);
      await portal.expectStatus(
        await portal.send(portal.publisher, `POST /api/agreements/${number}/delegation`, decided),
        204,
      );
      portal.clock.forward(61_000);
    }
    await portal.expectStatus(await desk.signBy(to.email), 200);
    const approving = await desk.exchange(await desk.linkTo(named.email));
    const { baseSha256 } = await desk.page(approving);
    const approval = { otp: await desk.code(approving), baseSha256 };
    await portal.expectStatus(await desk.signing(approving, 'POST /api/signing/approve', approval), 200);
    expect((await asked(portal.publisher)).status).toBe(409);
    expect((await desk.signing(approving, 'GET /api/signing/certificate.pdf')).status).toBe(409);
    await portal.expectStatus(await desk.signByContract(desk.city.email), 200);
    page = approving;
    await seal();
  });

  async function seal() {
    const parts = {
      ...testSigning,
      ...testAccounts(),
      database: open(),
      blobs: testBlobs,
      city: portal.city,
      isHttps: false,
      origin: () => 'http://127.0.0.1:8080',
      now: portal.clock.now,
    };
    await tendAgreements(parts, AbortSignal.timeout(60_000));
  }

  const textOf = (sheet: Uint8Array) =>
    execFileSync('pdftotext', ['-layout', '-', '-'], { input: sheet }).toString('utf8').replace(/\s/g, '');

  it('tells who signed when, by which ways link and code went, and no address in full', async () => {
    const text = textOf(await sheetOf(portal.publisher));
    const { revisions, contentSha256, text: content, verifyCode } = await desk.read(number);
    expect(revisions.length).toBe(5);
    for (const words of [
      number,
      `《${content.title}》`,
      ...content.parties.map(({ organisation }) => organisation),
      '短信SMS137****0001',
      '邮件mailzh***@company.test',
      '短信SMS139****8807',
      '邮件mailch***@city.test',
      '签署人signer周岚（授权代表authorisedrepresentative）',
      `文件上印的姓名是林国栋；经核准由周岚办理，依据：${authorisation.replace(/ /g, '')}`,
      '审批人approver林国梁',
      '签署人signer陈立（法定代表人legalrepresentative）',
      '手写handwritten',
      '通读Read读到末尾totheend',
      '通读Read没有读到末尾的记录norecordthattheendwasreached',
      'signing-1',
      'UTC+08:00',
      contentSha256,
      ...revisions.map(({ sha256 }) => sha256),
      `查验码Code${verifyCode}`,
      `http://127.0.0.1:8080/verify/${number}?code=${verifyCode}`,
      '不是电子签名',
      '土地使用权以招标、拍卖、挂牌结果为准',
    ])
      expect(text).toContain(words.replace(/\s/g, ''));
    expect(text).not.toMatch(/zhou@company|chen@city|13700000001|旁观|出差/);
    expect([text.match(/经核准由/g)?.length, text.includes('来历不明')]).toEqual([1, false]);
    // Three acts, two readings, the sealing and each revision.
    expect(text.match(/UTC\+08:00/g)).toHaveLength(3 + 2 + 1 + revisions.length);
  });

  /** What the verify page and the package say of the ways: by number, by file, in the README. */
  async function saidElsewhere(of: string) {
    const { verifyCode } = await desk.read(of);
    const byNumber = await portal.app.request(`/api/verify/${of}?code=${verifyCode}`);
    const file = await portal.send(portal.publisher, `GET /api/agreements/${of}/pdf`);
    const body = new Uint8Array(await file.arrayBuffer());
    const headers = { 'Content-Type': 'application/pdf' };
    const byFile = await portal.app.request('/api/verify', { method: 'POST', headers, body });
    const packed = await portal.send(portal.publisher, `GET /api/agreements/${of}/evidence.zip`);
    const files = unzipSync(new Uint8Array(await packed.arrayBuffer()));
    return {
      byNumber: ((await byNumber.json()) as Verification).sameChannel,
      byFile: ((await byFile.json()) as Verification).sameChannel,
      readme: strFromU8(files['README.txt'] ?? new Uint8Array()).includes('链接与验证码经同一渠道'),
    };
  }

  it('prints the tier that was reached, and that one of the codes went the way of its link', async () => {
    const text = textOf(await sheetOf(portal.publisher));
    expect(text).toContain('T0演示：测试证书，不构成可靠电子签名。');
    expect(text).toContain('T0demonstration:testcertificates,noreliableelectronicsignature.');
    expect(text).toContain('测试证书，不构成可靠电子签名');
    // For the agreement, and for the city's signer alone.
    expect(text.match(/链接与验证码经同一渠道/g)).toHaveLength(2);
    expect(text.indexOf('链接与验证码经同一渠道', text.indexOf('签署人Signers'))).toBeGreaterThan(
      text.indexOf('陈立'),
    );
    expect(await saidElsewhere(number)).toEqual({ byNumber: true, byFile: true, readme: true });
  });

  it('is the same bytes for whoever may have the file, in the package and by the link, and for nobody else', async () => {
    const sheet = await sheetOf(portal.publisher);
    for (const who of [portal.reviewer, named, watcher])
      expect(Buffer.compare(await sheetOf(who), sheet)).toBe(0);
    const byLink = await desk.signing(page, 'GET /api/signing/certificate.pdf');
    expect(byLink.headers.get('Content-Disposition')).toContain(`${number}-certificate.pdf`);
    expect(Buffer.compare(new Uint8Array(await byLink.arrayBuffer()), sheet)).toBe(0);
    const packed = await portal.send(named, `GET /api/agreements/${number}/evidence.zip`);
    const files = unzipSync(new Uint8Array(await packed.arrayBuffer()));
    expect(Buffer.compare(files['certificate.pdf'] ?? new Uint8Array(), sheet)).toBe(0);
    expect(strFromU8(files['README.txt'] ?? new Uint8Array())).toContain('certificate.pdf    签署证书');
    expect((await asked(await signedIn(open(), 'investor'))).status).toBe(404);
  });

  it('is a PDF that readers take, without a blank glyph and without a place to sign', async () => {
    const sheet = await sheetOf(portal.publisher);
    const folder = mkdtempSync(join(tmpdir(), 'zhaotu-certificate-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'certificate.pdf');
    writeFileSync(file, sheet);
    const check = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' });
    expect([check.status, check.stdout]).toEqual([
      0,
      expect.stringContaining('No syntax or stream encoding errors'),
    ]);
    expect(Buffer.from(sheet).toString('latin1')).not.toContain('/AcroForm');
    const { blank, seen } = await blankCharacters(sheet, 3);
    expect(blank).toEqual([]);
    expect(seen).toBeGreaterThan(900);
  });

  it('says nothing of a same way where every code went another, and by which letter somebody signs as authorised', async () => {
    const parties = [
      { ...desk.company, capacity: 'authorised' },
      { ...desk.city, phone: '13911112222', group: 2 },
    ];
    const { number: other } = await desk.prepare({ parties });
    const send = () => portal.send(portal.publisher, `POST /api/agreements/${other}/send`);
    await desk.pass(other);
    const { blockers, signers } = await desk.read(other, portal.reviewer);
    expect([blockers, signers[0]?.authorisation]).toEqual([['乙方授权代表的授权委托书'], null]);
    const unsent = await portal.expectStatus(await send(), 409);
    expect(await unsent.text()).toContain('乙方授权代表的授权委托书');

    const [company, city] = parties;
    const edited = { parties: [{ ...company, authorisation }, city] };
    const patched = await portal.send(portal.publisher, `PATCH /api/agreements/${other} "1"`, edited);
    await portal.expectStatus(patched, 204);
    expect((await desk.read(other, portal.reviewer)).signers[0]).toMatchObject({ authorisation });
    const draft = await portal.send(portal.publisher, `GET /api/agreements/${other}/draft`);
    expect(await draft.json()).toMatchObject({ parties: [{ authorisation }, {}] });
    await desk.pass(other);
    await portal.expectStatus(await send(), 204);
    await portal.expectStatus(await desk.signBy(desk.company.email), 200);
    await portal.expectStatus(await desk.signBy(desk.city.email), 200);
    await seal();
    expect(textOf(await sheetOf(portal.publisher, other))).not.toContain('同一渠道');
    expect(textOf(await sheetOf(portal.publisher, other))).toContain(
      `授权Authority${authorisation.replace(/ /g, '')}`,
    );
    const packed = await portal.send(named, `GET /api/agreements/${number}/evidence.zip`);
    const files = unzipSync(new Uint8Array(await packed.arrayBuffer()));
    expect(JSON.parse(strFromU8(files['authorities.json'] ?? new Uint8Array()))).toEqual([
      { signer: 0, authorisation, handedOn: [{ askedAt: expect.any(String), authorisation }] },
    ]);
    expect(await saidElsewhere(other)).toEqual({ byNumber: false, byFile: false, readme: false });
  });
});
