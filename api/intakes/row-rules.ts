import type { Finding, ParcelDraft } from '../imports/schema.ts';
import type { IntakeAction } from './terms.ts';

/** Of the health check only what touches others' land keeps a parcel out of the drafts: the rest is mended there. */
const keepsOut = new Set(['invalid-geometry', 'overlap-live-parcel', 'protected-area']);

/** Findings of the readers, by the parcel whose they are; `files` are those of a whole file, by its name. */
export type SortedFindings = { parcels: Map<string, Finding[]>; files: Map<string, Finding[]> };

export function sortFindings(findings: readonly Finding[]): SortedFindings {
  const sorted: SortedFindings = { parcels: new Map(), files: new Map() };
  for (const finding of findings) {
    const [group, key] =
      finding.parcel === undefined ? [sorted.files, finding.file ?? ''] : [sorted.parcels, finding.parcel];
    group.set(key, [...(group.get(key) ?? []), finding]);
  }
  return sorted;
}

export function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

/**
 * Why a batch is no batch at all: a file that is not what it says or does not let itself be read within the limits, and
 * more errors than are told, of which nobody knows whose they are.
 */
export function refusalsOf(findings: readonly Finding[], drafts: readonly ParcelDraft[]): Finding[] {
  const errors = findings.filter(isError);
  const isCut = findings.some(({ rule }) => rule === 'findings-cut');
  const onlyErrors = findings.every((finding) => isError(finding) || finding.rule === 'findings-cut');
  if (drafts.length === 0 || (isCut && onlyErrors)) return errors.length > 0 ? errors : [...findings];
  return errors.filter(({ rule }) => /^(?:archive|file|batch|import)-/.test(rule));
}

/** Whether the file of its shape left the coordinate system to be told from the numbers. */
export function isCrsGuessed({ geometry }: ParcelDraft, { files }: SortedFindings): boolean {
  const said = geometry === undefined ? [] : (files.get(geometry.file) ?? []);
  return said.some(({ rule }) => rule === 'crs-assumed-cgcs2000');
}

/** A file that could not be read wholly speaks of none of its parcels reliably. */
export function fileErrorsOf(draft: ParcelDraft, { files }: SortedFindings): Finding[] {
  const named = new Set(Object.values(draft.places).map(({ file }) => file));
  return [...named].flatMap((file) => (files.get(file) ?? []).filter(isError));
}

export type RowState = { isKnown: boolean; isChanged: boolean; refusals: Finding[]; checked: Finding[] };

export function actionOf({ isKnown, isChanged, refusals, checked }: RowState): IntakeAction {
  if (refusals.some(isError)) return 'reject';
  if (!isChanged) return 'unchanged';
  if (checked.some((finding) => isError(finding) && keepsOut.has(finding.rule))) return 'reject';
  return isKnown ? 'update' : 'create';
}

const notYours = '这宗地块不是本部门的，不能写入。';

/** Said alike of what another department has published, of what it only drafts, and of what it is named for in the file. */
export function otherDepartment(ref: string): Finding {
  return {
    rule: 'other-department',
    severity: 'error',
    parcel: ref,
    field: '招商部门',
    message: `编号 ${ref}：${notYours}`,
    remedy: '核对地块编号和招商部门；属于其他部门的，请由该部门导入。',
  };
}

export function otherRegion(ref: string): Finding {
  return {
    rule: 'other-region',
    severity: 'error',
    parcel: ref,
    field: '园区',
    message: `地块 ${ref} 不在本部门负责的区域内。`,
    remedy: '核对县(市、区)、镇街和园区。',
  };
}

export function waitsForReview(ref: string): Finding {
  return {
    rule: 'draft-submitted',
    severity: 'error',
    parcel: ref,
    message: `地块 ${ref} 的草稿正在审核，不能改写。`,
    remedy: '先收回送审，或等审核结束后再导入。',
  };
}
