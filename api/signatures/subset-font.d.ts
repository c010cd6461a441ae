declare module 'subset-font' {
  /** Cuts `font` (TTF, OTF, WOFF) down to the characters of `text`. */
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options: { targetFormat: 'truetype' },
  ): Promise<Buffer>;
}
