import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { MissingToolError } from '../MissingToolError';
import {
  BINARIES,
  BinaryName,
  binariesFolder,
  GO_MODULE,
  kubernetesVersion,
} from './goModule';

const execFileAsync = promisify(execFile);
const OLDEST_GO = [1, 26] as const;
const STAGES_FILE = 'stages.yaml';
const STAGE_FOLDERS = [
  'node/fast',
  'node/heartbeat-with-lease',
  'pod/general',
  'pod/chaos',
  'volume/fast',
];
const GO_ENVIRONMENT = { CGO_ENABLED: '0', GOTOOLCHAIN: 'local' };

/** The paths of what a control plane is started from. */
export interface Binaries {
  readonly path: (name: BinaryName) => string;
  /** kwok's own stages: how nodes, pods and volumes live. */
  readonly stages: string;
}

/**
 * Builds what is not in the cache yet. Cold that takes about five minutes on
 * two cores; `report` hears which binary is being built.
 *
 * @throws MissingToolError when something must be built and there is no Go.
 */
export async function buildBinaries(
  report: (line: string) => void = () => {},
): Promise<Binaries> {
  const folder = binariesFolder();
  const names = Object.keys(BINARIES) as BinaryName[];
  const absent = names.filter(name => !existsSync(join(folder, name)));
  const stages = join(folder, STAGES_FILE);
  if (absent.length > 0 || !existsSync(stages)) {
    await assertGo();
    await mkdir(folder, { recursive: true });
  }
  for (const name of absent) {
    report(`building ${name} ${kubernetesVersion()} (once a machine)`);
    await build(name, join(folder, name));
  }
  if (!existsSync(stages)) {
    await copyStages(stages);
  }
  return { path: name => join(folder, name), stages };
}

/** Whether Go is recent enough, by what `go version` printed. */
export function goFits(output: string): boolean {
  const match = output.match(/go(\d+)\.(\d+)/);
  if (!match) {
    return false;
  }
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return (
    major > OLDEST_GO[0] || (major === OLDEST_GO[0] && minor >= OLDEST_GO[1])
  );
}

/** Throws MissingToolError unless a Go is here that builds what the tests need. */
export async function assertGo(): Promise<void> {
  const remedy = `Install Go ${OLDEST_GO.join(
    '.',
  )} or newer (https://go.dev/dl).`;
  const { stdout } = await go(['version']).catch(() => {
    throw new MissingToolError(
      `The real control plane is built from source and \`go\` is not on the PATH. ${remedy}`,
    );
  });
  if (!goFits(stdout)) {
    throw new MissingToolError(
      `The real control plane cannot be built with ${stdout.trim()}. ${remedy}`,
    );
  }
}

async function build(name: BinaryName, target: string): Promise<void> {
  const version = kubernetesVersion();
  const [major, minor] = version.slice(1).split('.');
  const stamp = 'k8s.io/component-base/version';
  const unfinished = `${target}.${process.pid}.unfinished`;
  try {
    await go([
      'build',
      '-trimpath',
      // The linker drops it (-w); unmade, the build is done a fifth sooner.
      '-gcflags=all=-dwarf=false',
      // Unstamped, the server reports a version that clients cannot parse.
      '-ldflags',
      `-s -w -X ${stamp}.gitVersion=${version} -X ${stamp}.gitMajor=${major} -X ${stamp}.gitMinor=${minor}`,
      '-o',
      unfinished,
      BINARIES[name],
    ]);
    await rename(unfinished, target);
  } catch (error) {
    throw new Error(`${name} could not be built: ${messageOf(error)}`);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function copyStages(target: string): Promise<void> {
  const { stdout } = await go([
    'list',
    '-m',
    '-f',
    '{{.Dir}}',
    'sigs.k8s.io/kwok',
  ]);
  const root = join(stdout.trim(), 'kustomize', 'stage');
  const documents = STAGE_FOLDERS.flatMap(folder =>
    readdirSync(join(root, folder))
      .filter(file => file.endsWith('.yaml') && file !== 'kustomization.yaml')
      .map(file => readFileSync(join(root, folder, file), 'utf8').trim())
      .filter(text => /^kind: Stage$/m.test(text)),
  );
  const unfinished = `${target}.${process.pid}.unfinished`;
  await writeFile(unfinished, `${documents.join('\n---\n')}\n`);
  await rename(unfinished, target);
}

async function go(args: string[]) {
  return execFileAsync('go', args, {
    cwd: GO_MODULE,
    env: { ...process.env, ...GO_ENVIRONMENT },
    maxBuffer: 16 * 1024 * 1024,
  });
}

function messageOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return stderr?.trim() || message;
}
