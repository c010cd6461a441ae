// Preloaded into a program (`node --import`): it drops on SIGUSR2 what nothing holds any more, so that what is left can be measured.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  collect();
});
