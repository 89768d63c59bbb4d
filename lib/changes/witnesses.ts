import type {
  CommitTelling,
  DefinitionTelling,
  DeployTelling,
  EditTelling,
  MergeTelling,
} from '@/lib/model/change'
import type { Change, DriftDetail, DriftState, SeenActor } from '@/lib/model/flow-change'

/** A commit that touched the file of the flow's definition. Hashes are hexadecimal, of `definitions`; times ISO 8601 in UTC. */
export type CommitWitness = {
  repositoryId: string
  sha: string
  /** Greater is later on the tracked branch. */
  position: number
  landedAt: string
  telling: CommitTelling
  path: string
  beforeHash: string | null
  afterHash: string | null
  /** False where only its path is known. */
  isRead: boolean
  merge: MergeTelling | null
  deploys: { telling: DeployTelling; executionId: string | null }[]
}

/** What the tool said of the flow. */
export type ToolWitness = {
  eventId: string
  telling: DefinitionTelling | EditTelling
  /** Of what it defines; null for an edit, and for a definition that was taken away. */
  hash: string | null
}

/** A version that executions said they ran. */
export type ExecutedWitness = {
  version: string | null
  commit: string | null
  firstAt: string
  lastAt: string
  firstExecutionId: string
  lastExecutionId: string
  /** What the tool or Git says that this version is; null where neither does. */
  hash: string | null
  /** What Git alone says of its commit. */
  gitHash?: string | null
}

/** A definition by what it means. */
export type KnownDefinition = {
  format: string
  readonly text: string | null
  /** Of a script with what it imports: the hash of the script alone, which is all that a tool shows of it. */
  ownHash?: string
}

/** An execution that ran something else than the one before it. */
export type ExecutedTurn = {
  at: string
  version: string | null
  commit: string | null
  executionId: string
  hash: string | null
  gitHash?: string | null
}

/** All that is known of one flow's definition. In no order that matters. */
export type FlowWitnesses = {
  orgId: string
  flowId: string
  /** Whether a repository defines flows of this source: without one there is nothing to drift from. */
  isRepositoryBound: boolean
  /** Whether the tool can be asked for the definitions that it holds; else what runs stands for what is deployed. */
  isDeployedKnown: boolean
  /** The file at the newest commit of the tracked branch. */
  head: { repositoryId: string; path: string; hash: string; sha: string; at: string } | null
  commits: CommitWitness[]
  tool: ToolWitness[]
  executed: ExecutedWitness[]
  /** When executions began to run another version, also one that ran before. */
  turns: ExecutedTurn[]
  /** Texts by hash, as far as they are kept. */
  definitions: ReadonlyMap<string, KnownDefinition>
  /** ISO 8601 in UTC. */
  now: string
}

/** One meaning that the definition had. */
export type FlowVersion = {
  hash: string
  number: number
  firstAt: string
  versions: string[]
  commits: string[]
  repeats: number
}

/** What the witnesses of a flow come to. */
export type FoldedFlow = {
  versions: FlowVersion[]
  changes: Change[]
  drift: { state: DriftState; since: string; lagCommits: number | null; detail: DriftDetail } | null
  actors: SeenActor[]
}
