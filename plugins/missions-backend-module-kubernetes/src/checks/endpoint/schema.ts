import { celOver } from '@mission-control/plugin-missions-common';
import { z } from 'zod';

/** Input of kubernetes:endpoint. */
export const inputSchema = z.strictObject({
  namespace: z.string().min(1),
  service: z.string().min(1),
  port: z
    .union([z.number().int().min(1).max(65535), z.string().min(1)])
    .describe('Number or name of a port of the Service.'),
  via: z
    .enum(['proxy', 'port-forward'])
    .default('proxy')
    .describe(
      "proxy: the API server's own way to the Service. port-forward: to one ready pod behind it, where the API server cannot reach pods by itself.",
    ),
  scheme: z.enum(['http', 'https']).optional(),
  path: z
    .string()
    .startsWith('/')
    .optional()
    .describe('With its query. Defaults to /.'),
  expect: z
    .strictObject({
      status: z
        .union([z.number().int(), z.array(z.number().int()).min(1)])
        .optional()
        .describe('Defaults to 200. A redirect is not followed.'),
      json: z
        .string()
        .superRefine(celOver('status', 'body'))
        .optional()
        .describe('CEL over `status` and `body`, the parsed answer.'),
      text: z.string().optional().describe('A text that the answer contains.'),
    })
    .optional(),
});
/** Input of kubernetes:endpoint. */
export type EndpointInput = z.infer<typeof inputSchema>;
