import { ViewsMenu } from '@/components/views/views-menu'
import { answered } from '@/db/answered'
import { listSavedViews } from '@/db/queries/list-saved-views'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { mayIn, type Scope } from '@/lib/model/scope'
import { deleteViewAction, renameViewAction, saveViewAction, setDefaultViewAction } from './views'

const ACTIONS = {
  save: saveViewAction,
  rename: renameViewAction,
  setDefault: setDefaultViewAction,
  remove: deleteViewAction,
}

/** The menu of views. Without an answer the ones that come along are still there. */
export async function ListViews({ scope }: { scope: Scope }) {
  const found = await answered(() =>
    Promise.all([listSavedViews(scope, '/executions'), listTeamsWith(scope, 'execution.annotate')]),
  )
  const [views, teams] = found.known ? found.value : [[], []]
  return (
    <ViewsMenu
      views={views.map((view) => ({
        ...view,
        mayChange: view.teamId === null || mayIn(scope, 'execution.annotate', view.teamId),
      }))}
      teams={teams}
      actions={ACTIONS}
    />
  )
}
