/**
 * Inside WeChat (微信) the built-in browser drops downloads without a word: what would save a file says instead how to
 * open the page in the phone's own browser. 企业微信 names itself `wxwork` beside `MicroMessenger` and behaves alike.
 */
export function insideWechat(userAgent: string): boolean {
  return /\bMicroMessenger\//i.test(userAgent);
}
