import { createMissionCheck } from '@mission-control/plugin-missions-node';
import semver from 'semver';
import { z } from 'zod';
import { lookOrUnknown } from './outcomes';

const inputSchema = z.strictObject({
  range: z
    .string()
    .min(1)
    .refine(range => semver.validRange(nodeRange(range)) !== null, {
      message: "must be a range of versions such as '>=1.25.0-0'",
    })
    .describe(
      "Such as '>=1.25.0-0' or '>=1.25.0-0, <1.36.0-0'. Vendor suffixes count as the version itself.",
    ),
});

/** kubernetes:version */
export const versionCheck = createMissionCheck({
  id: 'kubernetes:version',
  description: 'The version of the API server lies in a range.',
  examples: [
    {
      description: 'Kubernetes 1.25 or newer',
      yaml: [
        '- id: version',
        '  check: kubernetes:version',
        "  input: { range: '>=1.25.0-0' }",
      ].join('\n'),
    },
  ],
  schema: { input: inputSchema },
  run: ctx =>
    lookOrUnknown('GET /version', ctx.signal, async () => {
      const { range } = ctx.input;
      const { gitVersion } = await ctx.cluster.version();
      const evidence = [{ asked: 'GET /version', answered: { gitVersion } }];
      const version = semver.parse(gitVersion);
      if (!version) {
        return {
          status: 'unknown',
          message: `The API server says '${gitVersion}', which is no version`,
          evidence,
        };
      }
      const fits = inRange(version, range);
      return {
        status: fits ? 'pass' : 'fail',
        message: fits
          ? `Kubernetes ${gitVersion} is in ${range}`
          : `Kubernetes ${gitVersion} is not in ${range}`,
        evidence,
        ...(fits
          ? {}
          : { remedy: { text: `Choose a cluster with Kubernetes ${range}.` } }),
      };
    }),
});

/** Ranges of Helm separate by commas, which node-semver does not know. */
function nodeRange(range: string): string {
  return range.replace(/,/g, ' ');
}

/**
 * `1.31.4-gke.1` counts as 1.31.4: what vendors put behind the version is no
 * pre-release. Without that, `<1.32.0` and `>=1.31.4` would give wrong answers.
 */
export function inRange(version: semver.SemVer, range: string): boolean {
  const { major, minor, patch } = version;
  return semver.satisfies(`${major}.${minor}.${patch}`, nodeRange(range), {
    includePrerelease: true,
  });
}
