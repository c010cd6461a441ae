import type { Actor } from '../accounts/actor.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { sampleProject } from './sample-rules.ts';
import { previewTemplate } from './template-preview.ts';
import type { TemplateFinding } from './template-faults-rules.ts';
import { contentSha256 } from './fingerprints.ts';
import { paperOptions } from './paper-options.ts';
import { Undrawable } from './paper/undrawable.ts';
import type { AgreementParts } from './parts.ts';
import type { AgreementText } from './text-schema.ts';
import type { Template, Variable } from './template-schema.ts';
import { listTemplateVersions, listWaitingTemplates, readTemplatesInForce } from './template-store.ts';
import { clauseNumber } from './paper/words.ts';
import type { TemplateKey } from './terms.ts';

/** @throws AppError `not-found` where there is no such version. */
export async function readSource(sql: Sql, which: { key: TemplateKey; version: number }) {
  const [row] = await listTemplateVersions(sql, which);
  if (row === undefined) throw new AppError('not-found');
  const inForce = await readTemplatesInForce(sql);
  const waiting = (await listWaitingTemplates(sql)).find(({ key }) => key === which.key);
  const standing = inForce.find(({ key }) => key === which.key)?.version ?? null;
  const [newest = row] =
    standing === null ? await listTemplateVersions(sql, { ...which, version: null }) : [];
  return {
    body: row.body,
    inForce: standing,
    /** What a new version is written from: the one in force; where none is, the newest there is. */
    basis: standing ?? newest.body.version,
    waiting: waiting?.version ?? null,
    variables: variablesFor(row.body, inForce),
  };
}

/** Its own, then what the others know. Which of them it can say, its parties and parcels tell, which may be chosen anew. */
function variablesFor(template: Template, others: readonly Template[]): Variable[] {
  const known = [...template.variables];
  for (const variable of others.flatMap(({ variables }) => variables))
    if (known.every(({ key, label }) => key !== variable.key && label !== variable.label))
      known.push(variable);
  return known;
}

/** @throws AppError `refused-by-rule` naming each clause, what is wrong there and how to mend it. */
export function refuseFindings({ clauses }: Template, findings: readonly TemplateFinding[]): void {
  if (findings.length === 0) return;
  const placeOf = (field: string) => {
    const [, index] = /^clauses\.(\d+)$/.exec(field) ?? [];
    if (index !== undefined)
      return `${clauseNumber(Number(index))}（${clauses[Number(index)]?.heading ?? ''}）：`;
    return field === 'preamble' ? '引言：' : '';
  };
  const errors = findings.map(({ field, message, remedy }) => ({
    path: field,
    message: `${placeOf(field)}${message}${remedy}`,
  }));
  throw new AppError('refused-by-rule', { detail: errors.map(({ message }) => message).join(''), errors });
}

/** As it reads with an invented project of the department. */
export function sampleOf(
  { city, now }: Pick<AgreementParts, 'city' | 'now'>,
  template: Template,
  { department }: Pick<Actor, 'department'>,
) {
  const project = { ...sampleProject, department: department ?? '' };
  return previewTemplate(template, { project, parcel: null, city, at: now() });
}

/** @throws AppError `refused-by-rule` at the clause with a character that no typeface of ours has. */
export async function refuseUndrawable(
  { papers, origin }: Pick<AgreementParts, 'papers' | 'origin'>,
  template: Template,
  text: AgreementText,
): Promise<void> {
  const options = paperOptions({
    stage: 'draft',
    text,
    contentSha256: Buffer.from(contentSha256(text), 'hex'),
    number: text.number,
    verifyCode: '22222222',
    isTest: true,
    origin: origin(),
    signers: [],
  });
  await papers.draw(text, options).catch((error: unknown) => {
    if (!(error instanceof Undrawable)) throw error;
    const index = template.clauses.findIndex((clause) => JSON.stringify(clause).includes(error.character));
    const message = `「${error.character}」不能印在协议上。`;
    const field = index === -1 ? error.place : `clauses.${index}`;
    refuseFindings(template, [{ rule: 'template-characters', field, message, remedy: '请换一个写法。' }]);
  });
}
