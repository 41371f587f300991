import { WriteOptions } from '../api/options';
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
  const dryRun = query.getAll('dryRun');
  if (dryRun.some(value => value !== 'All')) {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, [
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(
          dryRun[0],
        )}: supported values: "All"`,
        field: 'dryRun',
      },
    ]);
  }
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
    dryRun: dryRun.length > 0,
    fieldValidation:
      validation === 'Strict' || validation === 'Ignore' ? validation : 'Warn',
    subresource: call.info.subresource,
    warn: text => addWarning(call.response, text),
  };
}
