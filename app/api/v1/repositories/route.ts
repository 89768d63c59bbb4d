import { getRepository } from '@/db/queries/get-repository'
import { listRepositories } from '@/db/queries/list-repositories'
import { isoDates } from '@/lib/api/iso-dates'
import { createRepositoryOperation, listRepositoriesOperation } from '@/lib/api/repository-operations'
import { address, endpoint } from '@/lib/auth/api-route'
import { addRepository } from '@/lib/auth/set-repository'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(listRepositoriesOperation, async ({ scope }) => ({
    items: isoDates(await listRepositories(scope)),
  })),
  endpoint(createRepositoryOperation, async ({ scope, body }) => {
    const { repositoryId } = await addRepository(scope, body)
    const answer = isoDates(await getRepository(scope, repositoryId))
    return { location: `/repositories/${repositoryId}`, answer }
  }),
)
