import { countMatching, MATCHING_CAP } from '@/db/queries/count-matching'
import { countExecutionsOperation } from '@/lib/api/count-operations'
import { questionOf } from '@/lib/api/question'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  countExecutionsOperation,
  async ({ scope, query }) => {
    const [found = 0] = await countMatching(scope, [questionOf(query)])
    return { count: Math.min(found, MATCHING_CAP), isCapped: found > MATCHING_CAP }
  },
)
