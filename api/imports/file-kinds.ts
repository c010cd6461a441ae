import type { Finding } from './schema.ts';

export type FileKind =
  'zip' | 'xlsx' | 'txt' | 'csv' | 'geojson' | 'shp' | 'dbf' | 'prj' | 'cpg' | 'companion';
export type KindReading = { ok: true; kind: FileKind } | { ok: false; finding: Finding };

const endings: Record<string, FileKind> = {
  zip: 'zip',
  xlsx: 'xlsx',
  txt: 'txt',
  csv: 'csv',
  geojson: 'geojson',
  json: 'geojson',
  shp: 'shp',
  dbf: 'dbf',
  prj: 'prj',
  cpg: 'cpg',
  shx: 'companion',
  sbn: 'companion',
  sbx: 'companion',
  qix: 'companion',
  qpj: 'companion',
  fix: 'companion',
  qmd: 'companion',
  xml: 'companion',
};

/** Kept binary forms that people do send, with what to do about them. */
const known: Record<string, string> = {
  xls: '请用 Excel 或 WPS 打开，另存为 .xlsx 后提交。',
  et: '请用 WPS 打开，另存为 .xlsx 后提交。',
  ods: '请另存为 .xlsx 后提交。',
  kml: '请用 QGIS 转为 GeoJSON 后提交；在高德、奥维上绘制的图形请先确认没有加偏。',
  kmz: '请用 QGIS 转为 GeoJSON 后提交；在高德、奥维上绘制的图形请先确认没有加偏。',
  ovkml: '请用 QGIS 转为 GeoJSON 后提交；在高德、奥维上绘制的图形请先确认没有加偏。',
  dxf: '请在 CAD 或 GIS 中把闭合界线转为带坐标系的 Shapefile 后提交。',
  dwg: '请在 CAD 或 GIS 中把闭合界线转为带坐标系的 Shapefile 后提交。',
  rar: '请解压后重新压缩为 ZIP 提交。',
  '7z': '请解压后重新压缩为 ZIP 提交。',
  pdf: '请提交原始的坐标文件或表格。',
  docx: '请把表格复制到 .xlsx 后提交。',
  doc: '请把表格复制到 .xlsx 后提交。',
};

export function endingOf(name: string): string {
  return /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The kind of a file by its ending, held against its first bytes: neither alone is believed. */
export function readKind(name: string, bytes: Uint8Array): KindReading {
  const ending = endingOf(name);
  const remedy = known[ending];
  if (isOle(bytes)) {
    return refused(
      'file-old-office',
      `「${baseName(name)}」是旧版 Office（.xls、.et）格式，不能直接读取。`,
      known.xls ?? '',
    );
  }
  if (remedy !== undefined) return refused('file-kind-refused', `不能导入 .${ending} 文件。`, remedy);
  const kind = endings[ending];
  if (kind === undefined) {
    const message = `不认识「${baseName(name)}」的文件类型。`;
    return refused(
      'file-kind-unknown',
      message,
      '可以提交 .txt（国土坐标）、ZIP 压缩的 Shapefile、.geojson、.xlsx、.csv。',
    );
  }
  const isZip = startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06]);
  const shouldBeZip = kind === 'zip' || kind === 'xlsx';
  const binary = /^(?:%PDF|\x89PNG|\xff\xd8\xff|GIF8|MZ|\x7fELF|Rar!|7z\xbc\xaf)/.test(
    latin1(bytes.subarray(0, 8)),
  );
  if (isZip === shouldBeZip && !binary) return { ok: true, kind };
  const message = `「${baseName(name)}」的内容与扩展名 .${ending} 不符。`;
  return refused('file-kind-differs', message, '请确认文件没有改过扩展名或损坏，按真实格式重新保存后提交。');
}

/** OLE compound file, the container of .xls, .et and .doc. */
function isOle(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

export function baseName(name: string): string {
  return name.split('/').at(-1) ?? name;
}

function refused(rule: string, message: string, remedy: string): KindReading {
  return { ok: false, finding: { rule, severity: 'error', message, remedy } };
}
