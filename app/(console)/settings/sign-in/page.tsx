import type { Metadata } from 'next'
import { SignInSettingsForm } from '@/components/settings/sign-in-settings-form'
import { PageHeader } from '@/components/ui/page-header'
import { getLastChange } from '@/db/queries/get-last-change'
import { getSignInSettings } from '@/db/queries/get-sign-in-settings'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { refusePage } from '@/lib/auth/refused-page'
import { redirectUri } from '@/lib/auth/sign-in-ways'
import { requireViewer } from '@/lib/auth/viewer'
import { mayIn } from '@/lib/model/scope'
import { changeSignInAction, checkProviderAction } from './actions'

export const metadata: Metadata = { title: 'Sign-in' }

export default async function SignInSettingsPage() {
  const scope = await requireViewer()
  if (!mayIn(scope, 'sign_in.write', null)) refusePage(scope, '/settings/sign-in', 'sign_in.write')
  const [settings, teams, last] = await Promise.all([
    getSignInSettings(scope),
    listTeamsWith(scope, 'member.write'),
    getLastChange(scope, { action: 'sign_in.changed', kind: 'organization', id: scope.orgId }),
  ])
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Sign-in"
        description="Let people sign in at your organization's identity provider (OpenID Connect), beside passwords or instead of them."
      />
      <SignInSettingsForm
        settings={settings}
        teams={teams}
        redirectUri={redirectUri()}
        last={last}
        save={changeSignInAction}
        check={checkProviderAction}
      />
    </div>
  )
}
