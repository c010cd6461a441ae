import { afterAll, expect, it } from 'vitest';
import { openPaperDesk } from '../api/agreements/paper-desk.ts';
import { makeTestMaterial } from '../api/signatures/trust.ts';
import { agreementPdf, makeTrust, signedRevisions } from './support/signed-agreement.ts';

const material = await makeTestMaterial(new Date());
const desk = openPaperDesk(material);
afterAll(() => desk.close());

/** Loaded as TypeScript, a thread starts slowly on a machine that has no time. */
const slowMs = 120_000;

it(
  'a signature is made while many files are verified, and waits for none of them',
  async () => {
    const trust = await makeTrust();
    const file = (await signedRevisions(trust, 3)).at(-1)?.bytes ?? new Uint8Array();
    const roots = [trust.root.certificate];
    const sign = async () =>
      desk.sign(await agreementPdf(1), {
        ...{ field: 'party_1', name: '林国栋', reason: '投资意向书', at: new Date() },
        ...{ mark: { strokes: [], seal: false }, typedName: '林国栋' },
      });
    // Both threads are there before anything is asked together.
    await Promise.all([desk.facts(file, roots), sign()]);

    const began = performance.now();
    const since = () => performance.now() - began;
    const many = Promise.all(Array.from({ length: 40 }, () => desk.facts(file, roots)));
    const signed = await sign();
    const signedMs = since();
    expect(signed.bytes.length).toBeGreaterThan(10_000);
    expect((await many).map(({ signatures }) => signatures.length)).toEqual(Array(40).fill(5));
    // In one thread they would take turns, and this one be made when half of all is read.
    expect(signedMs).toBeLessThan(since() / 5);
  },
  slowMs,
);
