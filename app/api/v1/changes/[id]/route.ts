import { getChangeOperation } from '@/lib/api/change-operations'
import { withOutcomeTimes } from '@/lib/api/change-outcomes'
import { isoDates } from '@/lib/api/iso-dates'
import { answer } from '@/lib/auth/api-route'
import { foundChange } from '../found-change'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getChangeOperation,
  async ({ scope, params: { id } }) => {
    const { change, actors, effect, ...found } = await foundChange(scope, id)
    const { author, committer, pusher, merger, editor, deployer } = change
    const { differences, fields, reviewers, witnesses } = change
    return {
      ...isoDates(found),
      ...{ differences, fields, reviewers, witnesses },
      parts: { author, committer, pusher, merger, editor, deployer },
      actors: Object.values(actors),
      effect: withOutcomeTimes(effect),
    }
  },
)
