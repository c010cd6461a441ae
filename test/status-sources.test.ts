import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { AccessDescription, Certificate, Extension, GeneralName, InfoAccess, OCSPRequest } from 'pkijs';
import { expect, it, onTestFinished } from 'vitest';
import { issueCertificate } from '../api/signatures/certificates.ts';
import { engine } from '../api/signatures/signed-data.ts';
import { statusSources } from '../api/signatures/status-sources.ts';
import { inDays, statusAnswer } from './support/status-data.ts';

it('an answer (OCSP) is asked for once, about the certificate, where it says; none where it says no place', async () => {
  const validity = { keyType: 'EC', notBefore: inDays(-4), notAfter: inDays(400) } as const;
  const root = await issueCertificate({ name: '根', purpose: 'authority', ...validity }, null);
  const platform = await issueCertificate({ name: '平台', purpose: 'signature', ...validity }, root);
  const answer = await statusAnswer(platform.certificate, { status: 'good', issuer: root, signer: root });
  const requests: Buffer[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      requests.push(body);
      response.end(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());

  const certificate = Certificate.fromBER(platform.certificate);
  const { port } = server.address() as AddressInfo;
  const accessLocation = new GeneralName({ type: 6, value: `http://127.0.0.1:${port}/` });
  const accessDescriptions = [new AccessDescription({ accessMethod: '1.3.6.1.5.5.7.48.1', accessLocation })];
  const extnValue = new InfoAccess({ accessDescriptions }).toSchema().toBER();
  certificate.extensions?.push(new Extension({ extnID: '1.3.6.1.5.5.7.1.1', extnValue }));
  await certificate.sign(root.privateKey, 'SHA-256', engine);
  const der = new Uint8Array(certificate.toSchema(true).toBER());

  const sources = statusSources();
  for (const said of [
    await sources.getOCSP(der, root.certificate),
    await sources.getOCSP(der, root.certificate),
  ])
    expect(said).toEqual(answer);
  expect(await sources.getCRL(der)).toBeNull();
  expect(await sources.getOCSP(platform.certificate, root.certificate)).toBeNull();
  expect(requests).toHaveLength(1);
  const [asked] = OCSPRequest.fromBER(new Uint8Array(requests[0] ?? [])).tbsRequest.requestList;
  expect(asked?.reqCert.serialNumber.isEqual(certificate.serialNumber)).toBe(true);
});
