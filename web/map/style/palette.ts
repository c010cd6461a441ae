/** Colours of the ground, light enough that the parcels lead. Type and action colours are those of web/ui/tokens.css. */
export const ground = {
  outside: '#e6ecf1',
  land: '#f7f5f0',
  water: '#a9cbe3',
  waterArea: '#bcd7ea',
  park: '#f2efe7',
  green: '#dfead9',
  built: '#e8e3d8',
  street: '#ffffff',
  streetEdge: '#e3ddd0',
  rail: '#a3adb9',
  motorway: '#f0d5a4',
  motorwayEdge: '#dfb974',
  countyLine: '#aab5c2',
  parkLine: '#8b97a6',
  notMatching: '#7b8794',
} as const;

export const text = {
  ink: '#16212e',
  street: '#66707c',
  water: '#4a7fa5',
  route: '#8a5a00',
  park: '#34506b',
  halo: '#ffffff',
  landHalo: '#f7f5f0',
} as const;

export const brand = '#12507b';

/** Fonts of the reader's own machine: the style names no `glyphs`, so nothing is fetched for a letter. */
export const regular = ['Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];
/** MapLibre reads the weight out of the first name; the letters come from the first family that exists. */
export const bold = ['Noto Sans CJK SC Bold', ...regular];
