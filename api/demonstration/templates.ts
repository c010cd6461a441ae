import { findPerson } from '../accounts/people-store.ts';
import type { Template } from '../agreements/template-schema.ts';
import {
  approveTemplate,
  listTemplateVersions,
  listWaitingTemplates,
  proposeTemplate,
  readTemplatesInForce,
} from '../agreements/template-store.ts';
import type { Database, Tx } from '../db/database.ts';

const reviewer = 'reviewer@zhaotu.example';
const publisher = 'publisher@zhaotu.example';

/** Its new version waits, so that the second person's work can be tried. */
const proposedKey = 'talent-agreement';

/**
 * A demonstration can sign from its start: its reviewer has approved the templates that came with the portal. One new version
 * of a publisher waits, unless anybody has written one of that template already.
 */
export async function approveDemonstrationTemplates(database: Database, at: Date): Promise<void> {
  await database.transaction(async (tx) => {
    const person = await findPerson(tx, reviewer);
    if (person === null) return;
    for (const { key, version, cameAlong } of await listWaitingTemplates(tx))
      if (cameAlong) await approveTemplate(tx, { key, version, accountId: person.id, at });
    await proposeOne(tx, at);
  });
}

async function proposeOne(tx: Tx, at: Date): Promise<void> {
  const author = await findPerson(tx, publisher);
  const versions = await listTemplateVersions(tx, { key: proposedKey, version: null });
  const [inForce] = await readTemplatesInForce(tx, proposedKey);
  if (author === null || inForce === undefined || versions.some(({ writtenBy }) => writtenBy !== null))
    return;
  await proposeTemplate(tx, { template: withReports(inForce), accountId: author.id, at });
}

/** 进展报告, before what is said of disputes. */
function withReports(template: Template): Template {
  const reports = {
    heading: '进展报告',
    blocks: [{ paragraph: '丙方每半年向甲方和乙方书面报告一次工作进展；报告中的技术秘密依照保密条款处理。' }],
  };
  const found = template.clauses.findIndex(({ heading }) => heading.includes('争议'));
  const before = found === -1 ? template.clauses.length : found;
  return { ...template, clauses: template.clauses.toSpliced(before, 0, reports) };
}
