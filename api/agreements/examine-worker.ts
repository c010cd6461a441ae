import { fileFacts, type FileFacts } from '../signatures/file-facts.ts';

export type ExamineInput = { bytes: Uint8Array; roots: Uint8Array[] };
/** `names`: agreements that the file calls itself. */
export type ExamineAnswer = (FileFacts & { names: string[] }) | { unreadable: true };

const numberPattern = /(?:TZ|YL)-\d{4}-\d{4,7}/g;

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
  return { ...(await fileFacts(bytes, roots)), names: [...new Set(namesIn(bytes))].slice(0, 5) };
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
