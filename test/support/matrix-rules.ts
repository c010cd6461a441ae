import { staffRoles, type Role } from '../../api/accounts/terms.ts';
import type { ResourceKind } from './matrix-resources.ts';

/**
 * What a route with path parameters is about. Whatever of it belongs to another department is not found by a publisher; the
 * roles of `seeAll` find every one.
 */
export type ResourceRule = {
  kind: ResourceKind;
  seeAll: readonly Role[];
  /** What the route takes, so that the request gets as far as the resource. */
  body?: object;
  headers?: Record<string, string>;
  /** Behind the path. */
  query?: string;
  /** Of a kind that is there and yet not for this route. */
  hidden?: ResourceKind;
  /** On a public route: its department and the roles of `seeAll` find what is hidden from others. */
  isStaffs?: true;
  /**
   * On a public route: only its department finds it, and who holds its link, who is none of the roles. A visitor without
   * one is asked to sign in.
   */
  isPrivate?: true;
  /** Only who holds its link finds it. */
  isAskers?: true;
};

const parcels = { seeAll: ['reviewer'] } as const satisfies Partial<ResourceRule>;
const enquiries = { kind: 'enquiry', seeAll: [] } as const satisfies ResourceRule;
const agreements = { kind: 'agreement', seeAll: ['reviewer'] } as const satisfies ResourceRule;
const ownAgreements = { kind: 'agreement', seeAll: [] } as const satisfies ResourceRule;
const events = { kind: 'event', seeAll: ['host'], body: { expectedSeq: 0 } } as const satisfies ResourceRule;
const publicEvents = {
  kind: 'event',
  seeAll: [],
  hidden: 'unannounced-event',
} as const satisfies ResourceRule;
const intakes = { kind: 'intake', seeAll: [] } as const satisfies ResourceRule;

const proposedTemplate = {
  title: '投资意向书',
  exclusive: false,
  needsParcel: 'none',
  parcelStages: [],
  parties: [{ party: 'company', label: '乙方', mustSign: true }],
  variables: [],
  preamble: [],
  clauses: [{ heading: '试验', blocks: [{ paragraph: '试验。' }] }],
};

/** Add a line for every new route with a path parameter. Public routes show what is public, to everybody alike. */
export const resourceRules: Record<string, ResourceRule> = {
  'GET /api/parcels/:code': { kind: 'published', seeAll: [], hidden: 'submitted' },
  'GET /api/parcels/:file{.+\\.geojson}': { kind: 'published', seeAll: [], hidden: 'submitted' },

  'GET /api/attachments/:id': {
    kind: 'attachment',
    ...parcels,
    hidden: 'hidden-attachment',
    isStaffs: true,
  },
  'POST /api/parcels/:code/attachments': {
    kind: 'draft',
    ...parcels,
    body: {},
    headers: { 'If-Match': '"1"' },
  },

  'PATCH /api/parcels/:code': {
    kind: 'draft',
    ...parcels,
    body: { costs: null },
    headers: { 'If-Match': '"1"' },
  },
  'DELETE /api/parcels/:code/draft': { kind: 'draft', ...parcels },
  'GET /api/parcels/:code/check': { kind: 'draft', ...parcels },
  'GET /api/staff/parcels/:code': { kind: 'draft', ...parcels },
  'GET /api/staff/parcels/:code/changes': { kind: 'draft', ...parcels },
  'GET /api/staff/parcels/:code/preview': { kind: 'submitted', ...parcels },
  'GET /api/staff/parcels/:code/history': { kind: 'submitted', ...parcels },
  'POST /api/parcels/:code/submit': { kind: 'draft', ...parcels, body: {} },
  'POST /api/parcels/:code/take-back': { kind: 'submitted', ...parcels },
  'POST /api/parcels/:code/approve': { kind: 'submitted', ...parcels, body: {} },
  'POST /api/parcels/:code/reject': {
    kind: 'submitted',
    ...parcels,
    body: { reasons: [{ reason: '试验' }] },
  },
  'POST /api/parcels/:code/withdraw': { kind: 'published', ...parcels, body: { reason: '试验' } },
  'POST /api/parcels/:code/recall': {
    kind: 'published',
    ...parcels,
    body: { cause: 'gross-error', reason: '试验' },
  },
  'POST /api/parcels/:code/recall-review': { kind: 'recalled', ...parcels, body: { outcome: 'confirmed' } },
  'GET /api/parcels/:code/winner': { kind: 'published', ...parcels },
  'POST /api/parcels/:code/winner': {
    kind: 'published',
    seeAll: [],
    body: {
      company: '试验公司',
      creditCode: '91440300708461136T',
      confirmationNumber: '试〔2026〕1 号',
      confirmedOn: '2026-11-20',
    },
  },
  'POST /api/parcels/:code/winner/confirm': {
    kind: 'published',
    ...parcels,
    body: { outcome: 'confirmed' },
  },
  'GET /api/staff/submissions/:id': { kind: 'submission', ...parcels },

  'GET /api/staff/imports/:id': intakes,
  'POST /api/imports/:id/commit': { ...intakes, body: {} },
  'POST /api/imports/:id/undo': intakes,
  'POST /api/imports/:id/discard': intakes,

  'GET /api/enquiries/:number': { ...enquiries, isPrivate: true },
  'POST /api/enquiries/:number/reply': { ...enquiries, isPrivate: true, body: { message: '试验' } },
  'POST /api/enquiries/:number/withdraw': { ...enquiries, isPrivate: true, isAskers: true },
  'POST /api/enquiries/:number/files': { ...enquiries, isPrivate: true, body: {} },
  'GET /api/enquiries/:number/files/:id': { ...enquiries, kind: 'enquiry-file', isPrivate: true },
  'POST /api/enquiries/:number/data': { ...enquiries, isPrivate: true, isAskers: true },
  'POST /api/enquiries/:number/erase': { ...enquiries, isPrivate: true, isAskers: true },
  'POST /api/enquiries/:number/handover': { ...enquiries, body: { department: 'yiwu', reason: '试验' } },
  'POST /api/enquiries/:number/reveal': { ...enquiries, body: { purpose: '试验' } },
  'POST /api/enquiries/:number/close': { ...enquiries, body: { outcome: 'visit' } },
  'POST /api/enquiries/:number/spam': { ...enquiries, body: { reason: 'advertising' } },
  'POST /api/enquiries/:number/not-spam': enquiries,

  'GET /api/projects/:id': { kind: 'project', seeAll: ['reviewer'] },
  'PATCH /api/projects/:id': {
    kind: 'project',
    seeAll: [],
    body: {
      name: '试验项目',
      company: '试验公司',
      investorClass: 'private',
      channel: 'other',
      investmentTotal: 10_000_000,
    },
    headers: { 'If-Match': '"1"' },
  },
  'POST /api/projects/:id/stages': {
    kind: 'project',
    seeAll: [],
    body: { stage: 'signed', on: '2026-11-20', evidence: '协议' },
  },
  'POST /api/projects/:id/stages/:stage/correct': {
    kind: 'project-stage',
    seeAll: [],
    body: { on: null, evidence: '复核记录', reason: '填报有误' },
  },
  'POST /api/projects/:id/stages/:stage/decide': {
    kind: 'project-stage',
    seeAll: ['reviewer'],
    body: { outcome: 'confirmed' },
  },
  'GET /api/events/:slug/snapshot': publicEvents,
  'GET /api/events/:slug/log': publicEvents,
  'GET /api/events/:slug/landing': publicEvents,
  'GET /api/events/:slug/landing.csv': publicEvents,
  'GET /api/events/:slug/items/:id/ceremony': publicEvents,
  'GET /api/events/:slug/stream': publicEvents,
  'POST /api/events/:slug/standby': { ...events, body: { expectedSeq: 0, item: null } },
  'POST /api/events/:slug/take': events,
  'POST /api/events/:slug/skip': { ...events, body: { expectedSeq: 0, item: 1 } },
  'POST /api/events/:slug/revoke': {
    ...events,
    body: { expectedSeq: 0, of: 1, reason: { zh: '试验', en: '' } },
  },
  'POST /api/events/:slug/pause': events,
  'POST /api/events/:slug/resume': events,
  'POST /api/events/:slug/end': events,
  'POST /api/events/:slug/amend': {
    ...events,
    body: { expectedSeq: 0, of: 1, reason: { zh: '试验', en: '' } },
  },
  'POST /api/events/:slug/camera': {
    ...events,
    body: {
      expectedSeq: 0,
      camera: { center: [120, 29], zoom: 12, bearing: 0, pitch: 0, parcel: null, layers: [] },
    },
  },
  'POST /api/events/:slug/notice': { ...events, body: { expectedSeq: 0, text: null } },
  'POST /api/events/:slug/cut': { ...events, body: { expectedSeq: 0, isCut: true } },
  'POST /api/events/:slug/control': { ...events, body: {} },
  'PUT /api/events/:slug/items/:id/signing': {
    ...events,
    body: { project: 'XM-2026-0001', ceremony: 'on-stage' },
  },
  'POST /api/events/:slug/items/:id/paper': { ...events, body: { expectedSeq: 0, reason: '试验' } },
  'POST /api/events/:slug/rehearse': { kind: 'event', seeAll: ['host'] },
  'GET /api/events/:slug/parcels': { kind: 'rehearsal', seeAll: ['host', 'publisher', 'reviewer'] },
  'PUT /api/events/:slug/rundown': {
    ...events,
    body: {
      expectedVersion: 1,
      title: { zh: '试验', en: 'Trial' },
      startsAt: '2026-12-01T09:00:00+08:00',
      items: [{ kind: 'speech', title: { zh: '致辞', en: 'Speech' }, plannedSeconds: 60 }],
    },
  },
  'POST /api/events/:slug/announce': { ...events, body: { isAnnounced: true } },
  'GET /api/staff/events/:slug/rundown': { kind: 'event', seeAll: ['host'] },
  'GET /api/staff/events/:slug': { kind: 'event', seeAll: ['host'] },
  'GET /api/templates/:key/:version': { kind: 'template', seeAll: ['publisher', 'reviewer'] },
  'GET /api/templates/:key/:version/source': { kind: 'template', seeAll: ['publisher', 'reviewer'] },
  'POST /api/templates/:key/:version/check': {
    kind: 'template',
    seeAll: ['publisher'],
    body: proposedTemplate,
  },
  'POST /api/templates/:key/:version/propose': {
    kind: 'template',
    seeAll: ['publisher'],
    body: proposedTemplate,
  },
  'POST /api/templates/:key/:version/withdraw': {
    kind: 'template',
    seeAll: ['publisher', 'reviewer'],
    body: { reason: '试验' },
  },
  'POST /api/templates/:key/:version/approve': { kind: 'template', seeAll: ['reviewer'] },
  'GET /api/agreements/:number': agreements,
  'PATCH /api/agreements/:number': {
    ...ownAgreements,
    body: {
      parties: [
        { role: 'signer', group: 1, name: '甲', organisation: '试验公司', email: 'a@company.test' },
        { role: 'signer', group: 1, name: '乙', organisation: '试验单位', email: 'b@city.test' },
      ],
    },
    headers: { 'If-Match': '"1"' },
  },
  'GET /api/agreements/:number/draft': ownAgreements,
  'GET /api/agreements/:number/pdf': agreements,
  'GET /api/agreements/:number/certificate.pdf': agreements,
  'GET /api/agreements/:number/evidence.zip': agreements,
  'POST /api/agreements/:number/share': ownAgreements,
  'POST /api/agreements/:number/review': { ...agreements, body: { gate: 'seal', outcome: 'passed' } },
  'POST /api/agreements/:number/confirm': { ...ownAgreements, body: { draftSha256: '0'.repeat(64) } },
  'POST /api/agreements/:number/send': ownAgreements,
  'POST /api/agreements/:number/void': { ...ownAgreements, body: { reason: '试验' } },
  'POST /api/agreements/:number/remind': { ...ownAgreements, body: {} },
  'POST /api/agreements/:number/extend': {
    ...ownAgreements,
    body: { deadline: '2027-03-01T09:00:00+08:00' },
  },
  'POST /api/agreements/:number/seal': ownAgreements,
  'POST /api/agreements/:number/delegation': {
    ...ownAgreements,
    body: { position: 0, outcome: 'refused' },
  },
  // Nobody by his role: the code on the paper opens it.
  'GET /api/verify/:number': { ...ownAgreements, query: '?code=AAAAAAAA', isAskers: true },

  'DELETE /api/staff/absences/:id': { kind: 'absence', seeAll: ['admin'] },

  'PATCH /api/admin/accounts/:id': { kind: 'account', seeAll: ['admin'], body: { name: '改名' } },
  'PATCH /api/admin/departments/:code': { kind: 'department', seeAll: ['admin'], body: { officers: [] } },
};

/** Roles that a route admits and that may still never do it outside demonstration mode. */
export const neverMay: Record<string, readonly Role[]> = {
  // Theirs is compulsory.
  'DELETE /api/me/second-factor': staffRoles,
};

/** Public, and yet only for who came by the link of a signer: everybody else is told to. */
export const bySigners: ReadonlySet<string> = new Set([
  'GET /api/signing',
  'GET /api/signing/pdf',
  'GET /api/signing/certificate.pdf',
  'POST /api/signing/confirm',
  'POST /api/signing/read',
  'DELETE /api/signing/handwriting',
  'POST /api/signing/otp',
  'POST /api/signing/sign',
  'POST /api/signing/approve',
  'POST /api/signing/decline',
  'POST /api/signing/delegate',
  'GET /api/signing/batch',
  'POST /api/signing/batch/otp',
  'POST /api/signing/batch/sign',
]);

/** A parameter of each kind that names nothing. */
export const missing: Record<ResourceKind, string> = {
  draft: 'NICHTS-404',
  submitted: 'NICHTS-404',
  published: 'NICHTS-404',
  recalled: 'NICHTS-404',
  submission: '999999999',
  intake: '999999999',
  account: '999999999',
  department: 'nobody-here',
  attachment: '00000000-0000-4000-8000-000000000000',
  'hidden-attachment': '00000000-0000-4000-8000-000000000000',
  absence: '999999999',
  agreement: 'TZ-0000-9999',
  project: '999999999',
  'project-stage': '999999999/stages/1',
  template: 'letter-of-intent/999',
  event: 'no-such-event',
  'unannounced-event': 'no-such-event',
  rehearsal: 'no-such-event',
  enquiry: 'XP-0000-9999',
  'enquiry-file': 'XP-0000-9999/files/00000000-0000-4000-8000-000000000000',
};
