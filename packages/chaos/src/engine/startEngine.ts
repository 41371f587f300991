import { join } from 'node:path';
import { freePorts, startLeashed, waitUntil, type Leashed } from 'testbed';
import type { Engine } from './createEngine';
import { SETTINGS, type EngineSettings } from './EngineSettings';
import { QUESTIONS, type Question } from './questions';

const READY_MS = 60_000;
const ASK_MS = 10_000;

/** An engine as a process, and what can be asked of it while it lives. */
export interface EngineProcess extends Leashed, Pick<Engine, Question> {
  /** Resolves when it answers. Fails with its log when it ends before. */
  ready(): Promise<void>;
}

/** Starts one by its program; its log is in the folder. */
export async function startEngine(
  program: string,
  folder: string,
  settings: Omit<EngineSettings, 'port'>,
): Promise<EngineProcess> {
  const [port] = await freePorts(1);
  const address = `http://127.0.0.1:${port}`;
  const child = startLeashed({
    command: process.execPath,
    args: ['--enable-source-maps', program],
    logFile: join(folder, 'engines.log'),
    env: {
      ...process.env,
      [SETTINGS]: JSON.stringify({ ...settings, port }),
    },
  });
  const ask = async (question: Question, body: unknown) => {
    const answer = await fetch(`${address}/${question}`, {
      method: 'POST',
      body: JSON.stringify(body ?? {}),
      signal: AbortSignal.timeout(ASK_MS),
    });
    if (!answer.ok) {
      throw new Error(await answer.text());
    }
    return answer.json();
  };
  const asked = Object.fromEntries(
    QUESTIONS.map(question => [
      question,
      (body: unknown) => ask(question, body),
    ]),
  ) as Pick<Engine, Question>;
  return {
    ...child,
    ...asked,
    ready: () =>
      waitUntil({
        what: 'The engine',
        process: child,
        timeoutMs: READY_MS,
        ready: async () => (await fetch(address)).ok,
      }),
  };
}
