import { encode } from 'uqr';

/** A QR code (ISO/IEC 18004, error correction M) of a text: `size` modules a side, and its dark modules as SVG path data. */
export type QrCode = { size: number; path: string };

/** Four light modules around it, as the standard demands (clause 9.1): without them cameras miss it. */
const quietModules = 4;

/** @throws Error when the text is longer than a QR code holds (about 2,300 bytes). */
export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: quietModules });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .filter((square) => square !== '')
    .join('');
  return { size, path };
}
