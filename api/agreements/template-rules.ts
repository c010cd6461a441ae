import type { Phase } from '../city/schema.ts';
import { spell, spellRequirement, isPlainText, type Spelling } from './spelling-rules.ts';
import type { ParcelBlock, Template, TemplateBlock, Variable } from './template-schema.ts';
import type { AgreementText, Block, Clause } from './text-schema.ts';
import { partyFaults, textParty, variablesOf, type Missing } from './value-rules.ts';
import type { AgreementValues, ParcelValues, VariableValue } from './values-schema.ts';
import { joinRuns, piecesOf } from './wording-rules.ts';

/** `draft` shows what is there already, with 【标签】 where something is missing; nobody signs it. */
export type Merged =
  { ok: true; text: AgreementText } | { ok: false; missing: Missing[]; draft: AgreementText };

/** Of what is not known in a table whose rows may wait for the notice of the land bureau. */
const toldByNotice = '以出让公告为准';

/** When it is checked: part of what is asked, so it stands in the row. */
const phaseWords: Record<Phase, string> = {
  planning: '规划',
  completion: '竣工',
  'full-production': '达产',
  annual: '年度',
};

/** Fills a template with the values of one agreement: all of it, or what is missing. The same values give the same text. */
export function mergeTemplate(template: Template, values: AgreementValues): Merged {
  const filling = new Filling(template, values);
  const text = filling.text();
  const missing = [...structureFaults(template, values), ...filling.missing];
  return missing.length === 0 ? { ok: true, text } : { ok: false, missing: distinct(missing), draft: text };
}

function structureFaults(template: Template, values: AgreementValues): Missing[] {
  const { needsParcel } = template;
  const count = values.parcels.length;
  const codes = new Set(values.parcels.map(({ code }) => code));
  const parcels = (reason: Missing['reason']) => ({ key: 'parcels', label: '地块', parcel: null, reason });
  return [
    ...partyFaults(template, values),
    ...(isPlainText(values.number)
      ? []
      : [{ key: 'agreement.number', label: '协议编号', parcel: null, reason: 'missing' as const }]),
    ...(needsParcel === 'required' && count === 0 ? [parcels('missing')] : []),
    ...(needsParcel === 'none' && count > 0 ? [parcels('not-allowed')] : []),
    ...(codes.size < count ? [parcels('malformed')] : []),
  ];
}

function distinct(missing: Missing[]): Missing[] {
  return [...new Map(missing.map((each) => [`${each.key} ${each.parcel ?? ''}`, each])).values()];
}

/** One merge: draws the text and remembers what it found missing. */
class Filling {
  readonly missing: Missing[] = [];
  readonly #template: Template;
  readonly #given: AgreementValues;
  readonly #declared: Map<string, Variable>;
  readonly #values: Record<string, VariableValue>;

  constructor(template: Template, values: AgreementValues) {
    this.#template = template;
    this.#given = values;
    this.#declared = new Map(template.variables.map((variable) => [variable.key, variable]));
    this.#values = variablesOf(values);
  }

  text(): AgreementText {
    const { key, version, title, preamble, clauses } = this.#template;
    return {
      number: this.#given.number,
      template: { key, version, title },
      title,
      parties: this.#template.parties.flatMap((party) => textParty(party, this.#given)),
      preamble: preamble.flatMap((block) => this.#blocks(block)),
      clauses: clauses.flatMap((clause): Clause[] =>
        this.#isSaid(clause.when)
          ? [{ heading: clause.heading, blocks: clause.blocks.flatMap((block) => this.#blocks(block)) }]
          : [],
      ),
      parcels: this.#given.parcels.map(({ code, version, geometry, geometrySha256, indicatorsSha256 }) => ({
        code,
        version,
        polygons: geometry.coordinates,
        geometrySha256,
        indicatorsSha256,
      })),
    };
  }

  #isSaid(when: 'parcels' | 'no-parcels' | undefined): boolean {
    return when === undefined || (when === 'parcels') === this.#given.parcels.length > 0;
  }

  #isLeftOut(key: string): boolean {
    return this.#declared.get(key)?.optional === true && (this.#values[key] ?? null) === null;
  }

  #blocks(block: TemplateBlock): Block[] {
    if ('eachParcel' in block) {
      return this.#given.parcels.flatMap((parcel) =>
        block.eachParcel.flatMap((each) => this.#parcelBlock(each, parcel)),
      );
    }
    if ('table' in block) {
      const rows = block.table
        .filter((key) => !this.#isLeftOut(key))
        .map((key) => {
          const { figure, capitals } = this.#spelling(key, null);
          return { name: this.#declared.get(key)?.label ?? key, figure, capitals };
        });
      return [{ kind: 'figures', rows }];
    }
    return this.#isSaid(block.when) ? [this.#paragraph(block.paragraph, null)] : [];
  }

  #parcelBlock(block: ParcelBlock, parcel: ParcelValues): Block[] {
    if ('paragraph' in block)
      return this.#isSaid(block.when) ? [this.#paragraph(block.paragraph, parcel)] : [];
    const rows = parcel[block.parcelTable].map(({ key, name: bare, requirement, phase }) => {
      const name = phase === null ? bare : `${bare}（${phaseWords[phase]}）`;
      if (requirement !== null) return { name, ...spellRequirement(requirement) };
      if (block.unknown === 'refuse') {
        const rowKey = `parcel.${block.parcelTable}.${key}`;
        this.missing.push({ key: rowKey, label: name, parcel: parcel.code, reason: 'missing' });
      }
      return { name, figure: toldByNotice, capitals: toldByNotice };
    });
    return rows.length === 0 ? [] : [{ kind: 'figures', rows }];
  }

  #paragraph(wording: string, parcel: ParcelValues | null): Block {
    const runs = piecesOf(wording).map(({ strong, words, variable }) =>
      variable === undefined
        ? { text: words, filled: false, strong }
        : { text: this.#spelling(variable, parcel).sentence, filled: true, strong },
    );
    return { kind: 'paragraph', runs: joinRuns(runs) };
  }

  #spelling(key: string, parcel: ParcelValues | null): Spelling {
    const variable = this.#declared.get(key);
    const value = key.startsWith('parcel.') ? parcel?.variables[key.slice(7)] : this.#values[key];
    const spelling =
      variable === undefined || value === undefined || value === null
        ? null
        : spell(variable.kind, value, variable.unit);
    if (spelling !== null) return spelling;
    const reason = value === undefined || value === null || value === '' ? 'missing' : 'malformed';
    this.missing.push({ key, label: variable?.label ?? key, parcel: parcel?.code ?? null, reason });
    return { sentence: `【${variable?.label ?? key}】`, figure: '', capitals: '' };
  }
}
