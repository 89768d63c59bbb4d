import { airbyteTool } from '../airbyte/tool'
import { airflowTool } from '../airflow/tool'
import { argoTool } from '../argo/tool'
import { azureDevopsTool } from '../azure-devops/tool'
import { bitbucketTool } from '../bitbucket/tool'
import { dagsterTool } from '../dagster/tool'
import { dbtTool } from '../dbt/tool'
import { delphixTool } from '../delphix/tool'
import { flinkTool } from '../flink/tool'
import { genericTool } from '../generic/tool'
import { genieTool } from '../genie/tool'
import { githubTool } from '../github/tool'
import { gitlabTool } from '../gitlab/tool'
import { hightouchTool } from '../hightouch/tool'
import { jenkinsTool } from '../jenkins/tool'
import { kafkaConnectTool } from '../kafka-connect/tool'
import { kestraTool } from '../kestra/tool'
import { kubernetesTool } from '../kubernetes/tool'
import { prefectTool } from '../prefect/tool'
import { sparkTool } from '../spark/tool'
import { temporalTool } from '../temporal/tool'
import { terraformTool } from '../terraform/tool'
import { triggerDevTool } from '../trigger-dev/tool'
import type { Tool } from './tool'

/** Every tool that Runledger can be connected to, by name. To add one, write its folder and list it here and in `lib/model/source-kind.ts`. */
export const TOOLS: readonly Tool[] = [
  airbyteTool,
  airflowTool,
  argoTool,
  azureDevopsTool,
  bitbucketTool,
  dagsterTool,
  dbtTool,
  delphixTool,
  flinkTool,
  genericTool,
  genieTool,
  githubTool,
  gitlabTool,
  hightouchTool,
  jenkinsTool,
  kafkaConnectTool,
  kestraTool,
  kubernetesTool,
  prefectTool,
  sparkTool,
  temporalTool,
  terraformTool,
  triggerDevTool,
]

const BY_ID = new Map(TOOLS.map((tool) => [tool.id, tool]))

/** The tool of a kind of source; null for kinds that only send telemetry. */
export const toolOf = (kind: string): Tool | null => BY_ID.get(kind) ?? null
