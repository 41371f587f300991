/**
 * Port-forward to a pod over a WebSocket, as kubelets speak it: for cluster
 * clients and for servers that play a cluster. Without any dependency.
 *
 * @packageDocumentation
 */
export { getThroughTunnel } from './getThroughTunnel';
export type { TunnelledAnswer, TunnelledGet } from './getThroughTunnel';
export { acceptOf, TUNNEL_PROTOCOL, tunnelRequestHeaders } from './handshake';
export { PodTunnel } from './PodTunnel';
export type { PodTunnelOptions } from './PodTunnel';
