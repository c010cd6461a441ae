import type { Tx } from '../db/database.ts';
import { shiftFinding, type ReferenceArea } from '../imports/shift.ts';
import type { Finding, ParcelDraft, ParcelEvent } from '../imports/schema.ts';
import { comparableText } from './comparable-rules.ts';
import { mergeDrafts } from './draft-rules.ts';
import { raisePublicData } from './public-data-store.ts';
import { resolveDraft, type ResolveContext, type ResolvedParcel } from './resolve.ts';
import {
  insertBatch,
  insertEvents,
  insertParcels,
  insertVersions,
  lockImports,
  makeGeometries,
  publishVersions,
  readKnownParcels,
  type Geometries,
  type KnownParcel,
  type NewEvent,
  type NewVersion,
} from './version-store.ts';

export type CommitOptions = ResolveContext & {
  importedBy: string;
  fileNames: string[];
  demo: boolean;
  /** From when the new versions are public; null writes them without publishing. */
  publicFrom: Date | null;
  /** The demonstration knew its events when they happened; otherwise they are known from now on. */
  eventsKnownWhenTheyHappened: boolean;
  /** When this is done; by default now. */
  writtenAt?: Date;
  /** Every draft is the whole parcel as it is to be: what it does not state is taken out. */
  isWhole?: boolean;
};

export type CommittedParcel = { code: string; action: 'create' | 'update' | 'unchanged'; version: number };

/** Either every draft was written, or none was and the findings say why. */
export type CommitOutcome = { committed: CommittedParcel[]; findings: Finding[] };

/**
 * Writes one batch of drafts: all or nothing, inside the caller's transaction.
 * When any finding is an error nothing has been written.
 */
export async function commitDrafts(
  tx: Tx,
  drafts: ParcelDraft[],
  options: CommitOptions,
): Promise<CommitOutcome> {
  await lockImports(tx);
  const codes = drafts.map(({ code }) => code);
  const known = await readKnownParcels(tx, codes, options.publicFrom);
  const checks = drafts.map((draft) => checkDraft(draft, known.get(draft.code) ?? null, options));
  const shaped = checks.flatMap(({ resolved }) => resolved ?? []);
  const { publicPrecisionM } = options.pack;
  const made = await makeGeometries(
    tx,
    shaped.map(({ parcel }) => parcel.draft.geometry.multiPolygon),
    publicPrecisionM,
  );
  const findings = checks.flatMap((check) => check.findings);
  const plans: Plan[] = [];
  shaped.forEach((resolved, position) => {
    const shape = made[position];
    if (shape === undefined) throw new Error('every shape has an answer');
    if (shape.ok) plans.push({ ...resolved, geometries: shape.geometries });
    else findings.push(geometryFinding(resolved.parcel.draft, shape.reason, publicPrecisionM));
  });
  if (findings.some(({ severity }) => severity === 'error')) return { committed: [], findings };
  return { committed: await writePlans(tx, plans, options), findings };
}

type Resolved = {
  parcel: ResolvedParcel;
  known: KnownParcel | null;
  newEvents: ParcelEvent[];
  /** The files say nothing of the parcel itself that is not in the base already. */
  unchanged: boolean;
};

type Plan = Resolved & { geometries: Geometries };

/** What would be written of a draft but for its shape; nothing where it cannot be, and the findings say why. */
function checkDraft(
  draft: ParcelDraft,
  known: KnownParcel | null,
  options: CommitOptions,
): { resolved: Resolved | null; findings: Finding[] } {
  const base = known?.base ?? null;
  const merged = base && options.isWhole !== true ? mergeDrafts(base.draft, draft) : draft;
  const { parcel, findings } = resolveDraft(merged, options);
  const newEvents = draft.events.filter((event) => !known?.events.some((other) => isSameEvent(event, other)));
  const unchanged = base !== null && comparable(base.draft) === comparable(merged);
  return {
    resolved: parcel && { parcel, known, newEvents, unchanged },
    findings: [
      ...findings,
      ...shiftFindings(draft, base?.draft ?? null),
      ...orderFindings(draft, known, options.publicFrom),
      ...eventFindings(draft, known),
    ],
  };
}

/** A new shape is held against the one the parcel had: a shift of some hundred metres is the mark of GCJ-02 or BD-09. */
function shiftFindings(draft: ParcelDraft, base: ParcelDraft | null): Finding[] {
  if (!draft.geometry || !base?.geometry) return [];
  const before: ReferenceArea = {
    name: `${draft.code} 的原有图形`,
    code: draft.code,
    multiPolygon: base.geometry.multiPolygon,
  };
  const finding = shiftFinding(draft.code, draft.geometry.multiPolygon, [before]);
  return finding ? [{ ...finding, ...draft.places['geometry'] }] : [];
}

function orderFindings(draft: ParcelDraft, known: KnownParcel | null, publicFrom: Date | null): Finding[] {
  const last = known?.lastPublicFrom ?? null;
  if (publicFrom === null || last === null || last < publicFrom) return [];
  return [
    {
      rule: 'publication-order',
      severity: 'error',
      message: `地块 ${draft.code} 已有自 ${last.toISOString()} 起公开的版本，晚于这次的公开时间。`,
      remedy: '等该版本公开后再导入，或先用 --draft 存为草稿。',
      ...draft.places['fields'],
    },
  ];
}

function eventFindings(draft: ParcelDraft, known: KnownParcel | null): Finding[] {
  const conflicts = draft.events.filter((event) =>
    known?.events.some(
      (other) =>
        isSameEvent(event, other) &&
        (event.amountYuan !== other.amountYuan || event.document !== other.document),
    ),
  );
  return conflicts.map((event) => ({
    rule: 'event-conflict',
    severity: 'error',
    message: `地块 ${draft.code} 在 ${event.at} 的同一进展已有记录，金额或文件不同；已记录的进展不能改写。`,
    remedy: '核对原记录；确需更正的，以新的时间另记一条。',
    ...draft.places['events'],
  }));
}

function isSameEvent(a: ParcelEvent, b: ParcelEvent): boolean {
  return a.kind === b.kind && Date.parse(a.at) === Date.parse(b.at);
}

function geometryFinding(draft: ParcelDraft, reason: string, precisionM: number): Finding {
  const isTooSmall = reason === 'too-small-for-public-precision';
  return {
    rule: isTooSmall ? reason : 'invalid-geometry',
    severity: 'error',
    message: isTooSmall
      ? `地块 ${draft.code} 按公开精度 ${precisionM} m 概化后没有面积。`
      : `地块 ${draft.code} 的图形无效：${reason}。`,
    remedy: '核对坐标和单位后重新导出。',
    ...draft.places['geometry'],
  };
}

/** A text that is equal for equal contents of the parcel itself. */
function comparable({ places, events, ...content }: ParcelDraft): string {
  void places;
  void events;
  return comparableText(content);
}

async function writePlans(tx: Tx, plans: Plan[], options: CommitOptions): Promise<CommittedParcel[]> {
  const importBatchId = await insertBatch(tx, options);
  const versions: NewVersion[] = [];
  const events: NewEvent[] = [];
  const committed: CommittedParcel[] = [];
  const newCodes = plans.filter(({ known }) => known === null).map(({ parcel }) => parcel.draft.code);
  const newIds = await insertParcels(tx, newCodes, options.demo);
  for (const { parcel, geometries, known, newEvents, unchanged } of plans) {
    const { code } = parcel.draft;
    const parcelId = known?.parcelId ?? newIds.get(code);
    if (parcelId === undefined) throw new Error('an insert returns its rows');
    events.push(...newEvents.map((event) => ({ parcelId, event })));
    if (unchanged && known?.base) {
      committed.push({
        code,
        action: newEvents.length > 0 ? 'update' : 'unchanged',
        version: known.base.version,
      });
      continue;
    }
    const identity = { parcelId, version: (known?.newestVersion ?? 0) + 1 };
    versions.push({ identity, parcel, geometries });
    committed.push({ code, action: known ? 'update' : 'create', version: identity.version });
  }
  const writtenAt = options.writtenAt ?? new Date();
  // What is under embargo is not told by what happened to it either.
  const isLater = options.publicFrom !== null && options.publicFrom > writtenAt;
  const eventsKnownFrom = isLater ? options.publicFrom : writtenAt;
  await insertEvents(tx, events, options.eventsKnownWhenTheyHappened ? null : eventsKnownFrom);
  await insertVersions(tx, versions, { importBatchId, publicPrecisionM: options.pack.publicPrecisionM });
  if (options.publicFrom !== null) {
    const identities = versions.map(({ identity }) => identity);
    await publishVersions(tx, identities, options.publicFrom);
    // What becomes public later raises it by itself when it does.
    if (!isLater && (versions.length > 0 || events.length > 0)) await raisePublicData(tx, writtenAt);
  }
  return committed;
}
