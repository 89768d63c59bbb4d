import type { OwnedFlow, OwnershipRule } from '@/lib/model/ownership-rule'

/** The rule that decides who owns a flow: of those that fit, the first by position. Null where none does. */
export function decidingRule<Rule extends OwnershipRule>(
  rules: readonly Rule[],
  flow: OwnedFlow,
): Rule | null {
  let first: Rule | null = null
  for (const rule of rules) {
    if ((first === null || isBefore(rule, first)) && fits(rule, flow)) first = rule
  }
  return first
}

/** True when all conditions of the rule hold; a rule without any fits nothing. */
export function fits(rule: OwnershipRule, flow: OwnedFlow): boolean {
  const { sourceId, namespace, name, labelKey, labelValue, codeOwner } = rule
  if ([sourceId, namespace, name, labelKey, codeOwner].every((each) => each === null)) return false
  if (sourceId !== null && sourceId !== flow.sourceId) return false
  if (namespace !== null && !matchesPattern(namespace, flow.namespace)) return false
  if (name !== null && !matchesPattern(name, flow.name)) return false
  if (codeOwner !== null && !isNamed(rule, codeOwner, flow)) return false
  if (labelKey === null) return true
  const value = Object.hasOwn(flow.labels, labelKey) ? flow.labels[labelKey] : undefined
  return value !== undefined && (labelValue === null || matchesPattern(labelValue, value))
}

/** Names of users and teams are the same however they are written. */
const isNamed = (
  { repositoryId }: OwnershipRule,
  codeOwner: string,
  { codeOwners = [] }: OwnedFlow,
): boolean =>
  codeOwners.some(
    (each) =>
      (repositoryId === null || each.repositoryId === repositoryId) &&
      matchesPattern(codeOwner.toLowerCase(), each.owner.toLowerCase()),
  )

/** True when the text is the pattern with any text for each `*`. Takes at most their lengths multiplied, whatever they are. */
export function matchesPattern(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resumeAt = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      resumeAt = t
    } else if (pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resumeAt
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** What a rule comes to among flows: how many fit it, how many it decides, and who decides the others. */
export type RuleSurvey = { matched: number; decided: number; takenBy: Map<string, number> }

/** What each rule comes to, by id. */
export function surveyRules(
  rules: readonly OwnershipRule[],
  flows: readonly OwnedFlow[],
): Map<string, RuleSurvey> {
  const surveys = new Map<string, RuleSurvey>()
  for (const { id } of rules) surveys.set(id, { matched: 0, decided: 0, takenBy: new Map() })
  for (const flow of flows) {
    const fitting = rules.filter((rule) => fits(rule, flow)).sort((a, b) => (isBefore(a, b) ? -1 : 1))
    const [winner] = fitting
    for (const rule of fitting) {
      const survey = surveys.get(rule.id)
      if (survey === undefined || winner === undefined) continue
      survey.matched++
      if (rule === winner) survey.decided++
      else survey.takenBy.set(winner.id, (survey.takenBy.get(winner.id) ?? 0) + 1)
    }
  }
  return surveys
}

/** Two rules made at once may stand at one position; their ids then decide, the same way everywhere. */
const isBefore = (a: OwnershipRule, b: OwnershipRule): boolean =>
  a.position < b.position || (a.position === b.position && a.id < b.id)
