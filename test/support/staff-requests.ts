import { expect } from 'vitest';
import type { DemoAccount } from './demo-accounts.ts';

/** `POST /api/projects` with its body; gives what was answered, read as JSON. */
export type Ask = (request: string, data?: object) => Promise<unknown>;

/** Somebody of staff who asks over HTTP, signed in; every answer's text is added to `answers`. */
export async function staffOf(origin: string, account: DemoAccount, answers: string[]): Promise<Ask> {
  let cookie = '';
  const ask: Ask = async (request, data) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const answer = await fetch(origin + path, {
      method,
      headers: { Origin: origin, Cookie: cookie, 'Content-Type': 'application/json' },
      ...(data !== undefined && { body: JSON.stringify(data) }),
    });
    cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? cookie;
    const text = await answer.text();
    answers.push(text);
    expect(answer.ok, `${request}: ${answer.status} ${text}`).toBe(true);
    return text === '' ? null : JSON.parse(text);
  };
  const { email, password } = account;
  await ask('POST /api/session', { email, password });
  return ask;
}
