import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { noteAuditRead } from '@/db/store/note-audit-read'
import { requireViewer } from '@/lib/auth/viewer'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'

/** Who looks into the audit log, which is written down; null for those who may not, which is written down too. */
export async function auditViewer(looksAt: string): Promise<Scope | null> {
  const scope = await requireViewer()
  try {
    await noteAuditRead(scope, looksAt)
    return scope
  } catch (error) {
    if (error instanceof Refusal && error.code === 'forbidden') return null
    throw error
  }
}

/** What those see who may not read the log. */
export function NotForYou() {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-6 sm:px-6">
      <PageHeader title="Audit" />
      <EmptyState kind="unknown" title="You may not read the audit log">
        <p>
          Owners of the organization read all of it, auditors of a team what belongs to that team. That you
          asked was written down. An owner can make you an auditor.
        </p>
      </EmptyState>
    </div>
  )
}
