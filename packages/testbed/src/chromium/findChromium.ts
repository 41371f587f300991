import { MissingToolError } from '../MissingToolError';
import { findOnPath } from '../processes/findOnPath';

const INSTALLED_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** A Chromium on this machine and the arguments that it must be started with. */
export interface FoundChromium {
  readonly executablePath: string;
  readonly args: readonly string[];
}

/**
 * Finds a Chromium: `MISSIONS_TEST_CHROMIUM` first, then an installed one, then
 * the one that comes from npm (linux x64 and arm64), which is unpacked into the
 * temporary folder.
 */
export async function findChromium(
  env: NodeJS.ProcessEnv = process.env,
): Promise<FoundChromium> {
  const installed =
    env.MISSIONS_TEST_CHROMIUM || findOnPath(INSTALLED_NAMES, env.PATH ?? '');
  if (installed) {
    return { executablePath: installed, args: [] };
  }
  if (process.platform !== 'linux') {
    throw new MissingToolError(
      'No Chromium is installed. Install Chromium or Chrome, or set ' +
        'MISSIONS_TEST_CHROMIUM to its path.',
    );
  }
  const { default: chromium } = await import('@sparticuz/chromium');
  return {
    executablePath: await chromium.executablePath(),
    args: chromium.args,
  };
}
