import type { ChangeClass, ChangeWay } from '@/lib/model/change'
import type { DriftState, Witness } from '@/lib/model/flow-change'
import type { ChangeView } from '@/lib/model/listed-change'

/** How a change was made, in words. */
export const WAY_WORDS: Record<ChangeWay, string> = {
  git: 'Through Git',
  console: 'In the tool',
  api: 'By the tool’s API',
  sync: 'By a sync from Git',
  unknown: 'Nobody knows how',
}

export const CLASS_WORDS: Record<ChangeClass, string> = {
  schedule: 'Schedule',
  code: 'Code',
  dependencies: 'Dependencies',
  parameters: 'Parameters',
  resources: 'Resources',
  retries: 'Retries',
  alerting: 'Alerting',
  owner: 'Owner',
  connection: 'Connection',
  secrets: 'Secrets',
  definition: 'Definition',
}

/** What a view of the changes is called, and what is in it. */
export const VIEW_WORDS: Record<ChangeView, { title: string; says: string }> = {
  unexplained: {
    title: 'Unexplained',
    says: 'The definition moved, and no commit, edit or person explains it.',
  },
  no_reason: { title: 'No reason', says: 'No pull request, ticket, message or person says why.' },
  edited_in_tool: { title: 'Edited in the tool', says: 'Changed in the tool itself and not through Git.' },
  before_failure: {
    title: 'Before a failure',
    says: 'The first execution with it was broken, the last one without it was not.',
  },
  outside_hours: {
    title: 'Outside hours',
    says: 'Made when the team of the flow was not at work, by the hours that are set for it.',
  },
  by_non_owners: {
    title: 'By non-owners',
    says: 'Made by somebody who is not in the team that owns the flow.',
  },
  schedules: { title: 'Schedules', says: 'What changed is when the flow runs.' },
  connections: {
    title: 'Secrets and connections',
    says: 'A connection, a variable or a secret was changed.',
  },
  asked_of_me: {
    title: 'Asked of me',
    says: 'You wrote, merged or made it, and somebody asks for the reason.',
  },
  i_asked: { title: 'I asked', says: 'You asked for the reason, and it was given or is still open.' },
}

/** How a flow stands to Git: the word, what it means, and how much it wants a person. */
export const DRIFT_WORDS: Record<
  DriftState,
  { title: string; says: string; tone: 'success' | 'warning' | 'danger' | 'neutral' | 'outline' }
> = {
  in_sync: { title: 'In sync', says: 'What runs is what the tracked branch says.', tone: 'success' },
  behind: { title: 'Behind', says: 'The tracked branch is newer than what runs.', tone: 'warning' },
  ahead: {
    title: 'Ahead',
    says: 'It was edited in the tool, and the branch does not have it.',
    tone: 'danger',
  },
  diverged: {
    title: 'Diverged',
    says: 'Both the tool and the branch were changed since they were one.',
    tone: 'danger',
  },
  orphan: { title: 'Orphan', says: 'It runs, and no file of the repository defines it.', tone: 'warning' },
  dormant: { title: 'Dormant', says: 'It is in the repository and never ran.', tone: 'neutral' },
  unknown: {
    title: 'Unknown',
    says: 'No repository is bound to its source, or it was not read yet.',
    tone: 'outline',
  },
}

export const WITNESS_WORDS: Record<Witness['kind'], string> = {
  commit: 'Commit',
  merge: 'Merge',
  revision: 'Revision of the tool',
  edit: 'The tool’s own log',
  deploy: 'Deployment',
  execution: 'Execution',
}
