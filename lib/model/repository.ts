/** Which files define which flows. Of the rules of a repository the first that fits a file counts. */
export type RepositoryRule = {
  id: string
  /** A glob with named parts: `flows/{namespace}/{flow}.yml`. */
  pattern: string
  /** How a file is read: see `lib/changes/meaning`. */
  format: string
  sourceId: string
  /** Made of the named parts; empty where the file itself says. */
  namespace: string
  flow: string
}

export type NewRepositoryRule = Omit<RepositoryRule, 'id'>

/** A Git repository as it is listed. Times are of when it was last read and of the newest commit that was. */
export type ListedRepository = {
  id: string
  teamId: string
  teamName: string
  /** `host/path` */
  name: string
  /** Null where webhooks alone tell of it. */
  url: string | null
  branch: string
  hasCredential: boolean
  headSha: string | null
  headAt: Date | null
  readAt: Date | null
  problem: string | null
  createdAt: Date
  rules: number
  commits: number
  /** Files of the newest commit that define flows, and the flows that they define. */
  files: number
  flows: number
}

export type RepositoryDetail = ListedRepository & { ruleList: RepositoryRule[] }

/** What is made of a file: nothing where no rule fits it, and no flow where the file names none. */
export type MatchedFile = {
  path: string
  ruleId: string | null
  sourceId: string | null
  flows: { namespace: string; flow: string; isKnown: boolean }[]
  owners: string[]
  /** Other files that are part of the definition, and what it names that is not followed, in words. */
  parts: string[]
  elsewhere: string[]
  /** Why nothing, or not all, could be made of it: `line 3: not understood as Python`. */
  problem: string | null
}

/** What rules come to among the files of the tracked branch. */
export type RulesPreview = {
  sha: string
  /** All files of the branch; those that a rule fits; the flows of both. */
  files: number
  matched: MatchedFile[]
  /** More are matched than are shown. */
  isCut: boolean
  unmatched: string[]
  /** Flows of the rules’ sources that no file defines. */
  withoutFile: { sourceId: string; namespace: string; flow: string }[]
}

/** How a repository stands, in one word for a badge. */
export type RepositoryHealth = 'read' | 'waiting' | 'failing' | 'told'

export const healthOf = ({
  url,
  problem,
  readAt,
}: Pick<ListedRepository, 'url' | 'problem' | 'readAt'>): RepositoryHealth =>
  url === null ? 'told' : problem !== null ? 'failing' : readAt === null ? 'waiting' : 'read'
