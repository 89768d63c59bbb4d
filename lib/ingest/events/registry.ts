import { airflowTool } from '../airflow/tool'
import { githubTool } from '../github/tool'
import { kestraTool } from '../kestra/tool'
import type { Tool } from './tool'

/** Every tool that Runledger can be connected to, by name. To add one, write its folder and list it here. */
export const TOOLS: readonly Tool[] = [airflowTool, githubTool, kestraTool]

const BY_ID = new Map(TOOLS.map((tool) => [tool.id, tool]))

/** The tool of a kind of source; null for kinds that only send telemetry. */
export const toolOf = (kind: string): Tool | null => BY_ID.get(kind) ?? null
