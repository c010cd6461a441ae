import { AppError } from '../errors.ts';
import type { AttachmentRefusal } from './terms.ts';

const sentences: Record<AttachmentRefusal, string> = {
  'unknown-format': '只接受 PDF、JPEG、PNG、WebP 文件；DWG、SVG、压缩包等请先转换为 PDF。',
  empty: '文件是空的，请重新选择。',
  unreadable: '文件已损坏或不完整，无法读取，请重新导出后上传。',
  'too-large-inside': '文件展开后过大，请压缩或拆分后上传。',
  'too-many-pixels': '图片超过 4000 万像素，请缩小后上传。',
  'too-slow': '文件过于复杂，10 秒内未能读完，请简化后上传。',
  'pdf-encrypted': 'PDF 有密码或加密，请去除后上传。',
  'pdf-active': 'PDF 含脚本或启动程序的动作，请打印为 PDF 后上传。',
  'pdf-embedded': 'PDF 内嵌有其他文件，请去除后上传。',
  'pdf-form': 'PDF 含动态表单（XFA），请打印为 PDF 后上传。',
};

/** What a person reads; programs and other languages go by the rule in `errors`. */
export function refusedFile(refusal: AttachmentRefusal): AppError {
  return new AppError('refused-by-rule', {
    detail: sentences[refusal],
    errors: [{ path: 'file', message: refusal }],
  });
}
