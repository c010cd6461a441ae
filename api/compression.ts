import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import { parseAccept } from 'hono/utils/accept';

const compressible = /^(application\/([\w.-]+\+)?(json|xml)|text\/(html|plain|csv))\b/;
/** Below, the headers outweigh what is saved. */
const leastBytes = 1024;

/** Answers are made small once and read once: the quality at which brotli is as quick as gzip and smaller. */
const brotliQuality = 4;
const [gzipped, brotlied] = [promisify(gzip), promisify(brotliCompress)];
const encoders = {
  br: (body: Buffer) =>
    brotlied(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  gzip: (body: Buffer) => gzipped(body),
};

/** Makes texts of 1 KiB and more small on their way out, as the browser accepts it (RFC 9110, 12.5.3). */
export const compressTexts: MiddlewareHandler = async (context, next) => {
  await next();
  const { res: response } = context;
  const { headers } = response;
  if (response.body === null || headers.has('Content-Encoding')) return;
  if (!compressible.test(headers.get('Content-Type') ?? '')) return;
  context.header('Vary', 'Accept-Encoding', { append: true });
  const encoding = chosenEncoding(context.req.header('Accept-Encoding'));
  if (encoding === null) return;
  const plain = Buffer.from(await response.arrayBuffer());
  const small = plain.length >= leastBytes;
  context.res = new Response(small ? await encoders[encoding](plain) : plain, response);
  context.res.headers.delete('Content-Length');
  if (small) context.res.headers.set('Content-Encoding', encoding);
};

function chosenEncoding(accepted: string | undefined): keyof typeof encoders | null {
  const qualities = new Map(parseAccept(accepted ?? '').map(({ type, q }) => [type.toLowerCase(), q]));
  const [best] = (['br', 'gzip'] as const)
    .map((encoding) => ({ encoding, q: qualities.get(encoding) ?? qualities.get('*') ?? 0 }))
    .sort((one, other) => other.q - one.q);
  return best !== undefined && best.q > 0 ? best.encoding : null;
}
