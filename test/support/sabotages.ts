import type { Guard, Sabotage } from './sabotage.ts';

const journey: Guard = { project: 'journeys', file: 'test/journeys/four-eyes.e2e.ts' };
const guards: Guard = { project: 'db', file: 'test/publishing-guards.db.test.ts' };
const rules: Guard = { project: 'db', file: 'test/publishing.db.test.ts' };

/** Each step from the survey file to the recall, broken once. */
export const sabotages: Sabotage[] = [
  {
    name: 'a batch that is written writes no draft',
    file: 'api/intakes/settle-intake.ts',
    replace: '  await writeIntakeDrafts(tx, { id, codes, accountId: act.actor.accountId, at: act.at });\n',
    by: '',
    guard: journey,
    says: /与界址面积相差|waitFor/,
  },
  {
    name: 'the health check finds nothing',
    file: 'api/checks/check.ts',
    replace: "    if (check.of === 'content') findings.push(...check.find(subject));",
    by: "    if (check.of === 'content' || shaped !== null) continue;",
    guard: journey,
    says: /与界址面积相差/,
  },
  {
    name: 'a corner that is moved is not saved',
    file: 'web/map/console/drawing.ts',
    replace: '    options.onchange(current());\n',
    by: '',
    guard: journey,
    says: /与界址面积相差/,
  },
  {
    name: 'the neighbours do not draw a corner to theirs',
    file: 'web/map/console/snapping.ts',
    replace: 'const reachPx = 12;',
    by: 'const reachPx = 0;',
    guard: journey,
    says: /submit/,
  },
  {
    name: 'the portal lets an author decide',
    file: 'api/reviews/review-rules.ts',
    replace: "  if (authors.some(({ accountId }) => accountId === actor.accountId)) return 'own-hand';\n",
    by: '',
    guard: guards,
    says: /publishing-guards/,
  },
  {
    name: 'the database lets an author decide',
    file: 'data/migrations/0004_publishing.sql',
    replace: "    raise exception 'nobody reviews what comes from his own hand or department'",
    by: "    raise notice 'nobody reviews what comes from his own hand or department'",
    guard: rules,
    says: /nobody reviews what/,
  },
  {
    name: 'any code is as good as the right one',
    file: 'api/accounts/sign-in.ts',
    replace: '(totp === undefined || !(await takeCode(tx, secrets, { account, code: totp, at })))',
    by: '(totp === undefined || takeCode.length === 0)',
    guard: { project: 'db', file: 'test/accounts-second-factor.db.test.ts' },
    says: /accounts-second-factor/,
  },
  {
    name: 'an approval needs no recent proof',
    file: 'api/reviews/approve.ts',
    replace: '  requireRecentProof(actor, at);\n',
    by: '  void requireRecentProof;\n',
    guard: journey,
    says: /proof-needed/,
  },
  {
    name: 'what is published does not raise the data version',
    file: 'api/parcels/public-data-store.ts',
    replace: 'version = version + 1 + (',
    by: 'version = version + 0 * (',
    guard: journey,
    says: /21 号地/,
  },
  {
    name: 'an open page does not ask whether something changed',
    file: 'web/parcels/public-data.svelte.ts',
    replace: '  const timer = setInterval(() => void ask(), everyMs);',
    by: '  const timer = setTimeout(() => undefined, everyMs);',
    guard: journey,
    says: /21 号地/,
  },
  {
    name: 'a recall leaves the past readable',
    file: 'data/migrations/0005_expired_facts.sql',
    replace: 'pub.public_until > instant)\n    -- What was recalled',
    by: 'pub.public_until > instant) or false\n    -- What was recalled',
    guard: { project: 'db', file: 'test/embargo.db.test.ts' },
    says: /embargo/,
  },
  {
    name: 'a recall leaves open pages and caches as they are',
    file: 'api/parcels/unpublish.ts',
    replace: "as: 'recalled' });\n  await raisePublicData(tx, at);",
    by: "as: 'recalled' });",
    guard: journey,
    says: /21 号地/,
  },
];
