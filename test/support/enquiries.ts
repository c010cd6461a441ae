import type { Enquiry, ReceivedEnquiry } from '../../api/enquiries/schema.ts';
import type { Publishing } from './publishing.ts';

export const asked = {
  parcelCodes: ['E-1'],
  company: '宁波某汽车零部件有限公司',
  contactName: '林经理',
  phone: '13800002217',
  email: 'lin@supplier.test',
  message: '一期 110 亩，能否连片出让？',
  consent: { textVersion: 'enquiry-1', accepted: true },
};

/** Asking and following, as programs without a session do; `E-1` is to be public. */
export function asking({ app }: Pick<Publishing, 'app'>) {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return {
    post,
    /** The number, and the header that opens the case. */
    async ask(over: object = {}, headers?: Record<string, string>) {
      const response = await expectStatus(await post('/api/enquiries', { ...asked, ...over }, headers), 201);
      const { number, link } = (await response.json()) as ReceivedEnquiry;
      return { number, link: { 'Enquiry-Token': link.split('#t=')[1] ?? '' } };
    },
    async read(number: string, headers: Record<string, string>) {
      const response = await expectStatus(await app.request(`/api/enquiries/${number}`, { headers }), 200);
      return (await response.json()) as Enquiry;
    },
  };
}

async function expectStatus(response: Response, status: number): Promise<Response> {
  if (response.status !== status) throw new Error(`${response.status}: ${await response.text()}`);
  return response;
}
