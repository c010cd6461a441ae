import iconv from 'iconv-lite';
import type { Easting } from './ground.ts';

export type SurveyedParcel = {
  code: string;
  name: string;
  useCode: string;
  useName: string;
  areaM2: number;
  /** Open ring, counter-clockwise, easting with zone prefix. */
  survey: Easting[];
};

export type TxtHabit = {
  producer: string;
  /** Calendar day. */
  producedOn: string;
  zone: number;
  /** Survey offices differ: point names J1 or 1, the first point repeated at the end of a ring or not. */
  pointPrefix: string;
  repeatsFirstPoint: boolean;
};

/** 国土坐标报盘 in GBK as a survey office hands it over: X is the northing, area in hectares, CRLF. */
export function landTxt(parcels: SurveyedParcel[], habit: TxtHabit): Uint8Array {
  const lines = [
    '[属性描述]',
    '格式版本号=1.01版本',
    `数据产生单位=${habit.producer}`,
    `数据产生日期=${habit.producedOn}`,
    '坐标系=2000国家大地坐标系',
    '几度分带=3',
    '投影类型=高斯克吕格',
    '计量单位=米',
    `带号=${habit.zone}`,
    '精度=0.001',
    '转换参数=,,,,,,',
    '[地块坐标]',
    ...parcels.flatMap((parcel) => plot(parcel, habit)),
  ];
  return iconv.encode(`${lines.join('\r\n')}\r\n`, 'gbk');
}

function plot(parcel: SurveyedParcel, { pointPrefix, repeatsFirstPoint }: TxtHabit): string[] {
  // Surveyors walk a parcel clockwise from its north-west corner.
  const ring = fromNorthWest(parcel.survey.toReversed());
  const points = repeatsFirstPoint ? [...ring, ...ring.slice(0, 1)] : ring;
  const hectares = (parcel.areaM2 / 10_000).toFixed(4);
  const head = [
    points.length,
    hectares,
    parcel.code,
    parcel.name,
    '面',
    '',
    parcel.useName,
    parcel.useCode,
    '@',
  ];
  return [
    head.join(','),
    ...points.map(([easting, northing], index) =>
      [`${pointPrefix}${(index % ring.length) + 1}`, 1, northing.toFixed(3), easting.toFixed(3)].join(','),
    ),
  ];
}

function fromNorthWest(ring: Easting[]): Easting[] {
  const score = ([easting, northing]: Easting): number => northing - easting;
  const start = ring.reduce(
    (best, point, index) => (score(point) > score(ring[best] ?? point) ? index : best),
    0,
  );
  return [...ring.slice(start), ...ring.slice(0, start)];
}
