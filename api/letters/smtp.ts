import { createTransport } from 'nodemailer';
import { messageOf, type Deliver, type Delivery, type Sender } from './delivery.ts';

const connectMs = 10_000;
/** Of silence; together with the steps of one delivery well below the time for which a letter is taken. */
const silenceMs = 30_000;

/**
 * Sends through the mail server of `smtp://user:password@host:port` or `smtps://…`. A password goes over an encrypted
 * connection only, but for a server on this machine.
 */
export function deliverBySmtp(
  smtpUrl: string,
  from: Sender,
  { patienceMs = silenceMs }: { patienceMs?: number } = {},
): Deliver {
  const { username, hostname, protocol } = new URL(smtpUrl);
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  const transport = createTransport({
    url: smtpUrl,
    requireTLS: username !== '' && protocol === 'smtp:' && !isLocal,
    connectionTimeout: Math.min(connectMs, patienceMs),
    greetingTimeout: Math.min(connectMs, patienceMs),
    socketTimeout: patienceMs,
  });
  return async (letter) => {
    try {
      await transport.sendMail(messageOf(letter, from));
      return { outcome: 'sent' };
    } catch (error) {
      return judgeFailure(error);
    }
  };
}

/** What the mail server said of this letter itself: its addresses, its text. */
const aboutTheLetter = new Set(['EENVELOPE', 'EMESSAGE']);

function judgeFailure(error: unknown): Delivery {
  const { code, responseCode } = codesOf(error);
  const reason = [code, responseCode].filter(Boolean).join(' ') || 'unknown';
  const isAboutLetter = aboutTheLetter.has(code);
  // RFC 5321, 4.2.1: 5yz is for good, 4yz for now.
  if (isAboutLetter && responseCode >= 500) return { outcome: 'refused', reason };
  return { outcome: 'later', reason, isOutage: !isAboutLetter };
}

function codesOf(error: unknown): { code: string; responseCode: number } {
  if (!(error instanceof Error)) return { code: '', responseCode: 0 };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const responseCode =
    'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0;
  return { code, responseCode };
}
