import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'

type Account = {
  name: string
  email: string
  isOwner: boolean
  organization: string
  teams: { id: string; name: string; role: string }[]
}

/** Who is signed in, and what they may do where. */
export function AccountCard({ account, signOut }: { account: Account; signOut: () => Promise<void> }) {
  return (
    <Card>
      <CardHeader
        title="Your account"
        actions={
          <form action={signOut}>
            <Button type="submit">Sign out</Button>
          </form>
        }
      />
      <CardBody>
        <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[9rem_minmax(0,1fr)]">
          <dt className="text-ink-3">Name</dt>
          <dd className="text-ink">{account.name}</dd>
          <dt className="text-ink-3">E-mail</dt>
          <dd className="break-all text-ink">{account.email}</dd>
          <dt className="text-ink-3">Organization</dt>
          <dd className="flex flex-wrap items-center gap-2 text-ink">
            {account.organization}
            {account.isOwner ? <Badge tone="accent">owner</Badge> : null}
          </dd>
          <dt className="text-ink-3">Teams</dt>
          <dd className="flex flex-wrap gap-x-4 gap-y-1.5 text-ink">
            {account.teams.map((team) => (
              <span key={team.id} className="inline-flex items-center gap-1.5">
                {team.name} <Badge>{team.role}</Badge>
              </span>
            ))}
            {account.teams.length === 0 ? <span className="text-ink-3">none</span> : null}
          </dd>
        </dl>
      </CardBody>
    </Card>
  )
}
