import { causeSentence } from './causeSentence';

const object = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'checkout',
};
const revision = (number: number, image: string) => ({
  revision: number,
  replicaSet: `checkout-${number}`,
  containers: [{ name: 'app', image }],
  ready: 0,
  wanted: 2,
});
const current = revision(2, 'checkout:5.3.0-does-not-exist');
const good = revision(1, 'checkout:5.2.1');
const culprit = {
  pod: 'checkout-2-a',
  container: 'app',
  image: 'checkout:5.3.0-does-not-exist',
  reason: 'ImagePullBackOff',
};

describe('causeSentence', () => {
  it('names the reason, the image, its Deployment and what worked', () => {
    expect(
      causeSentence({ object, healthy: false, current, good, culprit }),
    ).toBe(
      'ImagePullBackOff: image checkout:5.3.0-does-not-exist of container app of Deployment shop/checkout; last good revision 1 has checkout:5.2.1',
    );
  });

  it('quotes the kubelet, shortened', () => {
    const told = causeSentence({
      object,
      healthy: false,
      current,
      good,
      culprit: { ...culprit, message: 'm'.repeat(300) },
    });
    expect(told).toContain(`ImagePullBackOff (${'m'.repeat(199)}…): image`);
  });

  it('says so when no container tells why', () => {
    expect(causeSentence({ object, healthy: false, current, good })).toBe(
      'Deployment shop/checkout is not ready, and no container of it says why; last good revision 1 has checkout:5.2.1',
    );
  });

  it('finds nothing wrong with a healthy Deployment', () => {
    expect(
      causeSentence({ object, healthy: true, current, good: current }),
    ).toBe(
      'Deployment shop/checkout is healthy: revision 2 has all its pods ready',
    );
  });
});
