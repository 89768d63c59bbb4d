import type { Tool } from '@/lib/ingest/events/tool'
import { decodeAzureDevops } from './decode'
import { azureDevopsGuide } from './guide'
import { AZURE_WORDS } from './states'

export const azureDevopsTool: Tool = {
  id: 'azure-devops',
  name: 'Azure DevOps',
  parser: 2,
  about:
    'Runs, stages and jobs of Azure Pipelines and classic builds as their state changes; commit, branch, reason and requester come with completed builds. Logs and error texts are not in service hooks.',
  states: [{ of: 'runs, stages, jobs and builds', words: AZURE_WORDS }],
  webhook: {
    verifiers: [{ kind: 'bearer' }, { kind: 'url' }],
    headers: [],
    decode: decodeAzureDevops,
  },
  guide: azureDevopsGuide,
}
