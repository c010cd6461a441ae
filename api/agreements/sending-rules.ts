/** A parcel of a draft, as it is public at the moment of sending. */
export type SentParcel = {
  code: string;
  /** 版次 that the text was filled from. */
  written: number;
  /** What is public now; null where nothing is (撤下, 撤回). */
  version: number | null;
  status: string | null;
};

/** 公告期间: from the official notice to its result. */
const underNotice: readonly (string | null)[] = ['announced', 'listed', 'awaiting-result'];

/** Why an agreement may no longer be sent for a parcel, and what to do; null where it may. */
export function sendingFault(
  { code, written, version, status }: SentParcel,
  template: { title: string; parcelStages: readonly string[] },
): string | null {
  if (version === null || status === null)
    return `${code} 已不再公开，不能发出。请修改草稿，去掉或更换这宗地块。`;
  if (underNotice.includes(status))
    return `${code} 的出让公告已经开始，此后只以公告为准，不能发出。请修改草稿，去掉或更换这宗地块。`;
  if (!template.parcelStages.includes(status))
    return `${code} 目前的状态不能写入《${template.title}》。请修改草稿，去掉或更换这宗地块。`;
  if (version !== written)
    return `${code} 的公开记录已是第 ${version} 版，草稿写的是第 ${written} 版。请修改草稿，重新核对后再发。`;
  return null;
}
