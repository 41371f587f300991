import 'reflect-metadata';

import { webcrypto } from 'node:crypto';

import * as x509 from '@peculiar/x509';

const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_DAYS = 7;
const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** A certificate with its key, both as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Everything that one control plane needs to trust itself. */
export interface ClusterCertificates {
  readonly authority: KeyPair;
  readonly serving: KeyPair;
  /** A client of the group `system:masters`. */
  readonly admin: KeyPair;
  /** The key that signs the tokens of service accounts. */
  readonly serviceAccount: {
    readonly privateKey: string;
    readonly publicKey: string;
  };
}

interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly keys: CryptoKeyPair;
}

/** Makes a new authority and what it signs, valid for a week. */
export async function createCertificates(): Promise<ClusterCertificates> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const authority = await createAuthority();
  const serviceAccount = await createKeys();
  return {
    authority: {
      certificate: authority.certificate.toString('pem'),
      privateKey: await privatePem(authority.keys),
    },
    serving: await sign(authority, 'CN=kube-apiserver', [
      { type: 'dns', value: 'localhost' },
      { type: 'dns', value: 'kubernetes' },
      { type: 'ip', value: '127.0.0.1' },
      { type: 'ip', value: '10.96.0.1' },
    ]),
    admin: await sign(authority, 'O=system:masters,CN=testbed-admin'),
    serviceAccount: {
      privateKey: await privatePem(serviceAccount),
      publicKey: x509.PemConverter.encode(
        await webcrypto.subtle.exportKey('spki', serviceAccount.publicKey),
        'PUBLIC KEY',
      ),
    },
  };
}

async function createAuthority(): Promise<Authority> {
  const keys = await createKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=testbed-ca',
    keys,
    signingAlgorithm: ALGORITHM,
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function sign(
  authority: Authority,
  subject: string,
  names: x509.JsonGeneralNames = [],
): Promise<KeyPair> {
  const keys = await createKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature |
          x509.KeyUsageFlags.keyEncipherment,
      ),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      ...(names.length > 0
        ? [new x509.SubjectAlternativeNameExtension(names)]
        : []),
    ],
  });
  return {
    certificate: certificate.toString('pem'),
    privateKey: await privatePem(keys),
  };
}

function validity() {
  const now = Date.now();
  return {
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + VALID_DAYS * DAY_MS),
  };
}

async function createKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]) as Promise<CryptoKeyPair>;
}

async function privatePem(keys: CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(
    await webcrypto.subtle.exportKey('pkcs8', keys.privateKey),
    'PRIVATE KEY',
  );
}
