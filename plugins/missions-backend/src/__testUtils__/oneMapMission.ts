/**
 * A mission that writes the config map `a` into the namespace web, once
 * somebody else than its starter approved it. For tests of what happens around it.
 */
export const oneMapMission = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: good, title: Good, description: Writes one map. }
spec:
  type: install
  lifecycle: production
  approval: { policy: required, count: 1, notStarter: true }
  targets: { min: 1 }
  steps:
    - id: first
      action: test:write
      irreversible: It is a test
      input: { name: a, value: one }
  verify:
    - { id: is-there, check: test:value, input: { name: a, value: one } }
`;
