import { resourceId } from '../kinds/resource';
import { quantityValue } from '../schema/quantity';
import { forbidden } from '../status';
import { formatUsage, totalUsage, usageOf } from './quotaUsage';
import { AdmissionRequest } from './request';

const NEEDS_SPEC = /^(requests\.|limits\.)?(cpu|memory)$/;

/** Refuses what would exceed a ResourceQuota, and pods that do not say what a quota counts. */
export function checkQuota({
  object,
  live,
  resource,
  options,
}: AdmissionRequest): void {
  const { cluster } = options;
  const { namespace } = object.metadata;
  if (!namespace) return;
  const id = resourceId(resource);
  const wanted = usageOf(id, object);
  const had = live ? usageOf(id, live) : {};
  for (const quota of cluster.storage.list('resourcequotas', namespace)) {
    const hard: Record<string, string> = quota.spec?.hard ?? {};
    const subject = { ...resource, name: object.metadata.name };
    if (id === 'pods' && !live) {
      const missing = Object.keys(hard).filter(
        name => NEEDS_SPEC.test(name) && wanted[name] === undefined,
      );
      if (missing.length > 0) {
        throw forbidden(
          subject,
          `failed quota: ${quota.metadata.name}: must specify ${missing
            .sort()
            .map(
              name =>
                `${name} for: ${object.spec.containers
                  .map((container: any) => container.name)
                  .join(',')}`,
            )
            .join('; ')}`,
        );
      }
    }
    const exceeded = Object.keys(hard)
      .sort()
      .map(name => ({
        name,
        more: (wanted[name] ?? 0) - (had[name] ?? 0),
        used:
          wanted[name] === undefined ? 0 : totalUsage(cluster, namespace, name),
      }))
      .filter(
        ({ name, more, used }) =>
          more > 0 && used + more > quantityValue(hard[name]),
      );
    if (exceeded.length === 0) continue;
    const list = (pick: (item: (typeof exceeded)[number]) => string) =>
      exceeded.map(item => `${item.name}=${pick(item)}`).join(',');
    throw forbidden(
      subject,
      `exceeded quota: ${quota.metadata.name}, requested: ${list(
        ({ name, more }) => formatUsage(name, more),
      )}, used: ${list(({ name, used }) =>
        formatUsage(name, used),
      )}, limited: ${list(({ name }) => hard[name])}`,
    );
  }
}
