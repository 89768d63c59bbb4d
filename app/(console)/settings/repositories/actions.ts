'use server'

import { revalidatePath } from 'next/cache'
import { deleteRepository, setRepositoryRules } from '@/db/store/change-repositories'
import { personAction } from '@/lib/auth/person-action'
import { previewRepositoryRules } from '@/lib/auth/preview-repository-rules'
import { addRepository, moveRepository } from '@/lib/auth/set-repository'
import { newRepositoryForm, ofRepositoryForm, repositoryForm, rulesForm } from '@/lib/input/repository-form'

const refresh = () => revalidatePath('/settings/repositories', 'layout')

/** The list is not refreshed: it would take the dialog away before that leads on to the new page. */
export const addRepositoryAction = personAction(newRepositoryForm, (scope, input) =>
  addRepository(scope, input),
)

export const saveRepositoryAction = personAction(
  repositoryForm,
  async (scope, { repositoryId, ...input }) => {
    await moveRepository(scope, repositoryId, input)
    refresh()
  },
)

export const deleteRepositoryAction = personAction(ofRepositoryForm, async (scope, { repositoryId }) => {
  await deleteRepository(scope, repositoryId)
  refresh()
})

export const saveRulesAction = personAction(rulesForm, async (scope, { repositoryId, rules }) => {
  await setRepositoryRules(scope, repositoryId, rules)
  refresh()
})

export const previewRulesAction = personAction(rulesForm, (scope, { repositoryId, rules }) =>
  previewRepositoryRules(scope, repositoryId, rules),
)
