/** What two texts share at either end, and what differs in between; a short text differs as a whole. */
export type ChangedWords = { start: string; gone: string; come: string; end: string };

const longFrom = 16;

export function changedWords(before: string, after: string): ChangedWords {
  if (Math.min(before.length, after.length) < longFrom)
    return { start: '', gone: before, come: after, end: '' };
  const [old, young] = [[...before], [...after]];
  let start = 0;
  while (start < Math.min(old.length, young.length) && old[start] === young[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, young.length) - start && old.at(-1 - end) === young.at(-1 - end))
    end += 1;
  return {
    start: old.slice(0, start).join(''),
    gone: old.slice(start, old.length - end).join(''),
    come: young.slice(start, young.length - end).join(''),
    end: old.slice(old.length - end).join(''),
  };
}
