/** They need nothing of ours: the bytes before and behind the slot of a signature, and what stands in it. */
export const ownCommands: readonly string[] = [
  'sha256sum a.pdf',
  'pdfsig a.pdf',
  "grep -ao '/ByteRange *\\[[0-9 ]*\\]' a.pdf",
  'B=… C=… D=…',
  '(head -c $B a.pdf; tail -c +$((C+1)) a.pdf | head -c $D) > data',
  'head -c $((C-1)) a.pdf | tail -c +$((B+2)) | xxd -r -p > s.p7',
  'openssl cms -verify -binary -inform DER -in s.p7 -content data \\\n' +
    '  -CAfile ca.pem -purpose any -cades -no_check_time -out /dev/null',
  'openssl ts -verify -token_in -in s.p7 -data data \\\n  -CAfile ca.pem -no_check_time',
];
