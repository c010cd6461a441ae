import { crc32, inflateRawSync } from 'node:zlib';
import type { ArchiveEntry, DirectoryProblem } from './archive-directory.ts';
import { readDirectory } from './archive-directory.ts';
import type { Finding } from './schema.ts';

/** How much one batch may still inflate to, over all of its archives together. */
export type InflationBudget = { remainingBytes: number };

export const archiveLimits = { entries: 50, totalBytes: 200 * 1024 * 1024, ratio: 100 } as const;

/** Below this size the ratio says nothing: a short file of blanks compresses a thousandfold. */
const ratioFloorBytes = 1024 * 1024;

export type ArchiveFile = { name: string; bytes: Uint8Array };
export type ArchiveReading = { ok: true; files: ArchiveFile[] } | { ok: false; finding: Finding };

export function newBudget(): InflationBudget {
  return { remainingBytes: archiveLimits.totalBytes };
}

/**
 * The files of a ZIP archive (PKWARE APPNOTE 6.3, without ZIP64 and encryption). Nothing is believed: names, kinds and
 * overlaps are checked on the whole directory before the first byte is inflated, and what is inflated is counted as it
 * comes out, whatever the headers say.
 */
export function readArchive(
  bytes: Uint8Array,
  budget: InflationBudget,
  maxEntries: number = archiveLimits.entries,
): ArchiveReading {
  const directory = readDirectory(bytes);
  if (!directory.ok) return { ok: false, finding: directoryFinding(directory.problem, directory.entry) };
  if (directory.entries.length > maxEntries) {
    return refused(
      'archive-too-many-entries',
      `压缩包内有 ${directory.entries.length} 个条目，超过上限 ${maxEntries} 个。`,
      '请只保留要导入的文件，或分成几个压缩包。',
    );
  }
  const files: ArchiveFile[] = [];
  for (const entry of directory.entries) {
    if (isIgnored(entry.name)) continue;
    const inflated = inflateEntry(entry, budget);
    if (!inflated.ok) return inflated;
    files.push({ name: entry.name, bytes: inflated.bytes });
  }
  return { ok: true, files };
}

/** Folders, and what operating systems leave in archives on their own. */
function isIgnored(name: string): boolean {
  return (
    name.endsWith('/') ||
    /^__MACOSX\//.test(name) ||
    /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/i.test(name)
  );
}

type Inflated = { ok: true; bytes: Uint8Array } | { ok: false; finding: Finding };

function inflateEntry(entry: ArchiveEntry, budget: InflationBudget): Inflated {
  const ratioBytes = Math.max(entry.compressed.length * archiveLimits.ratio, ratioFloorBytes);
  const limit = Math.min(ratioBytes, budget.remainingBytes);
  const inflated = entry.method === 0 ? entry.compressed : inflate(entry.compressed, limit);
  if (inflated === 'broken') {
    return refused('archive-broken', `「${entry.name}」解压失败，压缩数据已损坏。`, '请重新压缩后提交。');
  }
  if (inflated === 'too-large' || inflated.length > limit) {
    const cause =
      ratioBytes < budget.remainingBytes
        ? `压缩比超过 ${archiveLimits.ratio} 倍`
        : `解压后总量超过 ${archiveLimits.totalBytes / 1024 / 1024} MB`;
    return refused(
      'archive-bomb',
      `「${entry.name}」${cause}，已停止解压。`,
      '请只提交测绘数据本身，必要时分批。',
    );
  }
  if (inflated.length !== entry.size || crc32(inflated) !== entry.crc) {
    return refused(
      'archive-lying-header',
      `「${entry.name}」的内容与压缩包目录所写的大小或校验值不符。`,
      '请用常见的压缩软件重新压缩后提交。',
    );
  }
  budget.remainingBytes -= inflated.length;
  return { ok: true, bytes: inflated };
}

function inflate(compressed: Uint8Array, limitBytes: number): Uint8Array | 'too-large' | 'broken' {
  try {
    return new Uint8Array(inflateRawSync(compressed, { maxOutputLength: Math.max(limitBytes, 1) }));
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return tooLarge ? 'too-large' : 'broken';
  }
}

function refused(rule: string, message: string, remedy: string): { ok: false; finding: Finding } {
  return { ok: false, finding: { rule, severity: 'error', message, remedy } };
}

const directoryWords: Record<DirectoryProblem, { message: string; remedy: string }> = {
  'archive-broken': { message: '压缩包目录缺失或已损坏', remedy: '请重新压缩后提交。' },
  'archive-zip64': { message: '压缩包使用 ZIP64 或分卷', remedy: '请减少内容，用普通 ZIP 重新压缩。' },
  'archive-encrypted': { message: '压缩包设有密码', remedy: '请去掉密码后提交。' },
  'archive-method': { message: '压缩方法不受支持', remedy: '请用普通 ZIP（Deflate）重新压缩。' },
  'archive-symlink': { message: '压缩包含有符号链接', remedy: '请放入文件本身后重新压缩。' },
  'archive-name': {
    message: '压缩包内的文件名含有上级目录、绝对路径、反斜杠或控制字符',
    remedy: '请改名后重新压缩；文件名中不要有路径。',
  },
  'archive-duplicate-name': { message: '压缩包内有重名文件', remedy: '请删除重复的文件后重新压缩。' },
  'archive-overlap': { message: '压缩包内的条目互相重叠', remedy: '请用常见的压缩软件重新压缩后提交。' },
  'archive-nested': { message: '压缩包内还有压缩包', remedy: '请解开内层压缩包，把文件放在一个 ZIP 里。' },
};

function directoryFinding(problem: DirectoryProblem, entry: string | undefined): Finding {
  const { message, remedy } = directoryWords[problem];
  return {
    rule: problem,
    severity: 'error',
    message: entry === undefined ? `${message}。` : `${message}：${entry}`,
    remedy,
  };
}
