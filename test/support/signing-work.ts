import type { EditedAgreement } from '../../api/agreements/agreement-schema.ts';
import { EditedAgreement as AskedAgreement } from '../../api/agreements/agreement-schema.ts';
import { insertAgreement, readAgreement } from '../../api/agreements/agreement-store.ts';
import { codeHash, codeLifeMs } from '../../api/agreements/codes.ts';
import { writeCode } from '../../api/agreements/code-store.ts';
import { consentVersion } from '../../api/agreements/consent.ts';
import { recordEvent } from '../../api/agreements/event-store.ts';
import { keepFile } from '../../api/agreements/files.ts';
import { exchangeLink, issueSigningLink, type SignerPlace } from '../../api/agreements/link-store.ts';
import { nextNumber } from '../../api/agreements/number-store.ts';
import { paperOptions } from '../../api/agreements/paper-options.ts';
import { drawPaper } from '../../api/agreements/paper/paper.ts';
import type { AgreementParts } from '../../api/agreements/parts.ts';
import { decideGate } from '../../api/agreements/gate-act.ts';
import { newVerifyCode, prepareDraft } from '../../api/agreements/prepare.ts';
import { insertProject, readProjectRow } from '../../api/agreements/project-store.ts';
import { readingOf } from '../../api/agreements/reading-store.ts';
import { readSigners, writeSigners } from '../../api/agreements/signer-store.ts';
import { confirm, hold, sendOut } from '../../api/agreements/staff-acts.ts';
import { readTemplatesInForce, approveTemplate } from '../../api/agreements/template-store.ts';
import { gates, templateKeys } from '../../api/agreements/terms.ts';
import { openBlobs } from '../../api/attachments/blobs.ts';
import type { Database, Tx } from '../../api/db/database.ts';
import { signedIn } from './accounts.ts';
import { commit, parcelDraft, readJinhua, square } from './parcels.ts';
import { testAccounts, testSigning } from './portal.ts';

const visitor = { accountId: null, role: 'visitor' } as const;

/** A signer who is asked now. `base`: digest of what he is asked to sign. */
export type AskedSigner = SignerPlace & { number: string; base: Buffer };

const otp = '246810';
const company = { name: '宁波某汽车零部件有限公司', address: '宁波市北仑区' };
/** 乙方 and 甲方, side by side. */
const bothSides = [
  {
    name: '林国栋',
    organisation: company.name,
    email: 'lin@company.test',
    phone: '13900008806',
    role: 'signer',
  },
  { name: '陈立', organisation: '武义县招商投资促进中心', email: 'chen@city.test', role: 'signer' },
].map((party) => ({ ...party, group: 1 }));

/**
 * Agreements made ready by the portal's own stores, many and quickly: every text is merged, every gate passed and both sides
 * confirm, but one paper is drawn for all of a kind and its bytes are shared. Nothing goes through a server here; two people sign
 * side by side.
 */
export async function openSigningWork(
  database: Database,
  { blobFolder, now }: { blobFolder: string; now: () => Date },
) {
  const { sql } = database;
  const city = await readJinhua();
  const blobs = openBlobs(blobFolder);
  const drawn = new Map<string, ReturnType<typeof drawPaper>>();
  const parts: AgreementParts = {
    ...testSigning,
    ...testAccounts(),
    papers: {
      ...testSigning.papers,
      draw(text, options) {
        const kind = `${options.stage} ${text.title} ${options.signers.length}`;
        const paper = drawn.get(kind) ?? drawPaper(text, options);
        drawn.set(kind, paper);
        return paper;
      },
    },
    database,
    blobs,
    city,
    isHttps: false,
    origin: () => 'http://127.0.0.1:8080',
    now,
  };
  const publisher = await signedIn(database, 'publisher', { at: now() });
  const reviewer = await signedIn(database, 'reviewer', { at: now() });
  const actor = { accountId: publisher.accountId, role: 'publisher' } as const;
  const { projectId } = await database.transaction(async (tx) => {
    for (const key of templateKeys)
      await approveTemplate(tx, { key, version: 1, accountId: reviewer.accountId, at: now() });
    const project = await insertProject(tx, {
      name: '年产 60 万套电驱动总成项目',
      company: company.name,
      creditCode: '91330200MA2XXXXX73',
      investorClass: 'private',
      channel: 'enquiry',
      investmentTotal: 1_680_000_000,
      fixedInvestment: 1_210_000_000,
      department: 'wuyi',
      parcels: [],
      enquiryId: null,
      accountId: publisher.accountId,
      at: now(),
    });
    return { projectId: project.id };
  });
  const project = await readProjectRow(sql, projectId, 'wuyi');
  if (project === null) throw new Error('the project was just written');

  /** 待公告: parcels that are public and have no notice yet; their codes. */
  async function publishParcels(count: number): Promise<string[]> {
    const codes = Array.from({ length: count }, (_, index) => `RACE-${String(index).padStart(3, '0')}`);
    const drafts = codes.map((code, index) =>
      parcelDraft(code, {
        geometry: square(119.3 + (index % 50) * 0.006, 28.6 + Math.floor(index / 50) * 0.006, 0.0025),
      }),
    );
    const { findings } = await commit(database, drafts, { pack: city.pack });
    const [error] = findings.filter(({ severity }) => severity === 'error');
    if (error !== undefined) throw new Error(error.message);
    return codes;
  }

  /** Everything done but the sending. */
  async function ready(
    key: 'framework-agreement' | 'letter-of-intent',
    parcelCodes: string[] = [],
    parties: object[] = bothSides,
  ) {
    const [template] = await readTemplatesInForce(sql, key);
    if (template === undefined || project === null) throw new Error('the template is in force');
    const at = now();
    const number = await database.transaction((tx) => nextNumber(tx, 'TZ', at));
    const verifyCode = newVerifyCode();
    const asked: EditedAgreement = AskedAgreement.parse({
      parcelCodes,
      parties,
      details: { 'company.address': company.address, 'project.content': '电驱动总成' },
    });
    const { draft, signers } = await prepareDraft(parts, { number, verifyCode, template, project, asked });
    if (draft.missing.length > 0) throw new Error(`missing: ${JSON.stringify(draft.missing)}`);
    const { accountId } = publisher;
    const id = await database.transaction(async (tx) => {
      const inserted = await insertAgreement(tx, {
        ...draft,
        number,
        verifyCode,
        templateKey: key,
        templateVersion: template.version,
        projectId,
        department: 'wuyi',
        exclusive: template.exclusive,
        isTest: true,
        accountId,
        at,
      });
      await writeSigners(tx, parts.secrets, { agreementId: inserted, signers });
      const details = { template: key, version: template.version };
      await recordEvent(tx, { id: inserted, number }, { kind: 'prepare', actor, details, at });
      return inserted;
    });
    const draftSha256 = draft.file.sha256.toString('hex');
    const examiner = { accountId: reviewer.accountId, role: 'reviewer' } as const;
    await database.transaction(async (tx) => {
      for (const gate of gates)
        await decideGate(tx, parts, { id, actor: examiner, decision: { gate, outcome: 'passed' } });
      for (const party of ['government', 'company'] as const)
        await confirm(tx, parts, { id, actor, party, draftSha256 });
    });
    return { id, number };
  }

  /** Sent, by the store of the sending; who is asked to sign, in the order of the paper. */
  async function send({ id, number }: { id: number; number: string }): Promise<AskedSigner[]> {
    const agreement = await readAgreement(sql, id);
    const signers = await readSigners(sql, parts.secrets, id);
    const { content: text } = agreement;
    const { bytes } = await parts.papers.draw(
      text,
      paperOptions({ ...agreement, stage: 'final', text, origin: parts.origin(), signers }),
    );
    const base = await keepFile(blobs, bytes);
    await database.transaction((tx) => sendOut(tx, parts, { id, actor, base, version: agreement.version }));
    return signers.map(({ position }) => ({ agreementId: id, position, number, base: base.sha256 }));
  }

  /** Sent to both: what they are asked to sign is one file for all. */
  async function sent(): Promise<[AskedSigner, AskedSigner]> {
    const [company, government] = await send(await ready('letter-of-intent'));
    if (company === undefined || government === undefined) throw new Error('two are asked');
    return [company, government];
  }

  /** A new code (验证码), as if it had been sent by telephone to who has read to the end. */
  async function newCode(
    tx: Tx,
    { agreementId, position, base }: AskedSigner,
    purpose: 'sign' | 'approve' | 'decline' = 'sign',
  ): Promise<string> {
    const binding = { agreementId, position, purpose, baseSha256: base };
    const at = now();
    const { agreement } = await hold(tx, agreementId);
    const { contentSha256 } = agreement;
    if ((await readingOf(tx, { agreementId, position, contentSha256 })) === null) {
      const details = { content: contentSha256.toString('hex') };
      await recordEvent(tx, agreement, { kind: 'read', actor: visitor, position, details, at });
    }
    await writeCode(tx, {
      ...binding,
      codeHash: codeHash(otp, binding, parts.secrets.index),
      channel: 'sms',
      at,
      endsAt: new Date(at.getTime() + codeLifeMs),
    });
    return otp;
  }

  /** What a signer's browser holds and sends who has read it all: his session by a fresh link, and the body with a fresh code. */
  async function signature(signer: AskedSigner) {
    const at = now();
    const { agreementId, position, base } = signer;
    const session = await database.transaction(async (tx) => {
      const linkEndsAt = new Date(at.getTime() + 86_400_000);
      const link = await issueSigningLink(tx, {
        agreementId,
        position,
        origin: '',
        at,
        endsAt: linkEndsAt,
        keepsOlder: false,
      });
      await newCode(tx, signer);
      return await exchangeLink(tx, { token: link.slice(link.indexOf('=') + 1), earlier: null, at });
    });
    if (session === null) throw new Error('the link was just issued');
    return {
      headers: { 'Content-Type': 'application/json', Cookie: `signing=${session.session}` },
      body: JSON.stringify({
        otp,
        baseSha256: base.toString('hex'),
        strokes: [[0.1, 0.5, 0.9].map((x) => ({ x, y: x / 2 }))],
        consent: { textVersion: consentVersion, accepted: true },
      }),
    };
  }

  return { parts, publisher, publishParcels, ready, send, sent, newCode, signature };
}
