import { fileFacts, type FileFacts } from '../signatures/file-facts.ts';

export type ExamineInput = { bytes: Uint8Array; roots: Uint8Array[] };
/** `names`: agreements that the file calls itself, those that its signatures are for first. */
export type ExamineAnswer = (FileFacts & { names: string[] }) | { unreadable: true };

/** Without 演练: what a rehearsal signed is known by its digest, and whoever alters a file may write any number into it. */
const numberPattern = /TZ-\d{4}-\d{4,7}/g;
/** More than any file of ours names, and no more than one question to the register bears. */
const mostNames = 400;

process.once('disconnect', () => process.exit(0));
process.once('message', (input: ExamineInput) => {
  examine(input).then(
    (answer) => process.send?.(answer),
    () => process.send?.({ unreadable: true } satisfies ExamineAnswer),
  );
});
process.send?.('ready');

/** Reads a file from anywhere: in a process of its own, so that whatever it does to us ends with it. */
async function examine({ bytes, roots }: ExamineInput): Promise<ExamineAnswer> {
  const facts = await fileFacts(bytes, roots);
  const signedFor = facts.signatures
    .toSorted((one, other) => Number(other.isTrusted) - Number(one.isTrusted))
    .flatMap(({ reason }) => reason.match(numberPattern) ?? []);
  return { ...facts, names: [...new Set([...signedFor, ...namesIn(bytes)])].slice(0, mostNames) };
}

/** The number stands in the reason of each signature and in the title, as text or as UTF-16 in hexadecimal digits. */
function namesIn(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  const plain = text.match(numberPattern) ?? [];
  const wide = [...text.matchAll(/feff((?:[0-9a-f]{4}){8,400})/gi)].flatMap(([, digits = '']) => {
    const words = Buffer.from(digits, 'hex').swap16().toString('utf16le');
    return words.match(numberPattern) ?? [];
  });
  return [...plain, ...wide, ...(text.replaceAll('\u0000', '').match(numberPattern) ?? [])];
}
