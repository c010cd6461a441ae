import type { CityPack } from '../city/schema.ts';
import { newBudget } from './archive.ts';
import type { InputFile } from './batch-files.ts';
import { readFiles } from './batch-files.ts';
import { nothingFound, readOption, sizeFinding } from './batch-limits.ts';
import type { DraftMaker } from './batch-drafts.ts';
import { addSheetParts, addSurvey, finishDrafts } from './batch-drafts.ts';
import type { GaussKrueger } from './crs.ts';
import { placeSurvey } from './placement.ts';
import type { Finding, ParcelDraft } from './schema.ts';
import type { ReferenceArea } from './shift.ts';
import { readTables } from './spreadsheet.ts';

export type BatchOptions = {
  pack: Pick<CityPack, 'crs' | 'extent' | 'limits' | 'indicators' | 'utilities' | 'costs'>;
  /** What the person importing says of the coordinate system, e.g. `EPSG:4549`. */
  crs?: string | undefined;
  /** Known places, to notice coordinates shifted to GCJ-02 or BD-09. */
  references?: ReferenceArea[] | undefined;
};

/** An error among the findings means that nothing of the batch may be written. */
export type Batch = { drafts: ParcelDraft[]; findings: Finding[] };

export const batchLimits = { files: 50, bytes: 100 * 1024 * 1024, findings: 300 } as const;

/**
 * Reads many files, or archives of them, as one batch: survey files and spreadsheets are matched by parcel code. Nothing is
 * written; whatever is wrong becomes a finding with its file, line or row, and what to do.
 */
export async function readBatch(files: readonly InputFile[], options: BatchOptions): Promise<Batch> {
  const { pack, references = [] } = options;
  const limit = limitFinding(files);
  if (limit !== undefined) return { drafts: [], findings: [limit] };
  const told = readOption(options.crs);
  if (!told.ok) return { drafts: [], findings: [told.finding] };
  const contents = await readFiles(files, newBudget());
  const findings = [...contents.findings];
  const tooMuch = sizeFinding(contents.surveys);
  if (tooMuch !== undefined) return { drafts: [], findings: [...findings, tooMuch] };
  const plane: GaussKrueger = { kind: 'gauss-krueger', ...pack.crs, prefixed: false };
  const maker: DraftMaker = { drafts: new Map(), findings, references };
  for (const survey of contents.surveys) {
    addSurvey(maker, survey, placeSurvey(survey, { told: told.crs, plane, extent: pack.extent }));
  }
  const sheets = readTables(contents.tables, pack);
  findings.push(...sheets.findings);
  addSheetParts(maker, sheets.parts);
  const drafts = finishDrafts(maker);
  if (drafts.length === 0 && findings.every(({ severity }) => severity !== 'error'))
    findings.push(...files.map(({ name }) => nothingFound(name)));
  return { drafts, findings: shortened(findings) };
}

function limitFinding(files: readonly InputFile[]): Finding | undefined {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  const names = new Set(files.map(({ name }) => name));
  const problems: [boolean, string, string][] = [
    [files.length === 0, 'batch-empty', '没有文件。'],
    [
      files.length > batchLimits.files,
      'batch-too-many-files',
      `一批有 ${files.length} 个文件，超过上限 ${batchLimits.files} 个。`,
    ],
    [
      bytes > batchLimits.bytes,
      'batch-too-large',
      `一批共 ${Math.ceil(bytes / 1024 / 1024)} MB，超过上限 ${batchLimits.bytes / 1024 / 1024} MB。`,
    ],
    [names.size < files.length, 'batch-repeated-name', '一批中有同名文件。'],
  ];
  const problem = problems.find(([holds]) => holds);
  if (problem === undefined) return undefined;
  return { rule: problem[1], severity: 'error', message: problem[2], remedy: '请调整文件后分批提交。' };
}

/** Errors first, so that what is cut off is the least important. */
function shortened(findings: Finding[]): Finding[] {
  if (findings.length <= batchLimits.findings) return findings;
  const ranks = { error: 0, warning: 1, notice: 2 } as const;
  const kept = findings
    .toSorted((a, b) => ranks[a.severity] - ranks[b.severity])
    .slice(0, batchLimits.findings - 1);
  const rest = findings.length - kept.length;
  const more: Finding = {
    rule: 'findings-cut',
    severity: 'notice',
    values: { rest },
    message: `还有 ${rest} 条检查结果未列出。`,
    remedy: '请先处理以上各条，再提交一次。',
  };
  return [...kept, more];
}
