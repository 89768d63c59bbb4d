import { getLastFailure, getLastGood, listDurationDots } from '@/db/queries/get-flow'
import { listVersionMarks } from '@/db/queries/list-version-marks'
import { getFlowHistoryOperation } from '@/lib/api/flow-part-operations'
import { isoOfMs } from '@/lib/api/iso-nano'
import { answer } from '@/lib/auth/api-route'
import { foundFlow } from '../../found-flow'

const DAYS = 90
const DURATIONS = 400

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  getFlowHistoryOperation,
  async ({ scope, params: { id } }) => {
    await foundFlow(scope, id)
    const [failure, good, dots, marks] = await Promise.all([
      getLastFailure(scope, id),
      getLastGood(scope, id),
      listDurationDots(scope, id, { days: DAYS, limit: DURATIONS }),
      listVersionMarks(scope, id, null),
    ])
    return {
      lastFailure: failure && { ...failure, at: isoOfMs(failure.atMs) },
      lastGood: good && { id: good.id, at: isoOfMs(good.atMs) },
      durations: dots.map((dot) => ({ ...dot, at: isoOfMs(dot.atMs) })),
      versions: marks.map((mark) => ({ ...mark, at: isoOfMs(mark.atMs) })),
    }
  },
)
