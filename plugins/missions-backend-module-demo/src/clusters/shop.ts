import { KubeObject } from '../simulator';
import { deployment, namespace, service, statefulSet } from './objects';

const REGISTRY = 'registry.example.com/shop';
const SMALL = { cpu: '100m', memory: '128Mi' };

/** How the shop differs from cluster to cluster. */
export interface ShopOptions {
  labels?: Record<string, string>;
  replicas: number;
}

/**
 * The namespace `shop`: `cart` is healthy and bounded; `catalog`, `mailer` and
 * `search` have no resource limits, for the orbit to find.
 */
export function shop({ labels, replicas }: ShopOptions): KubeObject[] {
  return [
    namespace('shop', labels),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'shop-settings', namespace: 'shop' },
      data: { currency: 'EUR', 'feature.giftcards': 'true' },
    },
    deployment('shop', 'cart', replicas, {
      image: `${REGISTRY}/cart:2.14.0`,
      port: 8080,
      resources: SMALL,
    }),
    service('shop', 'cart', 80, 8080),
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: {
        minAvailable: 1,
        selector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } },
      },
    },
    checkout('5.2.1', replicas),
    service('shop', 'checkout', 80, 8080),
    deployment('shop', 'catalog', replicas, {
      image: `${REGISTRY}/catalog:8.0.3`,
      port: 8080,
    }),
    service('shop', 'catalog', 80, 8080),
    deployment('shop', 'mailer', 1, { image: `${REGISTRY}/mailer:1.9.0` }),
    statefulSet(
      'shop',
      'search',
      1,
      { image: `${REGISTRY}/search:3.1.0`, port: 9200 },
      '5Gi',
    ),
    service('shop', 'search', 9200, 9200),
  ];
}

/** The rollout that went wrong: a tag that nobody pushed. */
export function brokenCheckout(replicas: number): KubeObject {
  return checkout('5.3.0-does-not-exist', replicas);
}

function checkout(tag: string, replicas: number): KubeObject {
  return deployment('shop', 'checkout', replicas, {
    image: `${REGISTRY}/checkout:${tag}`,
    port: 8080,
    resources: SMALL,
  });
}
