import { expect, it } from 'vitest';
import { attendanceOf, toldViewers } from '../api/events/attendance-rules.ts';
import { createChannel } from '../api/events/channel.ts';

const at = (time: string) => new Date(`2026-11-22T${time}Z`);
const minutes = [
  { minute: at('01:58:00'), viewers: 900 },
  { minute: at('02:00:00'), viewers: 20 },
  { minute: at('02:01:00'), viewers: 45 },
  { minute: at('02:31:00'), viewers: 700 },
];

it('is of the show alone, from the minute in which it begins to its end', () => {
  const show = { begunAt: at('02:00:40'), endedAt: at('02:30:10'), at: at('03:00:00') };
  expect(attendanceOf(minutes, show)).toEqual({ now: 0, peak: 45, viewerMinutes: 65 });
  expect(attendanceOf([], { begunAt: null, endedAt: null, at: at('01:00:00') })).toEqual({
    ...{ now: 0, peak: 0, viewerMinutes: 0 },
  });
});

it('says who is there now by the last count, and nobody where that is long ago', () => {
  const show = { begunAt: null, endedAt: null };
  const [before] = minutes;
  const counted = before === undefined ? [] : [before];
  expect(attendanceOf(counted, { ...show, at: at('01:59:30') }).now).toBe(900);
  expect(attendanceOf(counted, { ...show, at: at('02:00:00') }).now).toBe(0);
  expect([toldViewers(9), toldViewers(10)]).toEqual([null, 10]);
});

it('is told when it changes, in the same bytes for all, and to who joins', () => {
  const channel = createChannel({ eventId: 1, epoch: 'e', entries: [], seq: 3 });
  const viewer = () => {
    const written: Buffer[] = [];
    const line = {
      writableLength: 0,
      write: (bytes: Buffer) => written.push(bytes),
      end: () => undefined,
      destroy: () => undefined,
    };
    return { line, isChunked: false, written };
  };
  const [one, other, late] = [viewer(), viewer(), viewer()];
  for (const each of [one, other]) channel.join(each, null);
  for (const count of [12, 12, 13, null]) channel.tellViewers(count);
  expect(one.written.slice(1).map(String)).toEqual(
    [12, 13, null].map((viewers) => `event: totals\ndata: ${JSON.stringify({ viewers })}\n\n`),
  );
  expect(other.written[1]).toBe(one.written[1]);
  channel.tellViewers(20);
  channel.join(late, null);
  expect(late.written.at(-1)?.toString()).toContain('{"viewers":20}');
});
