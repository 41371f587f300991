import type { ProblemPath } from '../../format/problem';
import type { LintFinding, LintRule } from '../rule';
import { inputValues, isMap } from '../walk';

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const EXACT_VERSION = /^v?\d+(?:\.\d+){1,3}(?:[-+.][0-9A-Za-z.+-]+)?$/;
const MANIFEST_KEYS = new Set(['manifest', 'manifests', 'manifestUrl']);

/** What is installed tomorrow is what was approved today. */
export const unpinned: LintRule = {
  id: 'unpinned',
  severity: 'error',
  demands:
    'Charts and remote manifests are pinned by exact version and digest (sha256 of the archive, or a content digest); images have a tag that is not `latest`, or better a digest (a warning).',
  because:
    'What an approver read and what is installed must be the same bytes. In a draft an unresolved pin is an open point with a name.',
  remedy: 'Add version and digest.',
  bad: `chart: { repository: https://charts.example.org, name: web, version: ^2.0.0 }`,
  good: `chart:
  repository: https://charts.example.org
  name: web
  version: 2.5.14
  digest: sha256:3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b`,
  check: ({ mission }) =>
    inputValues(mission).flatMap(({ path, key, value }) => {
      if (key === 'chart' && isMap(value)) {
        return chartFindings(value, path);
      }
      if (key === 'image' && typeof value === 'string') {
        return imageFindings(value, path);
      }
      if (MANIFEST_KEYS.has(key)) {
        return manifestFindings(value, path);
      }
      return [];
    }),
};

function chartFindings(
  chart: Record<string, unknown>,
  path: ProblemPath,
): LintFinding[] {
  const findings: LintFinding[] = [];
  const name = typeof chart.name === 'string' ? chart.name : 'chart';
  if (typeof chart.version !== 'string' || !EXACT_VERSION.test(chart.version)) {
    findings.push({
      path: chart.version === undefined ? path : [...path, 'version'],
      message: `The chart "${name}" has no exact version; found ${
        JSON.stringify(chart.version) ?? 'none'
      }`,
      remedy: 'Write the exact version, such as 2.5.14.',
      pin: true,
    });
  }
  return [...findings, ...digestFindings(chart, `chart "${name}"`, path)];
}

function manifestFindings(value: unknown, path: ProblemPath): LintFinding[] {
  if (typeof value === 'string' && /^https?:\/\//.test(value)) {
    return [
      {
        path,
        message: `The manifest ${value} has no digest`,
        remedy: 'Write { url: …, digest: sha256:… }.',
        pin: true,
      },
    ];
  }
  return isMap(value) && typeof value.url === 'string'
    ? digestFindings(value, `manifest ${value.url}`, path)
    : [];
}

function digestFindings(
  holder: Record<string, unknown>,
  what: string,
  path: ProblemPath,
): LintFinding[] {
  const digest = holder.digest ?? holder.contentDigest;
  if (typeof digest === 'string' && DIGEST.test(digest)) {
    return [];
  }
  const key = holder.digest === undefined ? 'contentDigest' : 'digest';
  return [
    {
      path: digest === undefined ? path : [...path, key],
      message:
        digest === undefined
          ? `The ${what} has no digest`
          : `The digest of the ${what} is not sha256: and 64 hexadecimal digits`,
      remedy:
        'Write digest: sha256:… of the archive, or contentDigest: sha256:… of its files.',
      pin: true,
    },
  ];
}

function imageFindings(image: string, path: ProblemPath): LintFinding[] {
  if (image.includes('@sha256:')) {
    return [];
  }
  const name = image.slice(image.lastIndexOf('/') + 1);
  const tag = name.includes(':')
    ? name.slice(name.indexOf(':') + 1)
    : undefined;
  if (tag === undefined && image.endsWith('}}')) {
    return [];
  }
  return tag === undefined || tag === '' || tag === 'latest'
    ? [
        {
          path,
          severity: 'warning',
          message: `The image "${image}" ${
            tag ? 'has the tag latest' : 'has no tag'
          }, so that it can be another one tomorrow`,
          remedy: 'Write a tag that stays, or a digest.',
          pin: true,
        },
      ]
    : [];
}
