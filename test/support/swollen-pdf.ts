import { constants, deflateRawSync } from 'node:zlib';

const blockBytes = 8 * 1024 * 1024;

/** 解压炸弹: a PDF of some hundred kilobytes whose table of objects unpacks to `blocks` times 8 MiB of zeros, as one would send it on purpose. */
export function swollenPdf(blocks: number): Uint8Array<ArrayBuffer> {
  const packed = packedZeros(blocks);
  const head = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n', 'latin1');
  const table = `3 0 obj\n<< /Type /XRef /Size 4 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
  const tail = `\nendstream\nendobj\nstartxref\n${head.length}\n%%EOF\n`;
  return new Uint8Array(Buffer.concat([head, Buffer.from(table), packed, Buffer.from(tail)]));
}

/** A zlib stream (RFC 1950) of zeros: one block packed, repeated, and its checksum (Adler-32), which of zeros is their count. */
function packedZeros(blocks: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(blockBytes), { finishFlush: constants.Z_FULL_FLUSH });
  const sum = Buffer.alloc(4);
  sum.writeUInt16BE((blocks * blockBytes) % 65_521, 0);
  sum.writeUInt16BE(1, 2);
  const lastBlock = Buffer.from([3, 0]);
  return Buffer.concat([Buffer.from([0x78, 0x9c]), ...Array<Buffer>(blocks).fill(block), lastBlock, sum]);
}
