// Programs from outside npm that the tests use: a browser, fonts with Chinese, PostgreSQL with PostGIS, GDAL, readers of PDF, live pictures.
import { existsSync, readdirSync } from 'node:fs';
import { run } from './run.mjs';
import { missingPrograms } from './venues/venues.mjs';

const programs = [
  { name: 'Chromium', debian: ['chromium'], isThere: () => onPath('chromium') },
  { name: 'Noto CJK fonts', debian: ['fonts-noto-cjk'], isThere: hasChineseFont },
  { name: 'GDAL (ogr2ogr)', debian: ['gdal-bin'], isThere: () => onPath('ogr2ogr') },
  { name: 'poppler (pdfsig)', debian: ['poppler-utils'], isThere: () => onPath('pdfsig') },
  { name: 'nginx', debian: ['nginx'], isThere: () => existsSync('/usr/sbin/nginx') },
  { name: 'OpenSSL', debian: ['openssl'], isThere: () => onPath('openssl') },
  { name: 'qpdf', debian: ['qpdf'], isThere: () => onPath('qpdf') },
  { name: 'Java', debian: ['default-jdk-headless'], isThere: () => onPath('javac') },
  { name: 'PDFBox with BouncyCastle', debian: ['libpdfbox2-java', 'libbcpkix-java'], isThere: hasPdfBox },
  {
    name: 'nginx with RTMP, and ffmpeg',
    debian: ['nginx-light', 'libnginx-mod-rtmp', 'ffmpeg'],
    isThere: () => missingPrograms().length === 0,
  },
  {
    name: 'PostgreSQL with PostGIS',
    // The distribution's own version; `postgresql-postgis` depends on the PostGIS that fits it.
    debian: ['postgresql', 'postgresql-postgis'],
    isThere: hasPostgis,
  },
];

/**
 * Installs by apt-get what is missing; where that cannot be, ends the process with one sentence on what to install.
 *
 * @param {(line: string) => void} say
 */
export async function installPrograms(say) {
  const missing = programs.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const packages = missing.flatMap(({ debian }) => debian);
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    console.error(
      `The tests need ${missing.map(({ name }) => name).join(', ')}: install ${packages.join(' ')} (names of Debian's packages) and run npm test again.`,
    );
    process.exit(1);
  }
  say(`Installing ${packages.join(' ')} (apt-get) …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run(['apt-get'], ['update', '-q'], { env });
  const { output } = await run(['apt-get'], ['install', '-y', '-q', '--no-install-recommends', ...packages], {
    env,
  });
  const still = programs.filter(({ isThere }) => !isThere());
  if (still.length === 0) return;
  console.error(`${output}\nStill missing after apt-get: ${still.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

/** @param {string} program */
function onPath(program) {
  return (process.env.PATH ?? '')
    .split(':')
    .some((folder) => folder !== '' && existsSync(`${folder}/${program}`));
}

function hasChineseFont() {
  return existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
}

function hasPdfBox() {
  return ['pdfbox2', 'bcpkix'].every((jar) => existsSync(`/usr/share/java/${jar}.jar`));
}

function hasPostgis() {
  return versionsIn('/usr/lib/postgresql').some(
    (version) =>
      existsSync(`/usr/lib/postgresql/${version}/bin/initdb`) &&
      existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`),
  );
}

/** @param {string} folder */
function versionsIn(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}
