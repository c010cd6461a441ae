/** 招商协调期限: at most so long, whatever becomes of the agreement. */
export const holdTermDays = 180;
