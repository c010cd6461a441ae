import { m } from '../paraglide/messages.js';

/** What the portal takes (api/agreements/seal-picture.ts). */
const mostBytes = 500 * 1024;
const mediaTypes = ['image/png', 'image/jpeg'];

/** 印章图片 as it was chosen: `digits` in base64, `href` for looking at it. */
export type ChosenPicture = { name: string; digits: string; href: string };

/** Why a file cannot be a picture of a seal, and what to do; null where it may be. */
export function pictureRefusal({ type, size }: Pick<File, 'type' | 'size'>): string | null {
  if (!mediaTypes.includes(type)) return m.sign_seal_format();
  return size > mostBytes ? m.sign_seal_too_large() : null;
}

export async function readPicture(file: File): Promise<ChosenPicture> {
  const href = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(file);
  });
  return { name: file.name, digits: href.slice(href.indexOf(',') + 1), href };
}
