import { expect } from 'vitest';
import type { AgreementParts } from '../../api/agreements/parts.ts';
import type { Database } from '../../api/db/database.ts';
import type { ParcelDraft } from '../../api/imports/schema.ts';
import { signedIn } from './accounts.ts';
import { agreementParts, openAgreements } from './agreements.ts';
import { commit } from './parcels.ts';
import { openPublishing, type Publishing } from './publishing.ts';

/** Who asks the portal for what, the desk of its agreements with their signers, and what its errands are called with. */
export type SigningPortal = {
  portal: Publishing;
  desk: Awaited<ReturnType<typeof openAgreements>>;
  parts: AgreementParts;
};

export async function openSigningPortal(database: Database): Promise<SigningPortal> {
  const portal = await openPublishing(database);
  const desk = await openAgreements(portal, database);
  return { portal, desk, parts: agreementParts(portal, database) };
}

/** Sessions end while the clock moves on by days. */
export async function freshSessions(portal: Publishing, database: Database): Promise<void> {
  const at = portal.clock.now();
  Object.assign(portal.publisher, await signedIn(database, 'publisher', { at }));
  Object.assign(portal.reviewer, await signedIn(database, 'reviewer', { at }));
}

/** Public at once, since nothing is wrong with them. */
export async function publishAtOnce(
  portal: Publishing,
  database: Database,
  drafts: ParcelDraft[],
): Promise<void> {
  const { findings } = await commit(database, drafts, { pack: portal.city.pack });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
}

/** Dates of a listing that is over. */
export const listed = {
  noticeAt: '2026-10-01T09:00:00+08:00',
  listingStartsAt: '2026-10-20T09:00:00+08:00',
  listingEndsAt: '2026-11-01T15:00:00+08:00',
};
/** 未成交, after it. */
export const unsold = {
  kind: 'unsold',
  at: '2026-11-02T10:00:00+08:00',
  amountYuan: null,
  document: null,
} as const;

/** A framework agreement, which holds its parcels (招商协调), of a project of its own. */
export async function frameworkOf(desk: SigningPortal['desk'], parcelCodes: string[]) {
  const { id } = await desk.project({ creditCode: '91330200MA2XXXXX73', fixedInvestment: 1_210_000_000 });
  return {
    template: 'framework-agreement',
    projectId: id,
    parcelCodes,
    details: { 'company.address': '宁波市北仑区', 'project.content': '电驱动总成' },
  };
}
