import type { Exemption } from './scenario';

/** Of a Deployment and its kind, shortly after a write. */
export const WHAT_CONTROLLERS_ADD: Exemption = {
  fields: [
    'metadata.annotations',
    'metadata.managedFields.kube-controller-manager/Update/status',
    'status',
  ],
  why: 'A controller may or may not have seen the object between two requests.',
};

/** Of a pod that runs. */
export const WHAT_THE_KUBELET_SAYS: Exemption = {
  fields: [
    'metadata.managedFields.kwok/Update/status',
    'metadata.managedFields.kubelet/Update/status',
    'status.conditions',
    'status.containerStatuses.0.containerID',
    'status.hostIP',
    'status.observedGeneration',
    'status.podIP',
    'status.podIPs',
  ],
  why: 'kwok plays the kubelet of the real API server, with fewer conditions and its own addresses; the simulator does as a kubelet.',
};

/** Of an object whose template is refused. */
export const HOW_A_TEMPLATE_IS_PRINTED: Exemption = {
  fields: ['message', 'details.causes.0.message'],
  why: 'The server prints the template as the fields of a Go struct. Code, reason and field are the same.',
};

/** Of the ReplicaSets of a Deployment that was rolled out. */
export const PODS_THAT_END: Exemption = {
  fields: ['status.terminatingReplicas'],
  why: 'A pod that ends may or may not be gone.',
};

/** Of the root certificate of a cluster. */
export const EACH_ITS_OWN_CERTIFICATE: Exemption = {
  fields: ['data.ca.crt'],
  why: 'Each cluster has a certificate authority of its own.',
};

/** Of an Event. */
export const NAME_BY_TIME: Exemption = {
  fields: ['metadata.name'],
  why: 'The name of an Event ends with the time at which it was made.',
};

/** Of an EndpointSlice. */
export const ADDRESSES_OF_PODS: Exemption = {
  fields: ['metadata.name', 'endpoints.0.addresses'],
  why: 'The name ends with random letters, and each cluster gives addresses of its own.',
};

/** Of an EndpointSlice. */
export const WHETHER_A_TRIGGER_IS_TOLD: Exemption = {
  fields: [
    'metadata.annotations',
    'metadata.managedFields.kube-controller-manager/Update/.fieldsV1.f:metadata.f:annotations',
  ],
  why: 'Whether the controller notes the time of the change depends on which write it saw first.',
};

/** Of a claim that was bound. */
export const WHO_PROVISIONS: Exemption = {
  fields: [
    'metadata.annotations.volume.beta.kubernetes.io/storage-provisioner',
    'metadata.managedFields.kwok/Update/',
    'metadata.managedFields.kwok/Update/status',
    'metadata.managedFields.kube-controller-manager/Update/',
    'metadata.managedFields.kube-controller-manager/Update/status',
  ],
  why: 'kwok binds the claim of the real API server, under its own name; the simulator does as the controller and a provisioner.',
};

/** Of an access review. */
export const OWNER_OF_A_QUESTION: Exemption = {
  fields: ['metadata.managedFields'],
  why: 'A review is a question that is never stored: who owns its fields is of no use to anybody.',
};

/** Of an answer that tells which media types there are. */
export const WHICH_MEDIA_TYPES: Exemption = {
  fields: ['message'],
  why: 'Each server names the media types that it speaks: the simulator JSON alone.',
};

/** Of an answer in protobuf. */
export const PROTOBUF_IS_NOT_SPOKEN: Exemption = {
  fields: [],
  declined: [406],
  why: 'The simulator speaks no protobuf, and says so.',
};

/** Of `/openapi/v2`. */
export const SWAGGER_IS_NOT_SIMULATED: Exemption = {
  fields: [],
  declined: [501],
  why: 'No client that can read version 3 asks for version 2; the simulator says that it has none.',
};

/** Of the index of OpenAPI documents. */
export const WHICH_GROUPS: Exemption = {
  fields: ['paths'],
  why: 'The simulator has fewer groups, and other hashes of their documents.',
};

/** Of the OpenAPI document of a group. */
export const WHAT_CLIENTS_READ: Exemption = {
  fields: ['paths', 'components'],
  why: 'The simulator tells the types of what it serves, without descriptions, and of the operations get and patch. A test of their own compares the types.',
};

/** Of a Node that nobody reports of. */
export const TAINT_UNTIL_READY: Exemption = {
  fields: ['spec.taints'],
  why: 'The server taints a new Node until it reports that it is ready; a simulated one is ready from its start.',
};
