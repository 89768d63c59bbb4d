import { cookies } from 'next/headers'
import { type ReactNode, Suspense } from 'react'
import { StateSymbols } from '@/components/execution/state-symbols'
import { Frame } from '@/components/frame/frame'
import { TeamSwitcher } from '@/components/frame/team-switcher'
import { TopBar } from '@/components/frame/top-bar'
import { Skeleton } from '@/components/ui/skeleton'
import { answered } from '@/db/answered'
import { countQuestions } from '@/db/queries/count-questions'
import { getAccount } from '@/db/queries/get-account'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { requireViewer } from '@/lib/auth/viewer'
import { preferencesFrom } from '@/lib/format/preferences'
import { mayReadAudit, onlyAudits } from '@/lib/model/audit-access'
import { signOut } from './sign-out'

export const dynamic = 'force-dynamic'

/** The frame around every page of the console. Each page asks for its own viewer: a layout protects nothing. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const scope = await requireViewer()
  const [account, teams, questions, jar] = await Promise.all([
    getAccount(scope),
    listTeamsWith(scope, 'execution.read'),
    answered(() => countQuestions(scope)),
    cookies(),
  ])
  const { theme, isRailNarrow } = preferencesFrom((name) => jar.get(name)?.value)
  const person = { name: account.name, email: account.email, organization: account.organization }
  return (
    <Frame
      access={{ readsAudit: mayReadAudit(scope), onlyAudits: onlyAudits(scope) }}
      asked={questions.known ? questions.value.waiting : 0}
      startsNarrow={isRailNarrow}
      topBar={<TopBar person={person} theme={theme} signOut={signOut} />}
      teamSwitcher={
        teams.length > 1 ? (
          <Suspense fallback={<Skeleton className="mx-0.5 h-8" />}>
            <TeamSwitcher teams={teams} />
          </Suspense>
        ) : null
      }
    >
      <StateSymbols />
      {children}
    </Frame>
  )
}
