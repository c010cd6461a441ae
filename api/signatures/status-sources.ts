import type { RevocationProvider } from '@libpdf/core';
import { Certificate, OCSPRequest, OCSPResponse } from 'pkijs';
import { engine } from './signed-data.ts';
import { statusPlaces } from './status-places.ts';

/** Who takes longer to answer is away. */
const answerMs = 4000;
/** All that is asked for one file; a timestamp comes beside it, and whoever seals has 45 seconds. */
const allMs = 20_000;
const successful = 0;

/**
 * Asks for answers (OCSP) and lists (CRL) where the certificates say, each once, for one file. Null where a certificate
 * names no such place; throws an Error with what came last where none of its places gives anything.
 */
export function statusSources(): Required<RevocationProvider> {
  const whole = AbortSignal.timeout(allMs);
  const given = new Map<string, Promise<Uint8Array>>();

  function once(url: string, request?: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    const key = `${url} ${Buffer.from(request ?? []).toString('hex')}`;
    const asked = given.get(key) ?? fetched(url, { request, whole });
    given.set(key, asked);
    return asked;
  }

  return {
    async getOCSP(der, issuerDer) {
      const [certificate, issuer] = [read(der), read(issuerDer)];
      const places = statusPlaces(certificate).answers;
      if (places.length === 0) return null;
      const request = new OCSPRequest();
      const named = { hashAlgorithm: 'SHA-1', issuerCertificate: issuer };
      await request.createForCertificate(certificate, named, engine);
      const bytes = new Uint8Array(request.toSchema(true).toBER());
      return await firstOf(places, async (url) => answerIn(await once(url, bytes)));
    },
    async getCRL(der) {
      return await firstOf(statusPlaces(read(der)).lists, (url) => once(url));
    },
  };
}

type Asked = { request: Uint8Array<ArrayBuffer> | undefined; whole: AbortSignal };

async function fetched(url: string, { request, whole }: Asked): Promise<Uint8Array> {
  const signal = AbortSignal.any([whole, AbortSignal.timeout(answerMs)]);
  const response = await fetch(url, {
    signal,
    ...(request !== undefined && {
      method: 'POST',
      headers: { 'Content-Type': 'application/ocsp-request', Accept: 'application/ocsp-response' },
      body: request,
    }),
  });
  // The time is that of the body too.
  const body = new Uint8Array(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return body;
}

async function firstOf(
  places: readonly string[],
  ask: (url: string) => Promise<Uint8Array>,
): Promise<Uint8Array | null> {
  let failure: unknown;
  for (const place of places) {
    try {
      return await ask(place);
    } catch (error) {
      failure = error;
    }
  }
  if (places.length === 0) return null;
  throw failure;
}

function answerIn(bytes: Uint8Array): Uint8Array {
  const { responseStatus } = OCSPResponse.fromBER(new Uint8Array(bytes));
  if (responseStatus.valueBlock.valueDec === successful) return bytes;
  throw new Error(`the answer is refused with ${responseStatus.valueBlock.valueDec}`);
}

function read(der: Uint8Array): Certificate {
  return Certificate.fromBER(new Uint8Array(der));
}
