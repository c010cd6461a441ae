import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { contentSha256 } from '../api/agreements/fingerprints.ts';
import { paperTasks } from '../api/agreements/paper-tasks.ts';
import { platformField } from '../api/agreements/paper/options.ts';
import { drawPaper } from '../api/agreements/paper/paper.ts';
import { printedName } from '../api/agreements/paper/printed-name.ts';
import { mergeTemplate } from '../api/agreements/template-rules.ts';
import type { Template } from '../api/agreements/template-schema.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import { templateKeys } from '../api/agreements/terms.ts';
import type { AgreementText } from '../api/agreements/text-schema.ts';
import { makeTestMaterial } from '../api/signatures/trust.ts';
import { archiveSignatures } from '../api/signatures/sign.ts';
import { paperOptions } from './support/agreement-texts.ts';
import { agreementValues, partyValues, talentValues } from './support/agreement-values.ts';
import { addedInk, blankCharacters, charactersOf, rasterOf } from './support/paper-ink.ts';
import { makeTrust, signAs, type TestTrust } from './support/signed-agreement.ts';
import { askVerifiersOfAll } from './support/verifiers/pdf-verifiers.ts';

const templates = await readTemplates(join(import.meta.dirname, '../data/agreements'));
const mark = {
  strokes: [
    [
      { x: 0.1, y: 0.2 },
      { x: 0.9, y: 0.3 },
    ],
  ],
  seal: false,
};

function textOf(template: Template): AgreementText {
  const values = agreementValues(template.needsParcel === 'none' ? [] : undefined);
  const isOfTalent = template.key === 'talent-agreement';
  const merged = mergeTemplate(template, {
    ...values,
    ...(isOfTalent && { parties: [...partyValues, talentValues] }),
  });
  if (!merged.ok) throw new Error(`${template.key} lacks ${merged.missing.map(({ key }) => key).join()}`);
  return merged.text;
}

/** As it is drawn for its parties, signed by those who must, the first of them in print; sealed and archived. */
async function signedPaper(trust: TestTrust, template: Template, first: number) {
  const text = textOf(template);
  const mustSign = new Set(template.parties.filter((one) => one.mustSign).map(({ party }) => party));
  const signers = text.parties
    .filter(({ party }) => mustSign.has(party))
    .map(({ label, organisation, signatory, capacity }, index) => ({
      field: `signer_${index}`,
      label,
      organisation,
      name: signatory,
      capacity,
      role: 'signer' as const,
    }));
  const options = { ...paperOptions, contentSha256: contentSha256(text), signers };
  const drawn = await drawPaper(text, options);
  let { bytes } = drawn;
  const kinds: string[] = [];
  for (const [index, { field, name }] of signers.entries()) {
    const party = trust.parties[(first + index) % trust.parties.length];
    if (party === undefined) throw new Error('nobody signs');
    kinds.push(party.keyType);
    const typed = { strokes: [], seal: false, name: printedName(name) };
    ({ bytes } = await signAs(trust, party, { bytes, field, mark: index === 0 ? typed : mark }));
  }
  const seal = { bytes, field: platformField, mark: { strokes: [], seal: true } };
  ({ bytes } = await signAs(trust, trust.platform, seal));
  const revocationProvider = { getCRL: () => Promise.resolve(trust.revocations) };
  ({ bytes } = await archiveSignatures(bytes, { timestampAuthority: trust.timestamps, revocationProvider }));
  const [typedName = ''] = signers.map(({ name }) => name);
  return { key: template.key, bytes, kinds, drawn, typedName };
}

/** As a portal with test certificates makes it: a certificate for each signer, keys of P-256 throughout. */
async function testPaper(material: Awaited<ReturnType<typeof makeTestMaterial>>) {
  const template = templates.find(({ key }) => key === 'investment-agreement');
  if (template === undefined) throw new Error('there is no such template');
  const text = textOf(template);
  const signers = text.parties.map(({ label, organisation, signatory, capacity }, index) => ({
    ...{ field: `signer_${index}`, label, organisation, name: signatory, capacity },
    role: 'signer' as const,
  }));
  const tasks = paperTasks(material);
  let { bytes } = await tasks.draw(text, { ...paperOptions, contentSha256: contentSha256(text), signers });
  const asked = { reason: text.title, typedName: null, at: new Date() };
  for (const { field, name } of signers)
    ({ bytes } = await tasks.sign(bytes, { ...asked, field, name, mark }));
  const seal = { strokes: [], seal: true };
  ({ bytes } = await tasks.sign(bytes, { ...asked, field: platformField, name: null, mark: seal }));
  ({ bytes } = await tasks.archive(bytes));
  return { bytes, signatures: signers.length + 1 };
}

/** What all of them say of a file that is whole. */
function whole(signatures: number) {
  return {
    // Poppler does not read document timestamps.
    pdfsig: expect.arrayContaining(Array(signatures).fill('Signature is Valid.')) as unknown,
    openssl: Array(signatures + 1).fill(true),
    stamps: Array(signatures).fill(true),
    qpdf: true,
    pdfbox: [
      ...Array(signatures).fill({ kind: 'ETSI.CAdES.detached', valid: true, stamp: 'true' }),
      { kind: 'ETSI.RFC3161', valid: true, stamp: 'itself' },
    ],
  };
}

/** Six papers are drawn, and four programs read each of them; Java starts once. */
const slowMs = 240_000;

let trust: TestTrust;
let signed: Awaited<ReturnType<typeof signedPaper>>[];
beforeAll(async () => {
  trust = await makeTrust();
  signed = [];
  for (const [index, template] of templates.entries()) signed.push(await signedPaper(trust, template, index));
}, slowMs);

it(
  'the paper of every template is valid for every verifier that is not ours, whoever signs it with which kind of key',
  () => {
    expect(signed.map(({ key }) => key).sort()).toEqual([...templateKeys].sort());
    expect([...new Set(signed.map(({ kinds }) => kinds.length))].sort()).toEqual([1, 2, 3]);
    expect([...new Set(signed.flatMap(({ kinds }) => kinds))].sort()).toEqual(['EC', 'RSA']);
    const verdicts = askVerifiersOfAll(
      signed.map(({ bytes }) => bytes),
      trust.root.certificate,
    );
    for (const [index, { key, kinds }] of signed.entries()) {
      const signatures = kinds.length + 1;
      expect({ key, ...verdicts[index] }).toEqual({ key, ...whole(signatures) });
      const valid = verdicts[index]?.pdfsig.filter((verdict) => verdict === 'Signature is Valid.');
      expect([key, valid?.length]).toEqual([key, signatures]);
    }
  },
  slowMs,
);

// The last state is what people print.
it(
  'nothing that was added to a paper has covered or lost a letter, on any of its sheets',
  async () => {
    for (const { key, bytes } of signed) {
      const sheets = (await charactersOf(bytes)).length;
      const { blank, seen } = await blankCharacters(bytes, sheets);
      expect([key, sheets > 1, blank, seen > 200 * (sheets - 1)]).toEqual([key, true, [], true]);
    }
  },
  slowMs,
);

it(
  'whoever signed in print stands in his field in ink, every letter of his name',
  () => {
    for (const { key, bytes, drawn, typedName } of signed) {
      const field = drawn.fields.find(({ name }) => name === 'signer_0');
      if (field === undefined) throw new Error(`${key} has no field for who signs first`);
      const [before, after] = [rasterOf(drawn.bytes, field.page), rasterOf(bytes, field.page)];
      const { columns } = addedInk(before, after, field.rect);
      const letters = [...typedName].length;
      const { width, height } = field.rect;
      const letter = Math.min((width - 16) / letters, height / 2);
      const span = Math.max(...columns) - Math.min(...columns);
      expect([key, typedName, columns.size > (letters - 0.8) * letter]).toEqual([key, typedName, true]);
      expect([key, span < (letters + 0.2) * letter]).toEqual([key, true]);
    }
  },
  slowMs,
);

it(
  'the paper of a portal with test certificates is whole for every verifier, too',
  async () => {
    const material = await makeTestMaterial(new Date());
    const { bytes, signatures } = await testPaper(material);
    const [verdicts] = askVerifiersOfAll([bytes], material.root.certificate);
    expect(verdicts).toEqual(whole(signatures));
  },
  slowMs,
);
