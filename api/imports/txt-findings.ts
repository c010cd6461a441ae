import type { Finding } from './schema.ts';
import { surveyLimits } from './survey.ts';

const unnumbered = '（未编号）';

export function shorten(line: string): string {
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

export function unreadable(reason: 'binary' | 'encoding'): Finding {
  return {
    rule: reason === 'binary' ? 'file-not-text' : 'file-encoding',
    severity: 'error',
    message: reason === 'binary' ? '这不是文本文件。' : '文件编码既不是 UTF-8 也不是 GBK。',
    remedy: '请用记事本打开确认内容，另存为 UTF-8 或 ANSI（GBK）编码后重新提交。',
  };
}

export function tooLong(lines: number, limit: number): Finding {
  return {
    rule: 'file-too-large',
    severity: 'error',
    message: `文件有 ${lines} 行，超过上限 ${limit} 行。`,
    remedy: '请分成几个文件提交。',
  };
}

export function noPlots(): Finding {
  return {
    rule: 'txt-no-plots',
    severity: 'error',
    message: '文件中没有地块：找不到「[地块坐标]」和以 @ 结尾的地块行。',
    remedy: '请确认这是国土坐标报盘 TXT 文件。',
  };
}

export function missingTerminator(line: number): Finding {
  return {
    rule: 'txt-header-terminator',
    severity: 'warning',
    message: '地块行缺少结尾的 @，已按地块行读取。',
    line,
    remedy: '请核对该地块；建议在行尾补上「,@」。',
  };
}

export function unexpectedLine(text: string, line: number): Finding {
  return {
    rule: 'txt-unexpected-line',
    severity: 'error',
    values: { written: shorten(text) },
    message: `第一个地块行之前出现了无法识别的内容：${shorten(text)}`,
    line,
    remedy: '请删除该行，或补上它所属的地块行（以 @ 结尾）。',
  };
}

export function notAnArea(code: string, figure: string, line: number): Finding {
  return {
    rule: 'txt-not-an-area',
    severity: 'error',
    values: { written: figure, ...(code === '' ? {} : { shape: code }) },
    message: `地块 ${code || unnumbered} 的图形属性是「${figure}」，只能导入「面」。`,
    line,
    remedy: '请删除该图形，或按面重新导出。',
  };
}

export function shortHeader(fields: number, line: number): Finding {
  return {
    rule: 'txt-header-short',
    severity: 'error',
    values: { fields },
    message: `地块行只有 ${fields} 栏，至少应有界址点数、面积、编号、名称、图形属性。`,
    line,
    remedy: '请按「界址点数,面积(公顷),编号,名称,面,图幅号,用途,地类编码,@」补全。',
  };
}

export function badArea(text: string, line: number): Finding {
  return {
    rule: 'txt-area',
    severity: 'warning',
    values: { written: shorten(text) },
    message: `地块面积「${shorten(text)}」不是以公顷为单位的数，未用于核对。`,
    line,
    remedy: '请在地块行第二栏填写公顷数（四位小数）。',
  };
}

export function badPoint(text: string, line: number): Finding {
  return {
    rule: 'txt-point',
    severity: 'error',
    values: { written: shorten(text) },
    message: `这一行不是「点号,圈号,X,Y」：${shorten(text)}`,
    line,
    remedy: '请更正该行；每个界址点一行，共四栏，坐标为数字。',
  };
}

export function tooManyPoints(code: string | null, line: number): Finding {
  return {
    rule: 'too-many-vertices',
    severity: 'error',
    values: { limit: surveyLimits.verticesPerParcel, ...(code === null ? {} : { shape: code }) },
    message: `地块 ${code ?? unnumbered} 的界址点超过 ${surveyLimits.verticesPerParcel} 个。`,
    line,
    remedy: '请抽稀界址点或拆分地块后重新提交。',
  };
}

export function tooManyRings(code: string | null, line: number): Finding {
  return {
    rule: 'too-many-rings',
    severity: 'error',
    values: { limit: surveyLimits.ringsPerParcel, ...(code === null ? {} : { shape: code }) },
    message: `地块 ${code ?? unnumbered} 的界线超过 ${surveyLimits.ringsPerParcel} 圈。`,
    line,
    remedy: '请检查圈号是否逐点变化，或拆分地块后重新提交。',
  };
}

export function badAttribute(text: string, line: number): Finding {
  return {
    rule: 'txt-attribute',
    severity: 'warning',
    values: { written: shorten(text) },
    message: `属性描述中的这一行不是「名称=值」：${shorten(text)}`,
    line,
    remedy: '请检查文件头；该行未被采用。',
  };
}

export function pointCountDiffers(code: string | null, counts: { stated: number; read: number }): Finding {
  return {
    rule: 'txt-point-count',
    severity: 'warning',
    values: { ...counts, ...(code === null ? {} : { shape: code }) },
    message: `地块 ${code ?? unnumbered} 写明 ${counts.stated} 个界址点，实际读到 ${counts.read} 个。`,
    remedy: '请核对是否有漏行或多行；面积相符时可以忽略。',
  };
}
