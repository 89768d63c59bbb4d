/** Which team owns which flows: all conditions that are given must hold. Patterns may hold `*` for any text. */
export type OwnershipRule = {
  id: string
  teamId: string
  position: number
  sourceId: string | null
  /** Patterns of the namespace and of the flow's name. */
  namespace: string | null
  name: string | null
  /** A label that executions carry, and a pattern of its value; without one any value does. */
  labelKey: string | null
  labelValue: string | null
  /** A pattern of whom CODEOWNERS names for the file of the flow, in that repository or in any. */
  codeOwner: string | null
  repositoryId: string | null
}

/** What rules look at: a flow, with the labels of its newest execution. */
export type OwnedFlow = {
  sourceId: string
  namespace: string
  name: string
  labels: Readonly<Record<string, string>>
  /** Whom CODEOWNERS names for its file; nobody where this is left out. */
  codeOwners?: readonly { repositoryId: string; owner: string }[]
}

/** A rule as it is shown, with what it comes to. */
export type ListedOwnershipRule = OwnershipRule & {
  teamName: string
  sourceName: string | null
  repositoryName: string | null
  createdBy: string | null
  createdAt: Date
  /** Flows that fit it, and of those the ones it decides. */
  matched: number
  decided: number
  /** Earlier rules that decide flows which fit this one as well. */
  conflicts: { position: number; teamName: string; flows: number }[]
}
