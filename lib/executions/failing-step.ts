import { isBroken, type State } from '@/lib/model/state'
import { compareNano } from './state'

type Step = {
  id: string
  parentId: string | null
  name: string
  state: State
  endedAt: string | null
  startedAt: string | null
  errorMessage: string | null
}

/** The step where an execution broke, and the names that lead to it. */
export function failingStep<S extends Step>(steps: readonly S[]): { step: S; path: string[] } | null {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const broken = steps.filter((step) => isBroken(step.state))
  const withBrokenInside = new Set(broken.map((step) => step.parentId))
  // A job fails because a step of it did: the innermost is where to look.
  const innermost = broken.filter((step) => !withBrokenInside.has(step.id))
  const first = innermost.sort(byWhenItBroke)[0]
  if (!first) return null
  const path: string[] = []
  const seen = new Set<string>()
  for (
    let at: S | undefined = first;
    at && !seen.has(at.id);
    at = at.parentId ? byId.get(at.parentId) : undefined
  ) {
    seen.add(at.id)
    path.unshift(at.name)
  }
  return { step: first, path }
}

/** First what broke first; of those that broke together, the one that says why. */
function byWhenItBroke(a: Step, b: Step): number {
  const [whenA, whenB] = [a.endedAt ?? a.startedAt, b.endedAt ?? b.startedAt]
  if (whenA !== whenB) return whenA === null ? 1 : whenB === null ? -1 : compareNano(whenA, whenB)
  return Number(b.errorMessage !== null) - Number(a.errorMessage !== null)
}
