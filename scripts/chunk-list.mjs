/**
 * Writes down in the build what each of its files is made of and which files it leads to, for scripts/weights.mjs:
 * `.vite/chunks.json`, which no server hands out.
 *
 * @returns {import('vite').Plugin}
 */
export function chunkList() {
  return {
    name: 'chunk-list',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.js'));
      const list = Object.fromEntries(files.map((file) => [file.fileName, describe(file)]));
      this.emitFile({ type: 'asset', fileName: '.vite/chunks.json', source: JSON.stringify(list, null, 1) });
    },
  };
}

/**
 * @param {import('vite').Rolldown.OutputChunk | import('vite').Rolldown.OutputAsset} file
 * @returns {import('./weights.mjs').Chunk}
 */
function describe(file) {
  // A script that the bundler did not put together is one that a worker runs.
  if (file.type === 'asset')
    return { entry: false, worker: true, imports: [], later: [], styles: [], parts: {} };
  const parts = /** @type {Record<string, number>} */ ({});
  for (const [path, { renderedLength }] of Object.entries(file.modules)) {
    const name = partName(path);
    parts[name] = (parts[name] ?? 0) + renderedLength;
  }
  return {
    entry: file.isEntry,
    worker: false,
    imports: file.imports,
    later: file.dynamicImports,
    styles: [...(file.viteMetadata?.importedCss ?? [])],
    parts,
  };
}

/**
 * A package by its name, the texts as one, our own modules by their path.
 *
 * @param {string} path
 */
function partName(path) {
  const [, inPackage] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  if (inPackage !== undefined) return inPackage;
  if (path.includes('/web/paraglide/')) return 'texts';
  return /\/((?:web|api)\/[^?]+)/.exec(path)?.[1] ?? path;
}
