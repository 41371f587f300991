import { KubeObject } from '../object';
import { ControllerContext } from './controller';

const FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** Accepts the names of a definition, serves it, and removes its objects when it is deleted. */
export function reconcileDefinition(
  context: ControllerContext,
  definition: KubeObject,
): void {
  const { spec, metadata } = definition;
  if (metadata.deletionTimestamp) {
    removeInstances(context, definition);
    return;
  }
  const now = context.cluster.timestamp();
  const accepted = {
    kind: spec.names.kind,
    listKind: spec.names.listKind,
    plural: spec.names.plural,
    singular: spec.names.singular,
  };
  context.updateStatus(
    definition,
    draft => {
      if (draft.status?.conditions?.length) return;
      const condition = (type: string, reason: string, message: string) => ({
        type,
        status: 'True',
        lastTransitionTime: now,
        reason,
        message,
      });
      draft.status = {
        conditions: [
          condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
          condition(
            'Established',
            'InitialNamesAccepted',
            'the initial names have been accepted',
          ),
        ],
        acceptedNames: {
          ...accepted,
          ...(spec.names.shortNames
            ? { shortNames: spec.names.shortNames }
            : {}),
          ...(spec.names.categories
            ? { categories: spec.names.categories }
            : {}),
        },
        storedVersions: spec.versions
          .filter((version: any) => version.storage)
          .map((version: any) => version.name),
      };
    },
    'kube-apiserver',
  );
}

function removeInstances(
  context: ControllerContext,
  definition: KubeObject,
): void {
  const { group, names } = definition.spec;
  const id = `${names.plural}.${group}`;
  for (const object of context.list(id))
    if (!object.metadata.deletionTimestamp) context.delete(object);
  if (context.list(id).length > 0) return;
  context.update(definition, draft => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter(
      item => item !== FINALIZER,
    );
  });
}
