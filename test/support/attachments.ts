import type { SignedIn } from './accounts.ts';
import type { AddedAttachment } from '../../api/attachments/schema.ts';
import type { Publishing } from './publishing.ts';
import { picture } from './attachment-files.ts';

export type Sending = {
  who?: SignedIn;
  ifMatch?: number;
  bytes?: Uint8Array;
  fileName?: string;
  fields?: Record<string, string>;
  headers?: Record<string, string>;
};

/** Uploads a file to a parcel; by default a photograph that the public may see, by the publisher, to a draft of one revision. */
export async function sendFile(
  { app, publisher }: Pick<Publishing, 'app' | 'publisher'>,
  code: string,
  sending: Sending = {},
): Promise<Response> {
  const { who = publisher, ifMatch = 1, bytes, fileName = '现场 1.jpg', fields, headers } = sending;
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes ?? (await picture()))]), fileName);
  const said = { kind: 'site-photograph', visibility: 'public', ...fields };
  for (const [name, value] of Object.entries(said)) form.append(name, value);
  return await app.request(`/api/parcels/${code}/attachments`, {
    method: 'POST',
    headers: { ...who.headers, 'If-Match': `"${ifMatch}"`, ...headers },
    body: form,
  });
}

/** The same, where it must be taken. */
export async function addFile(
  portal: Pick<Publishing, 'app' | 'publisher'>,
  code: string,
  sending: Sending = {},
): Promise<AddedAttachment> {
  const response = await sendFile(portal, code, sending);
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as AddedAttachment;
}
