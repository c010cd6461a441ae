import { parentPort, workerData } from 'node:worker_threads';
import type { SigningMaterial } from '../signatures/trust.ts';
import { Undrawable } from './paper/undrawable.ts';
import { paperTasks } from './paper-tasks.ts';
import type { PaperAnswer, PaperQuestion } from './paper-thread.ts';

/** The thread that draws and signs; what it computes holds up no request. */
const port = parentPort;
if (port === null) throw new Error('this program is a thread');
const tasks = paperTasks(workerData as SigningMaterial);

port.on('message', (question: PaperQuestion) => {
  answer(question).then(
    (value) => port.postMessage({ id: question.id, ok: true, value } satisfies PaperAnswer),
    (error: unknown) =>
      port.postMessage({
        id: question.id,
        ok: false,
        message: error instanceof Error ? error.message : String(error),
        ...(error instanceof Undrawable && {
          undrawable: { character: error.character, place: error.place },
        }),
      } satisfies PaperAnswer),
  );
});

function answer(question: PaperQuestion): Promise<unknown> {
  switch (question.task) {
    case 'draw':
      return tasks.draw(...question.input);
    case 'certify':
      return tasks.certify(...question.input);
    case 'proof':
      return tasks.proof(...question.input);
    case 'sign':
      return tasks.sign(...question.input);
    case 'archive':
      return tasks.archive(...question.input);
    case 'facts':
      return tasks.facts(...question.input);
  }
}
