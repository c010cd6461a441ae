import { readProjectRow } from '../agreements/project-store.ts';
import { readTemplatesInForce } from '../agreements/template-store.ts';
import type { Template } from '../agreements/template-schema.ts';
import type { TemplateKey } from '../agreements/terms.ts';
import type { Sql } from '../db/database.ts';
import { StartError } from '../errors.ts';
import { findEvent } from '../events/event-store.ts';
import { readItems } from '../events/item-store.ts';
import { readTies } from '../events/signing-store.ts';
import type { SigningForm } from '../events/terms.ts';
import type { Wanted } from './rehearsal-signers.ts';

/** An item as it will be played. `signing` null: it signs nothing. */
export type PlannedItem = { id: number; title: string; signing: PlannedSigning | null };
export type PlannedSigning = Pick<Wanted, 'template' | 'consents'> & {
  ceremony: 'before' | 'on-stage' | 'after';
  talents: number;
  project: string;
  projectId: number;
  department: string;
  company: string;
};

const templateOf: Record<SigningForm, TemplateKey> = {
  contract: 'investment-agreement',
  framework: 'framework-agreement',
  intent: 'letter-of-intent',
};
const agreedToAll = { publishName: true, publishAmount: true, publishTalent: true };

/**
 * How a rehearsal is played: each signing by the template of the real one, or by the form that the real log says; where neither is
 * known yet, as an intent. With the consents of the real agreement, or with all.
 */
export async function readPlan(
  sql: Sql,
  { rehearsal, original }: { rehearsal: string; original: string },
): Promise<PlannedItem[]> {
  const [copy, real] = [await findEvent(sql, rehearsal), await findEvent(sql, original)];
  if (copy === null || real === null) throw new StartError(`There is no event ${original}.`);
  const [items, ties] = [await readItems(sql, copy.id), await readTies(sql, copy.id)];
  const [realItems, realTies] = [await readItems(sql, real.id), await readTies(sql, real.id)];
  const plan: PlannedItem[] = [];
  for (const [index, { id, kind, title }] of items.entries()) {
    const tie = ties.find(({ item }) => item === id);
    const realItem = realItems[index]?.id;
    const agreement = realTies.find(({ item }) => item === realItem)?.agreement ?? null;
    const said = real.state.signings.findLast(({ item }) => item === realItem);
    const form = said?.form ?? 'intent';
    const key = agreement?.template ?? (kind === 'talent-signing' ? 'talent-agreement' : templateOf[form]);
    const project = tie === undefined ? null : await readProjectRow(sql, tie.project.id, null);
    const signing =
      tie === undefined || project === null
        ? null
        : {
            ...{ ceremony: tie.ceremony, talents: tie.talents },
            ...{ project: project.number, projectId: project.id },
            ...{ department: project.department, company: project.company },
            template: await inForce(sql, key),
            consents: agreement ?? agreedToAll,
          };
    plan.push({ id, title: title.zh, signing });
  }
  return plan;
}

async function inForce(sql: Sql, key: TemplateKey): Promise<Template> {
  const [template] = await readTemplatesInForce(sql, key);
  if (template === undefined)
    throw new StartError(
      `The template ${key} is not approved by a second person yet: nothing can be signed with it.`,
    );
  return template;
}
