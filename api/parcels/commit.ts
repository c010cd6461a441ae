import type { Tx } from '../db/database.ts';
import {
  insertBatch,
  insertEvents,
  insertParcel,
  insertVersion,
  makeGeometries,
  publishVersion,
  readLatestVersion,
} from './version-store.ts';
import { resolveDraft, type ResolveContext, type ResolvedParcel } from './resolve.ts';
import { mergeDrafts } from './draft-rules.ts';
import type { Finding, ParcelDraft } from '../imports/schema.ts';

export type CommitOptions = ResolveContext & {
  importedBy: string;
  fileNames: string[];
  demo: boolean;
  /** From when the new versions are public; null writes them without publishing. */
  publicFrom: Date | null;
  /** The demonstration knew its events when they happened; otherwise they are known from now on. */
  eventsKnownWhenTheyHappened: boolean;
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
  const plans: Plan[] = [];
  const findings: Finding[] = [];
  for (const draft of drafts) {
    const planned = await planDraft(tx, draft, options);
    findings.push(...planned.findings);
    if (planned.plan) plans.push(planned.plan);
  }
  if (findings.some(({ severity }) => severity === 'error')) return { committed: [], findings };
  const importBatchId = await insertBatch(tx, options);
  const origin = { importBatchId, publicPrecisionM: options.pack.publicPrecisionM };
  const committed: CommittedParcel[] = [];
  for (const plan of plans) committed.push(await writePlan(tx, plan, { options, origin }));
  return { committed, findings };
}

type Plan = {
  parcel: ResolvedParcel;
  events: ParcelDraft['events'];
  previous: { parcelId: number; version: number } | null;
  unchanged: boolean;
};

async function planDraft(
  tx: Tx,
  draft: ParcelDraft,
  context: ResolveContext,
): Promise<{ plan: Plan | null; findings: Finding[] }> {
  const latest = await readLatestVersion(tx, draft.code);
  const merged = latest ? mergeDrafts(latest.draft, draft) : draft;
  const { parcel, findings } = resolveDraft(merged, context);
  if (parcel === null) return { plan: null, findings };
  const geometries = await makeGeometries(
    tx,
    parcel.draft.geometry.multiPolygon,
    context.pack.publicPrecisionM,
  );
  if (geometries.invalidReason !== null || geometries.public === null) {
    const finding: Finding = {
      rule: geometries.invalidReason === null ? 'too-small-for-public-precision' : 'invalid-geometry',
      severity: 'error',
      message:
        geometries.invalidReason === null
          ? `地块 ${draft.code} 按公开精度 ${context.pack.publicPrecisionM} m 概化后没有面积。`
          : `地块 ${draft.code} 的图形无效：${geometries.invalidReason}。`,
      remedy: '核对坐标和单位后重新导出。',
      ...draft.places['geometry'],
    };
    return { plan: null, findings: [...findings, finding] };
  }
  const unchanged = latest !== null && sameContent(latest.draft, merged);
  return { plan: { parcel, events: draft.events, previous: latest, unchanged }, findings };
}

function sameContent(a: ParcelDraft, b: ParcelDraft): boolean {
  return comparable(a) === comparable(b);
}

/** Positions are compared to 1e-9 degrees (0.1 mm), as exactly as the database gives them back. */
const comparedDecimals = 9;

/** A text that is equal for equal contents, whatever order of keys a file or the database gave. */
function comparable(draft: ParcelDraft): string {
  const { places, events, ...content } = draft;
  void places;
  void events;
  return JSON.stringify(content, (_key, value: unknown) => {
    if (typeof value === 'number') return Number(value.toFixed(comparedDecimals));
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

async function writePlan(
  tx: Tx,
  plan: Plan,
  context: { options: CommitOptions; origin: { importBatchId: number; publicPrecisionM: number } },
): Promise<CommittedParcel> {
  const { parcel, previous } = plan;
  const { options, origin } = context;
  const { code } = parcel.draft;
  const parcelId = previous?.parcelId ?? (await insertParcel(tx, code, options.demo));
  await insertEvents(tx, parcelId, {
    events: plan.events,
    recordedAt: options.eventsKnownWhenTheyHappened ? null : new Date(),
  });
  if (plan.unchanged && previous) return { code, action: 'unchanged', version: previous.version };
  const version = (previous?.version ?? 0) + 1;
  await insertVersion(tx, { parcelId, version }, { parcel, origin });
  if (options.publicFrom !== null) await publishVersion(tx, { parcelId, version }, options.publicFrom);
  return { code, action: previous ? 'update' : 'create', version };
}
