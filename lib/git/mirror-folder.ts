import path from 'node:path'

/** The folder of a repository's mirror, below the data directory. */
export const mirrorOf = (dataDir: string, of: { orgId: string; repositoryId: string }): string =>
  path.join(dataDir, 'repositories', of.orgId, `${of.repositoryId}.git`)
