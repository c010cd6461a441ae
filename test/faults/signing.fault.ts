import { describe } from 'vitest';
import { signingFigures, signingKills } from '../support/signing-figures.ts';

const sizes = {
  parcels: 200,
  rivals: 8,
  rounds: 10,
  pairs: 500,
  steps: { first: 1, stride: 1 },
  kills: 300,
  seed: 20_261_123,
};

describe('signing at two servers', () => signingFigures(import.meta.filename, sizes));
describe('signing at a server that is killed', () => signingKills(import.meta.filename, sizes));
