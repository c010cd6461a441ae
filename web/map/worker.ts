import { setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

// MapLibre 6 looks for its worker beside its own file, where a bundler does not put it.
setWorkerUrl(workerUrl);

/**
 * Starts a worker of the same script to learn whether it runs here at all: MapLibre says nothing when its own workers
 * die at the start (blocked by a policy, a proxy, an old cache), and the map would wait for them for ever.
 * Returns a function that ends the trial.
 */
export function watchWorkerStart(onfailed: () => void): () => void {
  const trial = startWorker();
  if (trial === null) {
    queueMicrotask(onfailed);
    return () => undefined;
  }
  trial.addEventListener('error', onfailed, { once: true });
  return () => {
    trial.removeEventListener('error', onfailed);
    trial.terminate();
  };
}

function startWorker(): Worker | null {
  try {
    return new Worker(workerUrl, { type: 'module' });
  } catch {
    return null;
  }
}
