import { WriteOptions } from '../api/options';
import { DeleteOptions, readDeleteOptions } from '../api/remove';
import { isRecord } from '../object';
import { invalid } from '../status';
import { mediaType } from './body';
import { HandlerContext, ResourceRequest } from './context';
import { addWarning } from './reply';

/** Options of a write from its query. */
export function writeOptionsOf(
  { cluster }: HandlerContext,
  call: ResourceRequest,
): WriteOptions {
  const query = call.url.searchParams;
  const dryRun = isDryRun(query.getAll('dryRun'), 'PatchOptions');
  const validation = query.get('fieldValidation');
  const agent = call.request.headers['user-agent'] ?? 'unknown';
  const applies = mediaType(call.request) === 'application/apply-patch+yaml';
  return {
    cluster,
    identity: call.identity,
    fieldManager:
      query.get('fieldManager') ||
      (applies && call.info.verb === 'patch' ? '' : agent.split('/')[0]),
    force: query.get('force') === 'true',
    dryRun,
    fieldValidation:
      validation === 'Strict' || validation === 'Ignore' ? validation : 'Warn',
    subresource: call.info.subresource,
    warn: text => addWarning(call.response, text),
  };
}

/**
 * What a DELETE asks for: the options of its body, or those of its query when
 * it has none. A body leaves nothing of the query.
 */
export function deletionOf(
  context: HandlerContext,
  call: ResourceRequest,
  body: unknown,
): { deletion: DeleteOptions; options: WriteOptions } {
  const query = call.url.searchParams;
  if (!isRecord(body)) {
    const policy = query.get('propagationPolicy');
    const grace = query.get('gracePeriodSeconds');
    return {
      deletion: {
        ...(policy && {
          propagationPolicy: policy as DeleteOptions['propagationPolicy'],
        }),
        ...(grace !== null && { gracePeriodSeconds: Number(grace) }),
      },
      options: writeOptionsOf(context, call),
    };
  }
  const url = new URL(call.url);
  url.searchParams.delete('dryRun');
  const asked = Array.isArray(body.dryRun) ? body.dryRun : [];
  return {
    deletion: readDeleteOptions(body),
    options: {
      ...writeOptionsOf(context, { ...call, url }),
      dryRun: isDryRun(asked, 'DeleteOptions'),
    },
  };
}

function isDryRun(asked: readonly unknown[], kind: string): boolean {
  if (asked.some(value => value !== 'All')) {
    throw invalid({ group: 'meta.k8s.io', kind }, [
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(
          asked,
        )}: supported values: "All"`,
        field: 'dryRun',
      },
    ]);
  }
  return asked.length > 0;
}
