import { describe, expect, it } from 'vitest';
import { insideWechat } from '../web/ui/wechat.ts';

describe('a browser inside WeChat', () => {
  it.each([
    ['Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/8.0.49(0x1800312b) NetType/WIFI', true],
    ['Mozilla/5.0 (Linux) wxwork/4.1.6 MicroMessenger/7.0.1 Language/zh', true],
    ['Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1', false],
  ])('is known by its name: %s', (userAgent, inside) => {
    expect(insideWechat(userAgent)).toBe(inside);
  });
});
