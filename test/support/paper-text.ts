import { execFileSync } from 'node:child_process';
import type { AgreementText } from '../../api/agreements/text-schema.ts';

/** What can be copied out of a paper, line by line. */
export function copiedText(bytes: Uint8Array): string {
  return execFileSync('pdftotext', ['-', '-'], { input: bytes }).toString('utf8');
}

/** 文字层: the same without its spaces and line breaks. */
export function textLayer(bytes: Uint8Array): string {
  return copiedText(bytes).replace(/\s/g, '');
}

/** Everything that a text says, piece by piece, as it is to stand in the layer. */
export function writtenIn({ parties, preamble, clauses }: AgreementText): string[] {
  const blocks = [...preamble, ...clauses.flatMap((clause) => clause.blocks)];
  const texts = blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? [block.runs.map(({ text }) => text).join('')]
      : block.rows.flatMap(({ name, figure, capitals }) => [name, figure, capitals]),
  );
  return [
    ...parties.flatMap(({ organisation, creditCode, signatory }) => [
      organisation,
      creditCode ?? '',
      signatory,
    ]),
    ...clauses.map(({ heading }) => heading),
    ...texts,
  ].map((text) => text.replace(/\s/g, ''));
}
