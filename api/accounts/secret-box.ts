import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

const keyBytes = 32;
const keyIdBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts what the database must not be able to tell, and hashes what it must only recognise. */
export type SecretBox = {
  /** AES-256-GCM: key id, nonce, tag, text. `place` is authenticated with it: a secret moved to another row does not open. */
  seal: (text: string, place: string) => Buffer;
  /** @throws Error when it was changed or moved, or when its key is not one of ours. */
  open: (sealed: Uint8Array, place: string) => string;
  /** HMAC-SHA-256: equal for equal text, and tells nothing of it. */
  index: (text: string) => Buffer;
  /** What `index` gives with each of our keys, the newest first: what was written under an older one is found by it. */
  indexes: (text: string) => Buffer[];
};

/** @param keys 32 bytes each, the newest first: it seals, the others still open. */
export function createSecretBox(keys: readonly Buffer[]): SecretBox {
  const newest = keys[0];
  if (newest === undefined || keys.some((key) => key.length !== keyBytes))
    throw new Error('a secret box needs keys of 32 bytes');
  const keyById = new Map(keys.map((key) => [keyIdOf(key).toString('hex'), key]));
  const indexKeys = keys.map((key) => createHmac('sha256', key).update('index').digest());
  const indexes = (text: string) => indexKeys.map((key) => createHmac('sha256', key).update(text).digest());
  return {
    seal(text, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', newest, nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([keyIdOf(newest), nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed);
      const nonceEnd = keyIdBytes + nonceBytes;
      const key = keyById.get(bytes.subarray(0, keyIdBytes).toString('hex'));
      if (key === undefined)
        throw new Error('sealed under a key that is not here: add it to SECRET_KEY behind the newest');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(keyIdBytes, nonceEnd))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(nonceEnd, nonceEnd + tagBytes));
      return Buffer.concat([
        decipher.update(bytes.subarray(nonceEnd + tagBytes)),
        decipher.final(),
      ]).toString();
    },
    index(text) {
      const [index] = indexes(text);
      if (index === undefined) throw new Error('a secret box has a key');
      return index;
    },
    indexes,
  };
}

/** Which key it was, without telling it. */
function keyIdOf(key: Buffer): Buffer {
  return createHash('sha256').update('key id').update(key).digest().subarray(0, keyIdBytes);
}
