import { Browser, chromium } from 'playwright-core';

import { findChromium } from './findChromium';

/** Quiet and without a sandbox, which containers rarely allow. */
const QUIET_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** In one process with its pages, Chromium ends when a window of it is closed. */
const UNWANTED_ARGUMENTS = ['--single-process', '--no-zygote'];

/**
 * Starts a headless Chromium. Close it with `browser.close()`; it ends with
 * this process in any case.
 */
export async function startChromium(): Promise<Browser> {
  const { executablePath, args } = await findChromium();
  return chromium.launch({
    executablePath,
    args: [...new Set([...args, ...QUIET_ARGUMENTS])].filter(
      argument => !UNWANTED_ARGUMENTS.includes(argument),
    ),
    headless: true,
  });
}
