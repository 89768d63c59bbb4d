import { type Scope, teamsFor } from './scope'

/** True for whoever may read the audit log of any team, or of all. */
export const mayReadAudit = (scope: Scope): boolean => teamsFor(scope, 'audit.read')?.length !== 0

/** True for somebody who audits and may see nothing of what is audited. */
export const onlyAudits = (scope: Scope): boolean =>
  mayReadAudit(scope) && teamsFor(scope, 'execution.read')?.length === 0
