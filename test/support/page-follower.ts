import { followEvent, type FollowTimes, type Told } from '../../web/events/follow.ts';

export type PageFollower = ReturnType<typeof followAsPage>;

type Place = { slug: string; origin: string; times?: FollowTimes };

/** Follows an event by what the pages themselves follow it with. */
export function followAsPage({ slug, origin, times }: Place) {
  let told: Told | null = null;
  const waiting = new Set<() => void>();
  const report = (news: Told) => {
    told = news;
    waiting.forEach((look) => look());
  };
  const line = followEvent(slug, { report, origin, ...(times && { times }) });
  return {
    get told() {
      return told;
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
