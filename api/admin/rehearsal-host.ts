import { StaffEvent } from '../events/staff-schema.ts';
import { parsed, type Ask } from './rehearsal-requests.ts';
import type { Robots } from './rehearsal-staff.ts';

/** 场控台 of a rehearsal, with the keys of two hosts. */
export type PlayedConsole = ReturnType<typeof openConsole>;

export function openConsole(ask: Ask, { first, second }: Robots['hosts'], slug: string) {
  const read = () => parsed(ask(first.cookie, `GET /api/staff/events/${slug}`), StaffEvent);
  const press = async (verb: string, body: object = {}, { cookie } = first) => {
    const { seq: expectedSeq } = await read();
    await ask(cookie, `POST /api/events/${slug}/${verb}`, { expectedSeq, ...body });
  };
  return {
    read,

    /** 定签约. */
    async tie(item: number, signing: object): Promise<void> {
      await ask(first.cookie, `PUT /api/events/${slug}/items/${item}/signing`, signing);
    },

    /** 预备, and 切出. */
    async show(item: number): Promise<void> {
      await press('standby', { item });
      await press('take');
    },

    /** By both, of an event that has begun; what has not, or is over, stays as it is. */
    async end(): Promise<void> {
      const { status } = await read();
      if (status !== 'live' && status !== 'paused') return;
      await press('end');
      await press('end', {}, second);
    },
  };
}
