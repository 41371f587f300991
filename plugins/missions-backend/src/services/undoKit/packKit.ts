import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { UndoKitFile } from '@mission-control/plugin-missions-node';

/**
 * A tar archive of files. The same files and time give the same bytes: nothing
 * of this machine is in it.
 */
export async function packKit(
  files: readonly UndoKitFile[],
  time: Date,
): Promise<Buffer> {
  const archive = pack();
  const whole = buffer(archive);
  for (const { path, text, executable } of files) {
    archive.entry(
      { name: path, mode: executable ? 0o700 : 0o600, mtime: time },
      text,
    );
  }
  archive.finalize();
  return whole;
}
