import { presence } from '../../web/accounts/presence.svelte.ts';
import { overwriteGetLocale } from '../../web/paraglide/runtime.js';
import { language } from '../../web/ui/language.svelte.ts';
import { travelTo } from '../../web/ui/place.svelte.ts';

// Vitest set-up, before each file of component tests: they share modules with the files before them, not what those left there.
document.body.replaceChildren();
travelTo('/', { replace: true });
language.choose('zh-CN');
localStorage.clear();
presence.leave();
overwriteGetLocale(() => language.current);
