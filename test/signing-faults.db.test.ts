import { describe } from 'vitest';
import { signingFigures, signingKills } from './support/signing-figures.ts';

/** Less than a tenth of what `npm run faults` does. Runs the built server: `npm run build` first. */
const sizes = {
  parcels: 1,
  rivals: 8,
  rounds: 1,
  pairs: 3,
  steps: { first: 20, stride: 40 },
  kills: 3,
  seed: 20_261_123,
};

describe('signing at two servers', () => signingFigures(import.meta.filename, sizes));
describe('signing at a server that is killed', () => signingKills(import.meta.filename, sizes));
