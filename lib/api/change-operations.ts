import { z } from 'zod'
import { changeNoteForm } from '@/lib/input/change-form'
import { CHANGE_CLASSES, CHANGE_WAYS } from '@/lib/model/change'
import { DRIFT_STATES } from '@/lib/model/flow-change'
import { CHANGE_VIEWS } from '@/lib/model/listed-change'
import {
  actor,
  change,
  changeDetail,
  comparedVersions,
  definitionVersion,
  driftDetail,
} from './change-schemas'
import { moment, named, optionalText, pageOf, uuid } from './components'
import { operation } from './operation'
import { cursor, limit } from './parameters'

const count = z.int().min(0)
const ofChange = { id: z.guid().describe('The id of the change.') }
const ofFlow = { id: z.guid().describe('The id of the flow.') }
const driftState = z.enum(DRIFT_STATES)

export const listChangesOperation = operation({
  id: 'listChanges',
  tag: 'changes',
  path: '/changes',
  summary: 'Who changed which flow, newest first',
  description: 'Each is joined from all its witnesses: commits, merges, what the tool says, executions.',
  query: {
    view: z.enum(CHANGE_VIEWS).optional().describe('Only those of this view of the console.'),
    flow: z.guid().optional().describe('Only those of this flow.'),
    source: z.guid().optional().describe('Only those of flows of this source.'),
    team: z.guid().optional().describe('Only those of flows of this team.'),
    person: z.guid().optional().describe('Only those that this person made, by the id of the person.'),
    class: z.enum(CHANGE_CLASSES).optional().describe('Only those that touched this.'),
    way: z.enum(CHANGE_WAYS).optional().describe('Only those that were made so.'),
    text: z.string().min(1).max(200).optional().describe('Words of what, why, or the flow’s name.'),
    from: z.iso.datetime({ offset: true }).optional().describe('From this moment on.'),
    to: z.iso.datetime({ offset: true }).optional().describe('Before this moment.'),
    limit,
    cursor,
  },
  answer: pageOf('ChangePage', named('Change', change)),
  example: 'view=unexplained',
})

export const getChangeOperation = operation({
  id: 'getChange',
  tag: 'changes',
  path: '/changes/{id}',
  summary: 'One change with both definitions, its witnesses and what people said of it',
  params: ofChange,
  answer: named('ChangeDetail', changeDetail),
})

export const noteOnChangeOperation = operation({
  id: 'noteOnChange',
  tag: 'changes',
  method: 'post',
  path: '/changes/{id}/notes',
  summary: 'Asks for the reason of a change, gives it, says a word of it, or that it was reviewed',
  description: 'Needs the right to annotate executions of the flow’s team.',
  params: ofChange,
  body: changeNoteForm.omit({ changeId: true }).strict(),
  status: 201,
  answer: named('ChangeNoteMade', z.object({ id: uuid })),
  exampleBody: { kind: 'reason', text: 'The warehouse moved.' },
})

export const listDefinitionVersionsOperation = operation({
  id: 'listDefinitionVersions',
  tag: 'changes',
  path: '/flows/{id}/definitions',
  summary: 'The versions that the definition of a flow had, newest first, and how executions went with each',
  description:
    'A version is a meaning: formatting, comments and order that says nothing make none. Figures are of 500 executions at most on either side. `listFlowVersions` tells the versions that executions name.',
  params: ofFlow,
  query: { limit },
  answer: named(
    'DefinitionVersions',
    z.object({
      items: z.array(definitionVersion),
      told: count.describe('How often Git and the tool told a version of it, the same ones too.'),
      versions: count.describe('How many of those differ in meaning: all, not only the listed ones.'),
    }),
  ),
})

export const compareDefinitionsOperation = operation({
  id: 'compareDefinitions',
  tag: 'changes',
  path: '/flows/{id}/definitions/compare',
  summary: 'What two versions of a flow differ in',
  description: 'Without `from` and `to` the newest version and the one before it.',
  params: ofFlow,
  query: {
    from: z.int().min(1).max(1_000_000).optional().describe('Number of the version before.'),
    to: z.int().min(1).max(1_000_000).optional().describe('Number of the version after.'),
  },
  answer: named('ComparedDefinitions', comparedVersions),
  example: 'from=1&to=2',
})

const driftFilter = {
  team: z.guid().optional().describe('Only flows of this team.'),
  source: z.guid().optional().describe('Only flows of this source.'),
  flow: z.guid().optional().describe('This flow alone.'),
  text: z.string().min(1).max(200).optional().describe('Words of the flow’s name.'),
}

export const listDriftOperation = operation({
  id: 'listDrift',
  tag: 'changes',
  path: '/drift',
  summary: 'How flows stand to Git, the worst first',
  query: {
    state: driftState.optional().describe('Only those that stand so.'),
    ...driftFilter,
    limit,
    page: z.int().min(1).max(1_000).default(1).describe('From 1.'),
  },
  answer: named(
    'DriftPage',
    z.object({
      items: z.array(
        named(
          'FlowDrift',
          z.object({
            ...{ flowId: uuid, flow: z.string(), namespace: z.string(), sourceId: uuid, source: z.string() },
            ...{ sourceKind: z.string(), teamId: uuid, team: z.string(), state: driftState, since: moment },
            lagCommits: count.nullable().describe('Commits that the branch has and what runs has not.'),
            repository: optionalText.describe('`host/path` of the repository that defines it.'),
            detail: driftDetail,
            actor: actor.nullable().describe('Who made its newest change.'),
            changeId: uuid.nullable().describe('The newest change.'),
          }),
        ),
      ),
      hasMore: z.boolean(),
    }),
  ),
  example: 'state=diverged',
})

export const countDriftOperation = operation({
  id: 'countDrift',
  tag: 'changes',
  path: '/drift/counts',
  summary: 'How many flows stand how to Git',
  query: driftFilter,
  answer: named(
    'DriftCounts',
    z.object({
      in_sync: count,
      behind: count.describe('The tracked branch is newer than what runs.'),
      ahead: count.describe('Edited in the tool; the branch does not have it.'),
      diverged: count.describe('Both were changed since they were one.'),
      orphan: count.describe('It runs, and no file defines it.'),
      dormant: count.describe('It is in the repository and never ran.'),
      unknown: count.describe('No repository is bound to its source, or it was not read.'),
    }),
  ),
})
