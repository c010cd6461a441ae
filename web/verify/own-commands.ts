/** The digest of a file, with what each system brings along. */
export const digestCommands = [
  { system: 'Linux', command: 'sha256sum a.pdf' },
  { system: 'macOS', command: 'shasum -a 256 a.pdf' },
  { system: 'Windows', command: 'certutil -hashfile a.pdf SHA256' },
] as const;

/** They need nothing of ours: the bytes before and behind the slot of a signature, and what stands in it. */
export const ownCommands: readonly string[] = [
  'pdfsig a.pdf',
  "grep -ao '/ByteRange *\\[[0-9 ]*\\]' a.pdf",
  'B=… C=… D=…',
  '(head -c $B a.pdf; tail -c +$((C+1)) a.pdf | head -c $D) > data',
  'head -c $((C-1)) a.pdf | tail -c +$((B+2)) | xxd -r -p > s.p7',
  'openssl cms -verify -binary -inform DER -in s.p7 -content data \\\n' +
    '  -CAfile ca.pem -purpose any -cades -no_check_time -out /dev/null',
  'openssl ts -verify -token_in -in s.p7 -data data \\\n  -CAfile ca.pem -no_check_time',
];
