import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { messageOf, type Deliver, type Sender } from './delivery.ts';

/** Writes each letter to `folder/<id>.eml` (RFC 5322), whole, and once: there it stays as it was written first. */
export function deliverToFolder(folder: string, from: Sender): Deliver {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return async (letter) => {
    const { message } = await composer.sendMail(messageOf(letter, from));
    if (!Buffer.isBuffer(message)) throw new Error('the message was to be buffered');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = join(folder, `.${letter.id}.${randomUUID()}`);
    try {
      await writeDurably(draft, message);
      // Unlike a renaming, a link refuses a name that is taken.
      await link(draft, join(folder, `${letter.id}.eml`)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
    } finally {
      await rm(draft, { force: true });
    }
    return { outcome: 'sent' };
  };
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}
