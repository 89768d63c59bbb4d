import type { Tool } from '@/lib/ingest/events/tool'
import { decodeTerraform } from './decode'
import { terraformGuide } from './guide'
import { decodePlan } from './plan'
import { TERRAFORM_WORDS } from './states'

export const terraformTool: Tool = {
  id: 'terraform',
  name: 'Terraform',
  parser: 1,
  about:
    'Runs of HCP Terraform and Terraform Enterprise as they are planned, confirmed and applied, assessments of drift, and plans of the command line. Logs are not in notifications.',
  states: [{ of: 'runs', words: TERRAFORM_WORDS }],
  webhook: {
    verifiers: [
      { kind: 'hmac', header: 'x-tfe-notification-signature', prefix: '', hash: 'sha512' },
      { kind: 'hmac', header: 'x-tfc-task-signature', prefix: '', hash: 'sha512' },
    ],
    headers: [],
    decode: decodeTerraform,
  },
  uploads: [
    {
      what: 'terraform-plan',
      about: 'A plan by `terraform show -json`, with organization, workspace and run around it',
      decode: decodePlan,
    },
  ],
  guide: terraformGuide,
}
