import { followEvent, usualTimes, type Told } from '../../web/events/follow.ts';

export type PageFollower = ReturnType<typeof followAsPage>;

type Place = { slug: string; origin: string; /** Instead of the usual 20 s. */ silentMs?: number };

/** Follows an event by what the pages themselves follow it with. */
export function followAsPage({ slug, origin, silentMs = usualTimes.silentMs }: Place) {
  let told: Told | null = null;
  const waiting = new Set<() => void>();
  const report = (news: Told) => {
    told = news;
    waiting.forEach((look) => look());
  };
  const line = followEvent(slug, { report, origin, times: { ...usualTimes, silentMs } });
  return {
    /** As the id of an entry: the log it is on, and the last number. */
    get place(): string {
      return `${told?.snapshot?.epoch}.${told?.snapshot?.seq}`;
    },
    /** Once it is so; the test's own time is the limit. */
    async until(isSo: (told: Told) => boolean): Promise<Told> {
      return await new Promise((resolve) => {
        const look = () => {
          if (told === null || !isSo(told)) return;
          waiting.delete(look);
          resolve(told);
        };
        waiting.add(look);
        look();
      });
    },
    leave: () => line.leave(),
  };
}
