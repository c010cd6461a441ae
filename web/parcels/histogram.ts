/** How many parcels have one value, and how many of them meet all conditions but those on this value. */
export type Tally = { value: number; count: number; matching: number };

/** What a slider under a histogram spans, and how wide its bars are, all in the unit of the values. */
export type Scale = { least: number; most: number; width: number };

/** One bar: how many parcels there are, and how many of them the conditions would leave. */
export type Bar = { from: number; to: number; all: number; left: number };

type Wanted = {
  /** At most so many bars. */
  bars: number;
  /** The narrowest bar that makes sense: a place of the unit. */
  narrowest: number;
  /** Starts at 0 instead of near the least value. */
  fromZero: boolean;
};

/** Bars of one round width (1, 2 or 5 times a power of ten) that cover every value. */
export function scaleOf(values: number[], { bars, narrowest, fromZero }: Wanted): Scale {
  const lowest = fromZero ? 0 : Math.min(...values);
  const highest = Math.max(...values);
  if (values.length === 0 || highest <= lowest) return lonely(values[0] ?? 0, narrowest, fromZero);
  let width = roundWidth((highest - lowest) / bars, narrowest);
  let scale = spanned(lowest, highest, width);
  while ((scale.most - scale.least) / width > bars + 1e-9) {
    width = roundWidth(width * 1.01, narrowest);
    scale = spanned(lowest, highest, width);
  }
  return scale;
}

/**
 * Counts into bars. A value on the edge between two bars belongs to the upper one where a lower limit is chosen too
 * (`from`), to the lower one where only an upper limit is (`to`): so what a handle at the edge chooses is a whole bar.
 */
export function histogram(
  tallies: Tally[],
  { least, most, width }: Scale,
  { edge, chosen }: { edge: 'from' | 'to'; chosen: [from: number, to: number] },
): Bar[] {
  const bars = Array.from({ length: Math.round((most - least) / width) }, (_, index): Bar => {
    return { from: tidy(least + index * width), to: tidy(least + (index + 1) * width), all: 0, left: 0 };
  });
  for (const { value, count, matching } of tallies) {
    const place = tidy((value - least) / width);
    const index = edge === 'from' ? Math.floor(place) : Math.ceil(place) - 1;
    const bar = bars[Math.min(bars.length - 1, Math.max(0, index))];
    if (bar === undefined) continue;
    bar.all += count;
    if (value >= chosen[0] && value <= chosen[1]) bar.left += matching;
  }
  return bars;
}

/** A step of a slider with about a hundred stops, never finer than a place of the unit. */
export function sliderStep({ least, most }: Scale, narrowest: number): number {
  return roundWidth((most - least) / 150, narrowest);
}

export function matchingCount(tallies: Tally[], limit = Infinity): number {
  return tallies.reduce((sum, { value, matching }) => (value <= limit ? sum + matching : sum), 0);
}

function lonely(value: number, narrowest: number, fromZero: boolean): Scale {
  const width = fromZero && value > 0 ? value : narrowest;
  return {
    least: fromZero ? 0 : tidy(value - narrowest),
    most: tidy(fromZero ? width : value + narrowest),
    width,
  };
}

function spanned(lowest: number, highest: number, width: number): Scale {
  const least = tidy(Math.floor(tidy(lowest / width)) * width);
  return { least, most: tidy(Math.ceil(tidy(highest / width)) * width), width };
}

function roundWidth(atLeast: number, narrowest: number): number {
  if (atLeast <= narrowest) return narrowest;
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const times = [1, 2, 5, 10].find((factor) => factor * power >= atLeast - power * 1e-9) ?? 10;
  return tidy(times * power);
}

/** Sums of decimal steps without the dust of binary fractions. */
function tidy(value: number): number {
  return Number(value.toFixed(8));
}
