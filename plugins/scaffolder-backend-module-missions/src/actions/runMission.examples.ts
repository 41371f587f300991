import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Steps of templates, as they are written. */
export const examples: TemplateExample[] = [
  {
    description: 'Start a mission and link to its run',
    example: `steps:
  - id: mission
    name: Install the application
    action: missions:run
    input:
      missionRef: mission-control/install-web-application
      parameters:
        namespace: web
      targets:
        - cluster: staging
`,
  },
  {
    description: 'Wait up to half an hour for the proof of a mission',
    example: `steps:
  - id: mission
    name: Repair the deployment
    action: missions:run
    input:
      missionRef: mission-control/fix-wrong-image-tag
      parameters:
        namespace: web
        deployment: shop
      targets:
        - cluster: staging
      wait: true
      waitMinutes: 30
`,
  },
];
