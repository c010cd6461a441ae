import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError, type ProblemPlace } from '../errors.ts';
import type { Actor } from './actor.ts';
import {
  holdDepartment,
  insertDepartment,
  listDepartments,
  strangers,
  unknownRegions,
  writeDepartment,
  writeHead,
  writeOfficers,
  writeRegions,
} from './department-store.ts';
import type { AccountParts } from './parts.ts';
import { requireRecentProof } from './rules.ts';
import type { DepartmentChanges, ManagedDepartment, NewDepartment } from './schema.ts';

/** @throws AppError `proof-needed` (403), `conflict` (409) where the code is taken, `refused-by-rule` (422). */
export async function createDepartment(
  tx: Tx,
  department: NewDepartment,
  { actor, at }: { actor: Actor; at: Date },
): Promise<ManagedDepartment> {
  requireRecentProof(actor, at);
  if (!(await insertDepartment(tx, department)))
    throw new AppError('conflict', { detail: '此部门代码已存在。' });
  await writeLists(tx, department.code, department);
  const { code, duty, regions } = department;
  const details = { duty, regions };
  await appendAudit(tx, { actor, action: 'department.create', subject: `department:${code}`, details, at });
  return read(tx, code);
}

/**
 * Changes a department; lists replace what stood there. What the city pack says of its own departments stays in the pack.
 * @throws AppError `not-found`, `proof-needed` (403), `conflict` (409) for the duty of a department with people, `refused-by-rule` (422).
 */
export async function changeDepartment(
  parts: AccountParts,
  actor: Actor,
  { code, changes }: { code: string; changes: DepartmentChanges },
): Promise<ManagedDepartment> {
  const at = parts.now();
  return parts.database.transaction(async (tx) => {
    const department = await holdDepartment(tx, code);
    if (department === null) throw new AppError('not-found');
    requireRecentProof(actor, at);
    const wanted = {
      code,
      nameZh: changes.nameZh ?? department.nameZh,
      nameEn: changes.nameEn ?? department.nameEn,
      duty: changes.duty ?? department.duty,
    };
    const renames = wanted.nameZh !== department.nameZh || wanted.nameEn !== department.nameEn;
    const isMoved = wanted.duty !== department.duty;
    if ((renames || isMoved) && parts.packDepartments.includes(code))
      refuse([
        { path: isMoved ? 'duty' : 'nameZh', message: '名称与职责由城市包规定 · set in the city pack' },
      ]);
    if (isMoved && department.people > 0)
      throw new AppError('conflict', { detail: '部门有成员时不能更改职责：先调整成员。' });
    await writeDepartment(tx, wanted);
    await writeLists(tx, code, changes);
    const details = {
      duty: wanted.duty,
      fields: Object.keys(changes),
      regions: changes.regions ?? department.regions,
    };
    await appendAudit(tx, { actor, action: 'department.change', subject: `department:${code}`, details, at });
    return read(tx, code);
  });
}

async function writeLists(
  tx: Tx,
  code: string,
  { regions, officers, head }: Pick<DepartmentChanges, 'regions' | 'officers' | 'head'>,
) {
  if (regions !== undefined) {
    const unique = [...new Set(regions)];
    const unknown = await unknownRegions(tx, unique);
    refuse(unknown.map((region) => ({ path: 'regions', message: `没有区域 ${region} · no such region` })));
    await writeRegions(tx, code, unique);
  }
  if (officers !== undefined) {
    const accounts = officers.flatMap(({ account }) => (account === null ? [] : [account]));
    const others = await strangers(tx, code, accounts);
    refuse(
      others.map(() => ({ path: 'officers', message: '值班帐号须属于本部门 · not of this department' })),
    );
    await writeOfficers(tx, code, officers);
  }
  if (head !== undefined) {
    const others = head === null ? [] : await strangers(tx, code, [head]);
    refuse(others.map(() => ({ path: 'head', message: '负责人须属于本部门 · not of this department' })));
    await writeHead(tx, code, head);
  }
}

function refuse(errors: ProblemPlace[]): void {
  if (errors.length === 0) return;
  throw new AppError('refused-by-rule', { detail: errors.map(({ message }) => message).join('；'), errors });
}

async function read(tx: Tx, code: string): Promise<ManagedDepartment> {
  const [department] = await listDepartments(tx, code);
  if (department === undefined) throw new AppError('not-found');
  return department;
}
