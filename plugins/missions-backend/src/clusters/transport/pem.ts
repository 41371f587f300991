/** PEM text from PEM or from base64 of PEM, as kubeconfig files hold it. */
export function toPem(data: string): string {
  return data.includes('-----BEGIN')
    ? data
    : Buffer.from(data, 'base64').toString('utf8');
}
