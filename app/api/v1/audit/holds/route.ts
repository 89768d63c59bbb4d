import { type NewHold, setLegalHold } from '@/db/store/legal-holds'
import { setLegalHoldOperation } from '@/lib/api/audit-keeping-operations'
import { answer } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  setLegalHoldOperation,
  ({ scope, body: { keeps, teamId, target, reason } }) =>
    setLegalHold(scope, holdOf({ keeps, teamId, target, reason })),
)

type Asked = {
  keeps: NewHold['scope']
  teamId: string | null
  target: { kind: string; id: string } | null
  reason: string
}

function holdOf({ keeps, teamId, target, reason }: Asked): NewHold {
  if (keeps === 'all') return { scope: keeps, reason }
  if (keeps === 'team' && teamId !== null) return { scope: keeps, teamId, reason }
  if (keeps === 'target' && target !== null) return { scope: keeps, target, reason }
  const path = keeps === 'team' ? 'teamId' : 'target'
  throw new Refusal('invalid', `${path}: Say what it keeps.`, null, path)
}
