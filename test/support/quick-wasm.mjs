// Preloaded into a site of a journey's own (`node --import`): the embedded database's queries are few there, and what V8 would
// make of them later costs more than it saves.
import { setFlagsFromString } from 'node:v8';

for (const flag of ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'])
  setFlagsFromString(flag);
