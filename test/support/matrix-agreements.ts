import { insertAgreement } from '../../api/agreements/agreement-store.ts';
import { contentSha256 } from '../../api/agreements/fingerprints.ts';
import { nextNumber } from '../../api/agreements/number-store.ts';
import { keepFile } from '../../api/agreements/files.ts';
import { insertProject } from '../../api/agreements/project-store.ts';
import { writeSigners } from '../../api/agreements/signer-store.ts';
import { insertStage } from '../../api/agreements/stage-store.ts';
import { offerTemplates } from '../../api/agreements/template-store.ts';
import { readTemplates } from '../../api/agreements/templates.ts';
import type { AgreementText } from '../../api/agreements/text-schema.ts';
import type { Tx } from '../../api/db/database.ts';
import { testAccounts, testBlobs } from './portal.ts';

type Own = { department: string; author: number; at: Date };

/** Approved by whoever asks first; then it stays so. */
export async function offerOne(tx: Tx, at: Date): Promise<string> {
  await offerTemplates(tx, await readTemplates('data/agreements'), at);
  return 'letter-of-intent/1';
}

async function insertOwnProject(tx: Tx, { department, author, at }: Own): Promise<number> {
  const { id } = await insertProject(tx, {
    name: '试验项目',
    company: '试验公司',
    investorClass: 'private',
    channel: 'other',
    investmentTotal: 10_000_000,
    department,
    parcels: [],
    enquiryId: null,
    accountId: author,
    at,
  });
  return id;
}

/** A project, or one with a stage that waits for its second person: what the path names. */
export async function insertThread(tx: Tx, own: Own, kind: 'project' | 'project-stage'): Promise<string> {
  const projectId = await insertOwnProject(tx, own);
  if (kind === 'project') return String(projectId);
  const stage = { stage: 'signed', on: '2026-11-20', evidence: '协议', accountId: own.author } as const;
  return `${projectId}/stages/${await insertStage(tx, { ...stage, projectId, at: own.at })}`;
}

export async function insertDraftAgreement(tx: Tx, own: Own): Promise<string> {
  const { department, author, at } = own;
  await offerOne(tx, at);
  const number = await nextNumber(tx, 'TZ', at);
  const text: AgreementText = {
    number,
    template: { key: 'letter-of-intent', version: 1, title: '投资意向书' },
    title: '投资意向书',
    parties: [],
    preamble: [],
    clauses: [],
    parcels: [],
  };
  const agreementId = await insertAgreement(tx, {
    number,
    verifyCode: 'ABCDEFGH',
    templateKey: 'letter-of-intent',
    templateVersion: 1,
    projectId: await insertOwnProject(tx, own),
    department,
    exclusive: false,
    isTest: true,
    content: text,
    asked: { terms: {}, details: {} },
    missing: [],
    contentSha256: Buffer.from(contentSha256(text), 'hex'),
    file: await keepFile(testBlobs, Buffer.from('%PDF-1.7')),
    admissionIndustry: null,
    deadline: new Date(at.getTime() + 86_400_000),
    publishName: false,
    publishAmount: false,
    parcels: [],
    accountId: author,
    at,
  });
  const contact = { name: '甲', organisation: '试验单位', email: 'a@city.test', phone: null };
  const signer = {
    position: 0,
    party: 'government',
    role: 'signer',
    turn: 1,
    capacity: 'authorised',
    authorisation: null,
    contact,
  } as const;
  await writeSigners(tx, testAccounts().secrets, { agreementId, signers: [signer] });
  return number;
}
