import { expect } from 'vitest';
import { Signing } from '../../api/agreements/signing-schema.ts';

/** Who came by a link and asks over HTTP, as his page does; `code` gives the digits that were sent to him last. */

export async function signerBy(origin: string, link: string, code: () => Promise<string>) {
  let cookie = '';
  async function ask(request: string, data?: object): Promise<unknown> {
    const [method = 'GET', path = '/'] = request.split(' ');
    const answer = await fetch(origin + path, {
      method,
      headers: { Origin: origin, Cookie: cookie, 'Content-Type': 'application/json' },
      ...(data !== undefined && { body: JSON.stringify(data) }),
    });
    cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? cookie;
    const text = await answer.text();
    expect(answer.ok, `${request}: ${answer.status} ${text}`).toBe(true);
    return text === '' ? null : JSON.parse(text);
  }

  await ask('POST /api/signing/exchange', { token: link.split('#t=')[1] });
  const page = async () => Signing.parse(await ask('GET /api/signing'));
  return {
    async confirm(): Promise<void> {
      const { draftSha256 } = await page();
      await ask('POST /api/signing/otp?purpose=confirm');
      await ask('POST /api/signing/confirm', { otp: await code(), draftSha256 });
    },
    /** 通读 and the code, beforehand. */
    async makeReady(): Promise<string> {
      const { number, contentSha256 } = await page();
      await ask('POST /api/signing/read', { number, contentSha256 });
      await ask('POST /api/signing/otp');
      return await code();
    },
    async sign(otp: string): Promise<void> {
      const { baseSha256, consent } = await page();
      const strokes = [
        [
          { x: 0.1, y: 0.2 },
          { x: 0.5, y: 0.7 },
          { x: 0.9, y: 0.3 },
        ],
      ];
      const accepted = { textVersion: consent.textVersion, accepted: true };
      await ask('POST /api/signing/sign', { otp, baseSha256, strokes, consent: accepted });
    },
  };
}
