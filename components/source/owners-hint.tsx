import Link from 'next/link'
import { Card, CardBody } from '@/components/ui/card'

/** Whose the flows are that a source brought, and how that is changed. */
export function OwnersHint({ teamName, mayWrite }: { teamName: string; mayWrite: boolean }) {
  return (
    <Card>
      <CardBody className="text-sm text-ink-2">
        <h2 className="text-sm font-medium text-ink">Who owns what arrives?</h2>
        <p className="mt-1">
          Its flows belong to <strong className="font-medium text-ink">{teamName}</strong>. Where the tool
          serves several teams, rules tell whose flows are whose.
        </p>
        {mayWrite ? (
          <Link href="/settings/ownership" className="mt-2 inline-block text-accent hover:underline">
            Set owners by rules
          </Link>
        ) : (
          <p className="mt-2">An owner of the organization can add such rules.</p>
        )}
      </CardBody>
    </Card>
  )
}
