import type { Deliver, Delivery } from './delivery.ts';
import { writeOnce } from './write-once.ts';

/** Of a whole exchange; well below the time for which a letter is taken. */
const gatewayMs = 30_000;

/** Statuses that speak of the gateway or of our rights there, and of no message. */
const aboutGateway = new Set([401, 403, 404, 405, 407, 408, 425, 429]);

/**
 * Hands short messages (短信) to an HTTP gateway: POST `{to, text, id}` with the letter's id as Idempotency-Key, so that what
 * is sent again after a lost answer is one message there. 2xx is sent; 4xx about the message is refused for good; all else
 * is tried again. User and password of the address become an Authorization header.
 */
export function deliverBySms(
  smsUrl: string,
  { patienceMs = gatewayMs }: { patienceMs?: number } = {},
): Deliver {
  const { address, authorization } = readGateway(smsUrl);
  return async ({ id, recipient, body }) => {
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': id, ...authorization },
        body: JSON.stringify({ to: recipient, text: body, id }),
        // Where another address is named nobody said that messages may go there.
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      });
      await response.body?.cancel();
      return judgeStatus(response.status);
    } catch (error) {
      return { outcome: 'later', reason: codeOf(error), isOutage: true };
    }
  };
}

/** Writes each short message to `folder/<id>.sms`: the number on the first line, then the text. */
export function deliverSmsToFolder(folder: string): Deliver {
  return async ({ id, recipient, body }) => {
    await writeOnce(folder, `${id}.sms`, Buffer.from(`${recipient}\n${body}\n`));
    return { outcome: 'sent' };
  };
}

function readGateway(smsUrl: string) {
  const url = new URL(smsUrl);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const userAndPassword = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const basic = `Basic ${Buffer.from(userAndPassword).toString('base64')}`;
  const authorization: Record<string, string> = username === '' ? {} : { Authorization: basic };
  return { address: url.href, authorization };
}

function judgeStatus(status: number): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  const reason = `HTTP ${status}`;
  if (status >= 400 && status < 500 && !aboutGateway.has(status)) return { outcome: 'refused', reason };
  return { outcome: 'later', reason, isOutage: true };
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET`, `TimeoutError`: no address, no words of a foreign server. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error.name;
}
