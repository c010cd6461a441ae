import { describe } from 'vitest';
import { signingFigures, signingKills } from './support/signing-figures.ts';

/** A tenth of what `npm run faults` does. Runs the built server: `npm run build` first. */
const sizes = {
  parcels: 20,
  rivals: 8,
  rounds: 1,
  pairs: 50,
  steps: { first: 5, stride: 10 },
  kills: 30,
  mostAliveMs: 1_200,
  seed: 20_261_123,
};

describe('signing at two servers', () => signingFigures(import.meta.filename, sizes));
describe('signing at a server that is killed', () => signingKills(import.meta.filename, sizes));
