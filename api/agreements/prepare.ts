import { randomInt } from 'node:crypto';
import type { Actor } from '../accounts/actor.ts';
import { AppError } from '../errors.ts';
import { readParcels } from '../parcels/records.ts';
import type { Parcel } from '../parcels/schema.ts';
import type { AgreementDraft } from './agreement-store.ts';
import { completeValues } from './complete-values.ts';
import { keepFile } from './files.ts';
import { contentSha256 } from './fingerprints.ts';
import { dueDayFault } from './obligation-rules.ts';
import { paperOptions } from './paper-options.ts';
import { Undrawable } from './paper/undrawable.ts';
import type { AgreementParts } from './parts.ts';
import { placeSaying } from './place-rules.ts';
import { prefillValues } from './prefill.ts';
import { refuseStaff, signersOf } from './prepared-signers.ts';
import { parcelIds, type ProjectRow } from './project-store.ts';
import { findForeignParcel } from './sending-store.ts';
import type { EditedAgreement } from './agreement-schema.ts';
import { holdTermFault } from './hold-rules.ts';
import { fieldOf, type NewSigner } from './signer-store.ts';
import { mergeTemplate } from './template-rules.ts';
import type { Template } from './template-schema.ts';
import { mostDeadlineDays, usualDeadlineDays } from './terms.ts';
import type { AgreementText } from './text-schema.ts';
import { confirmationNumbers, needsWinner, winnerFault, type ParcelWinner } from './winner-rules.ts';
import { readParcelWinners } from './winner-store.ts';

const dayMs = 86_400_000;
/** Without letters and digits that look alike. */
const codeLetters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export type Preparation = {
  number: string;
  verifyCode: string;
  template: Template;
  project: ProjectRow;
  asked: EditedAgreement;
};

/**
 * 起草: fills the template, draws the draft (草稿) and lays its file aside. Nothing is written into the database yet.
 * @throws AppError `refused-by-rule` (422) naming what cannot be in such an agreement.
 */
export async function prepareDraft(
  parts: AgreementParts,
  { number, verifyCode, template, project, asked }: Preparation,
): Promise<{ draft: AgreementDraft; signers: NewSigner[] }> {
  const at = parts.now();
  const deadline = deadlineOf(asked.deadline, at);
  const tooLong = holdTermFault(asked.terms['holdTerm']);
  if (tooLong !== null) throw refused('terms.holdTerm', tooLong);
  const signers = signersOf(asked, template, project);
  await refuseStaff(parts.database.sql, parts.city, signers);
  const parcels = await namedParcels(parts, asked, { template, department: project.department });
  const winners = needsWinner(template.key)
    ? await readParcelWinners(parts.database.sql, asked.parcelCodes, at)
    : [];
  const industry = industryOf(parcels, asked.admissionIndustry);
  const filled =
    industry === null ? [] : parcels.map((parcel) => prefillValues(parcel, industry, parts.city.pack));
  const values = completeValues({
    number,
    template,
    project,
    signers,
    asked: withConfirmation(asked, winners),
    parcels: filled,
    city: parts.city,
    at,
  });
  const merged = mergeTemplate(template, values);
  const text = merged.ok ? merged.text : merged.draft;
  refuseOthers(text, signers, winners);
  const unread = dueDayFault(text, asked);
  if (unread !== null) throw refused(unread.path, unread.message);
  const digest = Buffer.from(contentSha256(text), 'hex');
  const options = paperOptions({
    stage: 'draft',
    text,
    contentSha256: digest,
    number,
    verifyCode,
    isTest: parts.isTest,
    origin: parts.origin(),
    signers: signers.map((signer) => ({
      ...signer,
      field: signer.role === 'signer' ? fieldOf(signer.position) : null,
    })),
  });
  const { bytes } = await parts.papers.draw(text, options).catch((error: unknown) => {
    if (!(error instanceof Undrawable)) throw error;
    throw refused(
      placeSaying(asked, error.character) ?? error.place,
      `「${error.character}」不能印在协议上，请换一个写法。`,
    );
  });
  const ids = await parcelIds(parts.database.sql, asked.parcelCodes);
  return {
    signers,
    draft: {
      content: text,
      asked: { terms: asked.terms, details: asked.details },
      missing: merged.ok ? [] : merged.missing.map(({ key, label }) => ({ key, label })),
      contentSha256: digest,
      file: await keepFile(parts.blobs, bytes),
      admissionIndustry: industry,
      deadline,
      publishName: asked.publishName,
      publishAmount: asked.publishAmount,
      parcels: filled.flatMap((parcel, index) => {
        const parcelId = ids[index];
        if (parcelId === null || parcelId === undefined) return [];
        return {
          parcelId,
          version: parcel.version,
          geometrySha256: Buffer.from(parcel.geometrySha256, 'hex'),
          indicatorsSha256: Buffer.from(parcel.indicatorsSha256, 'hex'),
        };
      }),
    },
  };
}

/** 查验码: eight letters, printed on the paper. */
export function newVerifyCode(): string {
  return Array.from({ length: 8 }, () => codeLetters[randomInt(codeLetters.length)]).join('');
}

function deadlineOf(asked: string | undefined, at: Date): Date {
  if (asked === undefined) return new Date(at.getTime() + usualDeadlineDays * dayMs);
  const deadline = new Date(asked);
  if (deadline <= at || deadline.getTime() > at.getTime() + mostDeadlineDays * dayMs)
    throw refused('deadline', `签署截止应在今后 ${mostDeadlineDays} 天以内。`);
  return deadline;
}

async function namedParcels(
  parts: AgreementParts,
  asked: EditedAgreement,
  { template, department }: { template: Template; department: string },
): Promise<Parcel[]> {
  const codes = asked.parcelCodes;
  if (new Set(codes).size < codes.length) throw refused('parcelCodes', '同一宗地块只写一次。');
  if (codes.length === 0) {
    if (template.needsParcel === 'required')
      throw refused('parcelCodes', `《${template.title}》须指定地块。`);
    return [];
  }
  if (template.needsParcel === 'none') throw refused('parcelCodes', `《${template.title}》不涉及地块。`);
  const { sql } = parts.database;
  const at = parts.now();
  const { items, gone } = await readParcels(sql, codes, { city: parts.city, at });
  const [missing] = gone;
  if (missing !== undefined) throw refused('parcelCodes', `${missing.code} 不是公开的地块。`);
  const foreign = await findForeignParcel(sql, codes, { department, at });
  if (foreign !== null)
    throw refused('parcelCodes', `${foreign} 不在本部门负责的范围内，请由其主管部门办理。`);
  const stages: readonly string[] = template.parcelStages;
  const unfit = items.find(({ status }) => !stages.includes(status));
  if (unfit !== undefined)
    throw refused('parcelCodes', `${unfit.code} 目前的状态不能写入《${template.title}》。`);
  return items;
}

/** 成交确认书编号: as it was entered with the winner. @throws AppError `refused-by-rule` where another one was written. */
function withConfirmation(asked: EditedAgreement, winners: readonly ParcelWinner[]): EditedAgreement {
  const dealConfirmation = confirmationNumbers(winners);
  if (dealConfirmation === '') return asked;
  const { dealConfirmation: said = dealConfirmation } = asked.terms;
  if (said !== dealConfirmation)
    throw refused('terms.dealConfirmation', `登记的成交确认书编号是 ${dealConfirmation}，请照此填写。`);
  return { ...asked, terms: { ...asked.terms, dealConfirmation } };
}

/** @throws AppError `refused-by-rule` where somebody else than the winner (竞得人) would sign for his parcel. */
function refuseOthers(
  { parties }: AgreementText,
  signers: readonly NewSigner[],
  winners: readonly ParcelWinner[],
): void {
  const company = parties.find(({ party }) => party === 'company');
  const fault = winnerFault(winners, company);
  if (fault === null) return;
  const signer = signers.find(({ party, role }) => party === 'company' && role === 'signer');
  const paths = {
    parcel: 'parcelCodes',
    registration: 'projectId',
    name: `parties.${signer?.position ?? 0}.organisation`,
  };
  throw refused(paths[fault.at], fault.message);
}

/** The row that is agreed on: as chosen, else the first parcel's first. */
function industryOf(parcels: readonly Parcel[], chosen: string | undefined): string | null {
  const [first] = parcels;
  if (first === undefined) return null;
  const industry = chosen ?? first.admissions[0]?.industry.code;
  const strange = parcels.find(({ admissions }) => !admissions.some((row) => row.industry.code === industry));
  if (industry === undefined || strange !== undefined)
    throw refused('admissionIndustry', `${(strange ?? first).code} 不准入这一行业，请从其准入产业中选择。`);
  return industry;
}

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
}

/** Whose agreements somebody of staff works on: his department's. @throws AppError `forbidden`. */
export function departmentOf(actor: Actor): string {
  if (actor.department === null)
    throw new AppError('forbidden', { detail: '请先由管理员把你分到一个部门。' });
  return actor.department;
}
