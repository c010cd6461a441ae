import { inflateSync } from 'node:zlib';
import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFName,
  PDFParser,
  PDFRawStream,
  PDFStream,
  type PDFObject,
} from 'pdf-lib';
import type { AttachmentRefusal } from './terms.ts';

/** Of streams that hold objects, inflated, all together. */
const mostInflatedBytes = 64 * 1024 * 1024;
/** Of dictionaries and lists within one another; documents have less than ten. */
const deepest = 60;

/** Names that mean something active wherever they stand (ISO 32000-1, 12.6.4, 7.11.4, 12.7.8). */
const refusedNames: Record<string, AttachmentRefusal> = {
  JavaScript: 'pdf-active',
  JS: 'pdf-active',
  Launch: 'pdf-active',
  ImportData: 'pdf-active',
  RichMedia: 'pdf-active',
  EmbeddedFile: 'pdf-embedded',
  EmbeddedFiles: 'pdf-embedded',
  FileAttachment: 'pdf-embedded',
  GoToE: 'pdf-embedded',
  EF: 'pdf-embedded',
  XFA: 'pdf-form',
};

/** Names so long that they do not come about by chance: also looked for where no parser looks. */
const tellingNames = /\/(JavaScript|Launch|EmbeddedFile)s?(?=[\s<>[\]()/%])/;

/**
 * Why a PDF is not taken; null for one that does nothing by itself. Its bytes stay as they are, since seals (电子签章) sign them.
 * Every object is looked at, also those in streams and those that a later revision of the file replaced.
 */
export async function examinePdf(bytes: Uint8Array): Promise<AttachmentRefusal | null> {
  let refusal: AttachmentRefusal | null = null;
  const parser = PDFParser.forBytesWithOptions(bytes, Infinity, true);
  const context: unknown = Reflect.get(parser, 'context');
  if (!(context instanceof PDFContext)) throw new Error('the PDF parser has no context');
  const assign = context.assign.bind(context);
  context.assign = (reference, object) => {
    refusal ??= refusalOf(object, 0);
    assign(reference, object);
  };
  let inflatedBytes = 0;
  const parseObject = parser.parseObject.bind(parser);
  parser.parseObject = () => {
    const object = parseObject();
    if (!(object instanceof PDFRawStream)) return object;
    refusal ??= refusalOf(object, 0);
    inflatedBytes += inflatedLength(object, mostInflatedBytes - inflatedBytes);
    return object;
  };
  const outcome = await parser.parseDocument().then(
    ({ trailerInfo }) => {
      if (trailerInfo.Encrypt !== undefined) return 'pdf-encrypted' as const;
      return context.lookup(trailerInfo.Root) instanceof PDFDict ? null : ('unreadable' as const);
    },
    () => 'unreadable' as const,
  );
  return refusal ?? scannedRefusal(bytes) ?? outcome;
}

/** What hides from a parser that reads from front to back, such as an object within a stream that the table points into. */
function scannedRefusal(bytes: Uint8Array): AttachmentRefusal | null {
  const text = Buffer.from(bytes).toString('latin1');
  const unescaped = text.replace(/#([0-9a-fA-F]{2})/g, (_written, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  const [, name] = tellingNames.exec(unescaped) ?? [];
  return name === undefined ? null : (refusedNames[name] ?? null);
}

function refusalOf(object: PDFObject, depth: number): AttachmentRefusal | null {
  if (depth > deepest) return 'unreadable';
  if (object instanceof PDFName) return refusedNames[object.decodeText()] ?? null;
  if (object instanceof PDFStream) return refusalOf(object.dict, depth);
  if (object instanceof PDFArray) return firstRefusal(object.asArray(), depth);
  if (!(object instanceof PDFDict)) return null;
  return firstRefusal(object.entries().flat(), depth);
}

function firstRefusal(objects: PDFObject[], depth: number): AttachmentRefusal | null {
  for (const object of objects) {
    const refusal = refusalOf(object, depth + 1);
    if (refusal !== null) return refusal;
  }
  return null;
}

/**
 * Length of a stream whose objects the parser is about to inflate without a limit of its own; 0 for any other.
 * @throws Error when it is more than is left, or packed in a way that object streams of documents are not.
 */
function inflatedLength({ dict, contents }: PDFRawStream, leftBytes: number): number {
  const type = dict.lookup(PDFName.of('Type'));
  if (type !== PDFName.of('ObjStm') && type !== PDFName.of('XRef')) return 0;
  const filter = dict.lookup(PDFName.of('Filter'));
  if (filter === undefined) return contents.length;
  const only = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
  if (only !== PDFName.of('FlateDecode')) throw new Error('an object stream is packed in an unknown way');
  return inflateSync(contents, { maxOutputLength: Math.max(leftBytes, 1) }).length;
}
