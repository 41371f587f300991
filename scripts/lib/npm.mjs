import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

/**
 * How npm is called: under `npm start` by the very npm that runs us, else by
 * the one on the PATH.
 */
export function npmCommand(env = process.env) {
  return env.npm_execpath?.endsWith('npm-cli.js')
    ? { command: process.execPath, args: [env.npm_execpath] }
    : { command: 'npm', args: [] };
}

/** The registry that npm uses, or undefined when npm names none. */
export async function configuredRegistry({ env = process.env, cwd } = {}) {
  const npm = npmCommand(env);
  const { stdout } = await execFileAsync(
    npm.command,
    // Without the last, npm refuses in the folder of a workspace.
    [...npm.args, 'config', 'get', 'registry', '--workspaces=false'],
    { env, cwd },
  );
  const registry = stdout.trim().replace(/\/+$/, '');
  return !registry || registry === 'undefined' ? undefined : registry;
}

/**
 * Installs `packages` (exact versions) from npm into `folder`, without their
 * scripts. The folder appears whole or not at all, so that an interrupted
 * download never looks like a finished one, and two at once do no harm.
 */
export async function installFromNpm({ folder, packages, env = process.env }) {
  if (await exists(folder)) {
    return folder;
  }
  const npm = npmCommand(env);
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  try {
    await writeFile(`${unfinished}/package.json`, '{"private":true}\n');
    await execFileAsync(
      npm.command,
      [
        ...npm.args,
        'install',
        '--prefix',
        unfinished,
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--no-save',
        '--no-package-lock',
        '--global=false',
        ...packages,
      ],
      { env, cwd: unfinished, maxBuffer: 64 * 1024 * 1024 },
    );
    await rename(unfinished, folder);
  } catch (error) {
    if (await exists(folder)) {
      return folder;
    }
    throw new Error(
      `npm could not install ${packages.join(', ')}. Check that \`npm ping\` ` +
        `works on this machine. npm said:\n${error.stderr || error.message}`,
    );
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

async function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}
