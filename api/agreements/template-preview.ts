import { shanghaiTime } from '../calendar/rules.ts';
import type { City } from '../city/pack.ts';
import type { Parcel } from '../parcels/schema.ts';
import type { EditedAgreement } from './agreement-schema.ts';
import type { TemplatePreview, TemplateVersions } from './template-desk-schema.ts';
import { completeValues } from './complete-values.ts';
import { lintTemplate } from './lint-rules.ts';
import { prefillValues } from './prefill.ts';
import type { ProjectRow } from './project-store.ts';
import { sampleSaid } from './sample-rules.ts';
import type { NewSigner } from './signer-store.ts';
import { mergeTemplate } from './template-rules.ts';
import type { Template } from './template-schema.ts';
import type { TemplateVersionRow } from './template-store.ts';

/** One version, as `accountId` sees it. */
export function presentVersion(
  row: TemplateVersionRow,
  accountId: number,
): TemplateVersions['items'][number] {
  const { key, version, title, exclusive, needsParcel } = row.body;
  return {
    ...{ key, version, title, exclusive, needsParcel },
    state: stateOf(row),
    writtenBy: row.writtenBy,
    writtenAt: shanghaiTime(row.writtenAt),
    approvedBy: row.approvedBy,
    approvedAt: row.approvedAt === null ? null : shanghaiTime(row.approvedAt),
    withdrawnBy: row.withdrawnBy,
    withdrawnAt: row.withdrawnAt === null ? null : shanghaiTime(row.withdrawnAt),
    withdrawnReason: row.withdrawnReason,
    isOwn: row.writtenById === accountId,
    findings: lintTemplate(row.body).map(({ rule, message, field, remedy }) => ({
      ...{ rule, message, field, remedy },
    })),
  };
}

function stateOf({ approvedAt, withdrawnAt, isSuperseded }: TemplateVersionRow) {
  if (withdrawnAt !== null) return 'withdrawn';
  if (approvedAt === null) return 'waiting';
  return isSuperseded ? 'superseded' : 'in-force';
}

/** 预览: the wording with what a project and a parcel say, and examples for what is agreed each time. */
export function previewTemplate(
  template: Template,
  { project, parcel, city, at }: { project: ProjectRow; parcel: Parcel | null; city: City; at: Date },
): Pick<TemplatePreview, 'text' | 'missing'> {
  const industry = parcel?.admissions[0]?.industry.code;
  const parcels =
    parcel === null || industry === undefined ? [] : [prefillValues(parcel, industry, city.pack)];
  const asked: EditedAgreement = {
    ...sampleSaid(template),
    parcelCodes: [],
    parties: [],
    publishName: true,
    publishAmount: true,
  };
  const number = 'TZ-0000-0000';
  const signers = signersOf(template, project, city);
  const merged = mergeTemplate(
    template,
    completeValues({ number, template, project, signers, asked, parcels, city, at }),
  );
  if (merged.ok) return { text: merged.text, missing: [] };
  return { text: merged.draft, missing: merged.missing.map(({ key, label }) => ({ key, label })) };
}

function signersOf({ parties }: Template, project: ProjectRow, { pack }: City): NewSigner[] {
  const ours = pack.departments.find(({ code }) => code === project.department)?.name['zh-CN'];
  const organisations = {
    government: ours ?? '示例单位',
    company: project.company,
    talent: '示例人才（团队）',
  };
  return parties.map(({ party }, position) => ({
    position,
    party,
    role: 'signer',
    turn: 1,
    capacity: 'legal-representative',
    authorisation: null,
    contact: {
      name: '（签署人）',
      organisation: organisations[party],
      email: 'nobody@example.invalid',
      phone: null,
    },
  }));
}
