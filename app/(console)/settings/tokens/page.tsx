import { BookOpen } from 'lucide-react'
import type { Metadata } from 'next'
import { NewReadTokenDialog } from '@/components/settings/new-read-token-dialog'
import { ReadTokensCard } from '@/components/settings/read-tokens-card'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { listReadTokens } from '@/db/queries/list-read-tokens'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { requireViewer } from '@/lib/auth/viewer'
import { config } from '@/lib/config'
import { createReadTokenAction, revokeReadTokenAction } from './actions'

export const metadata: Metadata = { title: 'API tokens' }

export default async function TokensPage() {
  const scope = await requireViewer()
  const [tokens, teams] = await Promise.all([listReadTokens(scope), listTeamsWith(scope, 'read_token.write')])
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="API tokens"
        description="A token lets a program do by the API what you may do here, in all or in some teams, or only look. It cannot send telemetry."
        actions={
          <>
            <ButtonLink href="/api-reference">
              <BookOpen aria-hidden />
              API reference
            </ButtonLink>
            {teams.length > 0 ? (
              <NewReadTokenDialog teams={teams} consoleUrl={config().url} action={createReadTokenAction} />
            ) : null}
          </>
        }
      />
      <ReadTokensCard tokens={tokens} revokeAction={revokeReadTokenAction} />
    </div>
  )
}
