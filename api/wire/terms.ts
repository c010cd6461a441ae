declare const __WIRE__: string | undefined;

/** Header of every answer under /api: by which shapes of questions and answers its server was built. */
export const wireHeader = 'X-Zhaotu-Wire';

/** Digest of those shapes, put in by the build on both sides; where nothing is built, both run the same sources. */
export const wire = typeof __WIRE__ === 'undefined' ? 'unbuilt' : __WIRE__;
