import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { chunkList } from './scripts/chunk-list.mjs';
import { pageFiles } from './scripts/page-files.mjs';
import { wireDigest } from './scripts/wire.mjs';

/** Entry points of the server build, each a file of its own in `dist/api`: two are worker threads, three are processes of their own. */
const serverEntries = {
  main: absolute('api/main.ts'),
  admin: absolute('api/admin.ts'),
  'db/embedded-worker': absolute('api/db/embedded-worker.ts'),
  'imports/worker': absolute('api/imports/worker.ts'),
  'attachments/worker': absolute('api/attachments/worker.ts'),
  'agreements/paper-worker': absolute('api/agreements/paper-worker.ts'),
  'agreements/examine-worker': absolute('api/agreements/examine-worker.ts'),
};

/** Vitest set-ups: the texts, and the databases of the store tests. */
const compileMessages = ['test/support/messages.ts'];
/** The pages' modules take longer to load than to test: they are loaded once for all files. */
const beginInChinese = ['test/support/chinese-page.ts'];
const startDatabases = ['test/support/database.ts'];
const startSite = ['test/support/demo-site.ts'];
/** The embedded database's queries are short here: what V8 would make of them later costs more than it saves. */
const quickWasm = ['--liftoff-only'];
const journeyTimeoutMs = 180_000;
/** As long as the browser waits for an element. */
const pageTimeoutMs = 30_000;
const longTimeoutMs = 3_600_000;

const devServer = 'http://127.0.0.1:8080';

function absolute(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

export default defineConfig(({ command, isSsrBuild }) => {
  const define = command === 'build' ? { __WIRE__: JSON.stringify(wireDigest()) } : {};
  if (isSsrBuild) {
    return {
      define,
      build: {
        ssr: true,
        target: 'node20',
        outDir: absolute('dist/api'),
        emptyOutDir: true,
        sourcemap: true,
        rolldownOptions: {
          input: serverEntries,
          // One file a module, at the same depth as its source: a path relative to import.meta.url, such as a
          // worker's, means the same in development and in the build.
          output: {
            preserveModules: true,
            preserveModulesRoot: absolute('api'),
            entryFileNames: '[name].js',
          },
        },
      },
    };
  }
  return {
    root: absolute('web'),
    define,
    plugins: [svelte({ configFile: false }), chunkList()],
    build: {
      outDir: absolute('dist/web'),
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { output: { codeSplitting: pageFiles() } },
    },
    // The server takes changes from its own pages only: while writing, Vite's address stands for its own.
    server: { proxy: { '/api': { target: devServer, headers: { Origin: devServer } }, '/tiles': devServer } },
    test: {
      root: absolute('.'),
      maxWorkers: Math.min(2, availableParallelism()),
      projects: [
        {
          root: absolute('.'),
          test: {
            name: 'unit',
            isolate: false,
            include: ['test/*.test.ts'],
            exclude: ['test/*.dom.test.ts', 'test/*.db.test.ts'],
            globalSetup: compileMessages,
            testTimeout: 20_000,
          },
        },
        {
          root: absolute('.'),
          plugins: [svelte({ configFile: false })],
          resolve: { conditions: ['browser'] },
          test: {
            name: 'dom',
            isolate: false,
            include: ['test/*.dom.test.ts'],
            environment: 'happy-dom',
            setupFiles: beginInChinese,
            globalSetup: compileMessages,
            testTimeout: 20_000,
          },
        },
        {
          root: absolute('.'),
          test: {
            name: 'db',
            include: ['test/*.db.test.ts'],
            globalSetup: startDatabases,
            isolate: false,
            execArgv: quickWasm,
            testTimeout: 60_000,
            hookTimeout: 120_000,
          },
        },
        {
          root: absolute('.'),
          test: {
            name: 'journeys',
            include: ['test/journeys/*.e2e.ts'],
            globalSetup: startSite,
            testTimeout: journeyTimeoutMs,
            hookTimeout: journeyTimeoutMs,
            expect: { poll: { timeout: pageTimeoutMs } },
          },
        },
        {
          root: absolute('.'),
          test: {
            name: 'faults',
            include: ['test/faults/*.fault.ts'],
            globalSetup: startDatabases,
            fileParallelism: false,
            testTimeout: longTimeoutMs,
            hookTimeout: 180_000,
          },
        },
        {
          root: absolute('.'),
          test: {
            name: 'bench',
            include: ['test/bench/*.bench.ts'],
            globalSetup: startDatabases,
            fileParallelism: false,
            testTimeout: longTimeoutMs,
            hookTimeout: 180_000,
          },
        },
      ],
    },
  };
});
