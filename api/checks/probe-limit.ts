import { createHash } from 'node:crypto';
import type { Actor } from '../accounts/actor.ts';
import { appendAudit } from '../audit/store.ts';
import type { Database, Tx } from '../db/database.ts';
import type { Finding } from '../imports/schema.ts';
import type { CheckInput, ParcelCheck } from './check.ts';
import { listToldShapes, noteToldShapes, noteWithheld, takeTurnAtProtected } from './probe-store.ts';

/**
 * 永久基本农田 and 生态保护红线 are secret, and who moves a corner often enough draws their boundary from yes and no. So many
 * shapes that lie on them a publisher is told of in a day; of any further one, on them or not, that the bureau must look.
 */
const mostToldShapes = 30;
const dayMs = 86_400_000;

export const protectedUnlooked: Finding = {
  rule: 'protected-unlooked',
  severity: 'warning',
  path: 'geometry',
  message: '今天不再答复是否落在保护范围内：须由自然资源和规划局核对。',
  remedy: '写明说明后送审，由自然资源和规划局核对，或明天再检查。',
};

/**
 * What a publisher is told of checks of these inputs, in their order; everybody else is told all of it. Remembers it in a
 * transaction of its own, so that whatever becomes of the request is counted.
 */
export async function limitProbes(
  database: Database,
  checked: { inputs: CheckInput[]; checks: ParcelCheck[] },
  act: { actor: Actor; at: Date },
): Promise<ParcelCheck[]> {
  if (act.actor.role !== 'publisher') return checked.checks;
  return database.transaction((tx) => tellOf(tx, checked, act));
}

/** The same within a transaction, of shapes that were counted before. */
export async function tellOf(
  tx: Tx,
  { inputs, checks }: { inputs: CheckInput[]; checks: ParcelCheck[] },
  { actor, at }: { actor: Actor; at: Date },
): Promise<ParcelCheck[]> {
  const { accountId } = actor;
  const since = new Date(at.getTime() - dayMs);
  await takeTurnAtProtected(tx, accountId);
  const told = await listToldShapes(tx, { accountId, since });
  const fresh: string[] = [];
  const answers = checks.map((check, index) => {
    const shape = shapeOf(inputs[index]);
    if (shape === null || told.has(shape)) return check;
    if (told.size >= mostToldShapes) return withheld(check);
    if (!check.findings.some(isOnProtected)) return check;
    told.add(shape);
    fresh.push(shape);
    return check;
  });
  if (fresh.length > 0) await noteToldShapes(tx, { accountId, shapes: fresh, at });
  const isWithheld = answers.some((answer, index) => answer !== checks[index]);
  if (isWithheld && (await noteWithheld(tx, { accountId, since, at })))
    await appendAudit(tx, {
      actor,
      action: 'check.refuse-probe',
      subject: `department:${actor.department ?? ''}`,
      details: { told: told.size },
      at,
    });
  return answers;
}

function isOnProtected({ rule }: Finding): boolean {
  return rule === 'protected-area';
}

function shapeOf(input: CheckInput | undefined): string | null {
  const multiPolygon = input?.content.geometry?.multiPolygon;
  if (multiPolygon === undefined) return null;
  return createHash('sha256').update(JSON.stringify(multiPolygon.coordinates)).digest('hex');
}

/** The same whether it lies on protected land or not. */
function withheld(check: ParcelCheck): ParcelCheck {
  const others = check.findings.filter((finding) => !isOnProtected(finding));
  const errors = others.filter(({ severity }) => severity === 'error');
  const rest = others.filter(({ severity }) => severity !== 'error');
  const findings = [...errors, protectedUnlooked, ...rest];
  const failed = new Set(findings.map(({ rule }) => rule)).size;
  return { ...check, findings, rulesPassed: check.rulesRun - failed };
}
