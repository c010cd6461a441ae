import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Window } from 'happy-dom';

/** A built site as the server sees it: the page, one hashed file and the picture of a shared link. */
export function builtPages(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-pages-'));
  mkdirSync(join(folder, 'assets'));
  copyFileSync('web/index.html', join(folder, 'index.html'));
  copyFileSync('web/public/share-card.png', join(folder, 'share-card.png'));
  writeFileSync(join(folder, 'assets', 'main-0a1b2c.js'), 'export {};\n');
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** A page as a crawler reads it, without running a script. */
export function parsePage(text: string) {
  const document = new new Window().DOMParser().parseFromString(text, 'text/html');
  const content = (selector: string) => document.querySelector(selector)?.getAttribute('content') ?? null;
  const href = (selector: string) => document.querySelector(selector)?.getAttribute('href') ?? null;
  return {
    language: document.documentElement.getAttribute('lang'),
    title: document.querySelector('title')?.textContent,
    named: (name: string) => content(`meta[name="${name}"]`),
    og: (property: string) => content(`meta[property="og:${property}"]`),
    canonical: href('link[rel="canonical"]'),
    alternate: (language: string) => href(`link[hreflang="${language}"]`),
    count: (selector: string) => document.querySelectorAll(selector).length,
  };
}
