import { createTransport } from 'nodemailer';
import { messageOf, type Deliver, type Sender } from './delivery.ts';
import { writeOnce } from './write-once.ts';

/** Writes each letter to `folder/<id>.eml` (RFC 5322). */
export function deliverToFolder(folder: string, from: Sender): Deliver {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return async (letter) => {
    const { message } = await composer.sendMail(messageOf(letter, from));
    if (!Buffer.isBuffer(message)) throw new Error('the message was to be buffered');
    await writeOnce(folder, `${letter.id}.eml`, message);
    return { outcome: 'sent' };
  };
}
