/** 招商协调期限: at most so long, whatever becomes of the agreement. */
export const holdTermDays = 180;

/** Why a parcel is not held; behind its code. */
export const holdRefusals = {
  held: '已在另一份协议的招商协调中，不能再发出排他的协议。',
  notice: '的出让公告已经开始，此后只以公告为准，不再作招商协调。请修改草稿，去掉或更换这宗地块。',
} as const;
