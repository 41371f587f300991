import { generateKeyPairSync, randomBytes } from 'node:crypto';

import { md, pki } from 'node-forge';

const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_DAYS = 7;

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
  readonly serviceAccount: { privateKey: string; publicKey: string };
}

interface Subject {
  readonly commonName: string;
  readonly organization?: string;
}

/** Makes a new authority and what it signs, valid for a week. */
export function createCertificates(): ClusterCertificates {
  const authority = createAuthority();
  return {
    authority,
    serving: sign(authority, { commonName: 'kube-apiserver' }, [
      { type: 2, value: 'localhost' },
      { type: 2, value: 'kubernetes' },
      { type: 7, ip: '127.0.0.1' },
      { type: 7, ip: '10.96.0.1' },
    ]),
    admin: sign(authority, {
      commonName: 'testbed-admin',
      organization: 'system:masters',
    }),
    serviceAccount: createKeys(),
  };
}

function createAuthority(): KeyPair {
  const keys = createKeys();
  const certificate = prepare({ commonName: 'testbed-ca' }, keys.publicKey);
  certificate.setIssuer(attributes({ commonName: 'testbed-ca' }));
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(
    pki.privateKeyFromPem(keys.privateKey),
    // SHA-256: Go refuses SHA-1.
    md.sha256.create(),
  );
  return {
    certificate: pki.certificateToPem(certificate),
    privateKey: keys.privateKey,
  };
}

function sign(
  authority: KeyPair,
  subject: Subject,
  altNames?: object[],
): KeyPair {
  const keys = createKeys();
  const issuer = pki.certificateFromPem(authority.certificate);
  const certificate = prepare(subject, keys.publicKey);
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    ...(altNames ? [{ name: 'subjectAltName', altNames }] : []),
  ]);
  certificate.sign(
    pki.privateKeyFromPem(authority.privateKey),
    md.sha256.create(),
  );
  return {
    certificate: pki.certificateToPem(certificate),
    privateKey: keys.privateKey,
  };
}

function prepare(subject: Subject, publicKey: string) {
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey);
  // A leading 00 keeps the number positive.
  certificate.serialNumber = `00${randomBytes(8).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + VALID_DAYS * DAY_MS);
  certificate.setSubject(attributes(subject));
  return certificate;
}

function attributes({ commonName, organization }: Subject) {
  return [
    ...(organization
      ? [{ name: 'organizationName', value: organization }]
      : []),
    { name: 'commonName', value: commonName },
  ];
}

function createKeys() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
}
