import { CommandFailedError, runChild } from './children.mjs';
import { checkResult } from './results.mjs';

/** Runs a check that says nothing until it ends, and holds or does not. */
export async function check({ root, env }, command, args) {
  try {
    const output = await runChild({ command, args, cwd: root, env });
    process.stdout.write(output);
    return checkResult(true);
  } catch (error) {
    if (!(error instanceof CommandFailedError)) {
      throw error;
    }
    process.stdout.write(error.output);
    return checkResult(false);
  }
}

/** Runs a command whose output is shown as it comes; answers its exit code, too. */
export async function ended({ root, env }, command, args) {
  try {
    const output = await runChild({
      command,
      args,
      cwd: root,
      env,
      quiet: false,
    });
    return { code: 0, output };
  } catch (error) {
    if (!(error instanceof CommandFailedError)) {
      throw error;
    }
    if (error.code === 124) {
      process.stdout.write(error.output.split('\n').slice(-2).join('\n'));
    }
    return { code: error.code, output: error.output };
  }
}
