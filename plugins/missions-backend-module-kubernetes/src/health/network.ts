import { changing, healthy, unknown, type HealthRule } from './Health';

/** A Service: somebody has to answer behind it. */
export const serviceHealth: HealthRule = (object, around) => {
  const { spec = {}, metadata } = object;
  if (spec.type === 'ExternalName') {
    return unknown('An external name: what is behind it is not in the cluster');
  }
  const slices = (around.endpointSlices ?? []).filter(
    slice =>
      (slice.metadata?.labels as any)?.['kubernetes.io/service-name'] ===
      metadata?.name,
  );
  const endpoints = slices.flatMap(slice => slice.endpoints ?? []);
  const ready = endpoints.filter(
    endpoint => endpoint.conditions?.ready !== false,
  ).length;
  const progressKey = `${ready}/${endpoints.length}`;
  if (ready === 0) {
    return changing(
      endpoints.length > 0
        ? `None of ${endpoints.length} endpoints is ready`
        : 'It has no endpoints',
      { progressKey },
    );
  }
  if (
    spec.type === 'LoadBalancer' &&
    !(object.status?.loadBalancer?.ingress ?? []).length
  ) {
    return changing('It has no address of a load balancer yet', {
      progressKey,
    });
  }
  return healthy(`${ready} endpoints ready`, { progressKey });
};

/** An Ingress: a controller has given it an address. */
export const ingressHealth: HealthRule = object =>
  (object.status?.loadBalancer?.ingress ?? []).length > 0
    ? healthy('It has an address')
    : unknown('No controller has given it an address');
