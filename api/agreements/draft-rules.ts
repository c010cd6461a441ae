import type { DraftField } from './draft-schema.ts';
import type { Template } from './template-schema.ts';
import type { VariableValue } from './values-schema.ts';

/** What the project says of itself: it is changed there, for all its agreements. */
const ofProject = ['project.name', 'project.investmentTotalYuan', 'project.fixedInvestmentYuan'];
/** Asked for as consents, apart from the rest. */
const consents = ['terms.publishName', 'terms.publishAmount'];

type Values = Record<string, VariableValue>;

/** What can be said of a template for one agreement alone, with what was said and what is usual, by the template's keys. */
export function draftFields(
  template: Template,
  said: { terms: Values; details: Values },
  usual: Values,
): DraftField[] {
  return template.variables.flatMap(({ key, kind, label, unit = null, optional = false }) => {
    if (!maySay(key)) return [];
    const isTerm = key.startsWith('terms.');
    return {
      key,
      path: isTerm ? key : `details.${key}`,
      label,
      kind,
      unit,
      isOptional: optional,
      said: (isTerm ? said.terms[key.slice('terms.'.length)] : said.details[key]) ?? null,
      usual: usual[key] ?? null,
    };
  });
}

function maySay(key: string): boolean {
  if (key.startsWith('terms.')) return !consents.includes(key);
  if (key.startsWith('project.')) return !ofProject.includes(key);
  return key.endsWith('.address');
}
