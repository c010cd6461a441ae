import { z } from 'zod';
import { isStreamAddress, mostSources } from './terms.ts';

/** 短名: a venue is called by it in the rundown and in addresses; `programme` is the mixed picture. */
export const VenueKey = z
  .string()
  .max(20)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, '短名只用小写字母、数字和单个连字符，例如 main');

/** The browser of whoever follows opens it: https, or this very machine for trying; nobody's password in it. */
const StreamUrl = z
  .string()
  .trim()
  .max(500)
  .refine(isStreamAddress, '直播流须为 https:// 开头的地址，不带用户名、密码和 # 部分');

/** `offsetMs`: by how much the clock in the stream is behind its picture; milliseconds. */
const StreamSource = z.strictObject({
  url: StreamUrl,
  offsetMs: z.int().min(-60_000).max(60_000).default(0),
});
export type StreamSource = z.infer<typeof StreamSource>;

/** HLS, the first that plays first. */
export const StreamSources = z.array(StreamSource).max(mostSources, `每个会场最多 ${mostSources} 路直播流`);
