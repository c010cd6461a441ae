import gcoord from 'gcoord';

/** The maps that people in China have on their phones: 高德, 百度, 腾讯. */
export type OtherMap = 'amap' | 'baidu' | 'tencent';

/**
 * Links that put a pin at a place, [lon, lat] EPSG:4490 (within centimetres of WGS-84). Every map is given the datum
 * it draws in: 高德 and 腾讯 GCJ-02, 百度 BD-09; with the wrong one the pin stands some hundred metres off.
 * The addresses are those of the providers' own URI interfaces; they open the app where it is installed.
 */
export function mapLinks(place: [number, number], name: string): Record<OtherMap, string> {
  const [gcjLon, gcjLat] = decimals(gcoord.transform(place, gcoord.WGS84, gcoord.GCJ02));
  const [bdLon, bdLat] = decimals(gcoord.transform(place, gcoord.WGS84, gcoord.BD09));
  return {
    amap: link('https://uri.amap.com/marker', {
      position: `${gcjLon},${gcjLat}`,
      name,
      coordinate: 'gaode',
      callnative: '1',
      src: 'zhaotu',
    }),
    baidu: link('https://api.map.baidu.com/marker', {
      location: `${bdLat},${bdLon}`,
      title: name,
      content: name,
      coord_type: 'bd09ll',
      output: 'html',
      src: 'webapp.zhaotu.map',
    }),
    tencent: link('https://apis.map.qq.com/uri/v1/marker', {
      // The marker's own syntax: `;` and `:` part its fields, so a name must not bring any.
      marker: `coord:${gcjLat},${gcjLon};title:${name.replace(/[;:]/g, ' ')};addr:${name.replace(/[;:]/g, ' ')}`,
      referer: 'zhaotu',
    }),
  };
}

function link(address: string, query: Record<string, string>): string {
  return `${address}?${new URLSearchParams(query)}`;
}

/** Five decimals are a metre: finer than the public geometry. */
function decimals(position: number[]): string[] {
  return position.map((degrees) => degrees.toFixed(5));
}
