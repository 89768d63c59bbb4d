import { z } from 'zod'
import { newRepositoryBody, repositoryBody, rulesBody } from '@/lib/input/repository-form'
import { moment, named, optionalText, uuid } from './components'
import { nothing, type Operation, operation } from './operation'

const count = z.int().min(0)

const shape = {
  id: uuid,
  teamId: uuid,
  teamName: z.string(),
  name: z.string().describe('`host/path`, as commits, merges and deployments name it.'),
  url: optionalText.describe('Where it is fetched from; null where webhooks alone tell of it.'),
  branch: z.string(),
  hasCredential: z.boolean(),
  headSha: optionalText.describe('The newest commit of the branch that was read.'),
  headAt: moment.nullable(),
  readAt: moment.nullable(),
  problem: optionalText.describe('Why it could not be read the last time.'),
  createdAt: moment,
  rules: count,
  commits: count,
  files: count.describe('Files of the newest commit that define flows.'),
  flows: count.describe('The flows that they define.'),
}

const rule = named('RepositoryRule', z.object({ id: uuid, ...rulesBody.shape.rules.element.shape }))
const repository = named('Repository', z.object(shape))
const detail = named('RepositoryWithRules', z.object({ ...shape, ruleList: z.array(rule) }))

const preview = named(
  'RepositoryRulesPreview',
  z.object({
    sha: z.string(),
    files: count,
    matched: z.array(
      z.object({
        path: z.string(),
        ruleId: optionalText.describe('The place of the rule among those that were sent, from 0.'),
        sourceId: uuid.nullable(),
        flows: z.array(z.object({ namespace: z.string(), flow: z.string(), isKnown: z.boolean() })),
        owners: z.array(z.string()).describe('Whom CODEOWNERS names.'),
        parts: z.array(z.string()).describe('Other files that are part of the definition.'),
        elsewhere: z.array(z.string()).describe('What it names that is not followed, in words.'),
        problem: optionalText.describe('Why and where it could not be read: `line 3: …`.'),
      }),
    ),
    isCut: z.boolean().describe('True where more files are matched than are listed.'),
    unmatched: z.array(z.string()),
    withoutFile: z
      .array(z.object({ sourceId: uuid, namespace: z.string(), flow: z.string() }))
      .describe('Flows of the rules’ sources that no file defines.'),
  }),
)

const ofRepository = { id: z.guid().describe('The id of the repository.') }
const rulesExample = {
  rules: [
    {
      pattern: 'flows/**/*.{yml,yaml}',
      format: 'kestra',
      sourceId: '00000000-0000-0000-0000-000000000000',
      namespace: '',
      flow: '',
    },
  ],
}

export const listRepositoriesOperation = operation({
  id: 'listRepositories',
  tag: 'sources',
  path: '/repositories',
  summary: 'Git repositories that define flows',
  answer: named('Repositories', z.object({ items: z.array(repository) })),
})

export const createRepositoryOperation = operation({
  id: 'createRepository',
  tag: 'sources',
  method: 'post',
  path: '/repositories',
  summary: 'Adds a repository, which is read at once',
  body: newRepositoryBody,
  status: 201,
  answer: detail,
  exampleBody: {
    teamId: '00000000-0000-0000-0000-000000000000',
    address: 'https://github.com/octo/flows',
    branch: 'main',
  },
})

export const getRepositoryOperation = operation({
  id: 'getRepository',
  tag: 'sources',
  path: '/repositories/{id}',
  summary: 'One repository with its rules',
  params: ofRepository,
  answer: detail,
})

export const updateRepositoryOperation = operation({
  id: 'updateRepository',
  tag: 'sources',
  method: 'put',
  path: '/repositories/{id}',
  summary: 'Says where a repository is and how it is reached',
  params: ofRepository,
  body: repositoryBody,
  status: 204,
  answer: nothing,
  exampleBody: { address: 'https://github.com/octo/flows', branch: 'main' },
})

export const deleteRepositoryOperation = operation({
  id: 'deleteRepository',
  tag: 'sources',
  method: 'delete',
  path: '/repositories/{id}',
  summary: 'Takes a repository away, with all that was read of it',
  params: ofRepository,
  status: 204,
  answer: nothing,
})

export const setRepositoryRulesOperation = operation({
  id: 'setRepositoryRules',
  tag: 'sources',
  method: 'put',
  path: '/repositories/{id}/rules',
  summary: 'Says which files define which flows, in place of what was said before',
  description: 'The first rule that fits a file counts. The history is read again by the new rules.',
  params: ofRepository,
  body: rulesBody,
  status: 204,
  answer: nothing,
  exampleBody: rulesExample,
})

export const previewRepositoryRulesOperation = operation({
  id: 'previewRepositoryRules',
  tag: 'sources',
  method: 'post',
  path: '/repositories/{id}/rules/preview',
  summary: 'Tries rules on the files that were last fetched, and keeps nothing',
  params: ofRepository,
  body: rulesBody,
  answer: preview,
  exampleBody: rulesExample,
})

/** All of them, in the order in which they are read about. */
export const REPOSITORY_OPERATIONS: readonly Operation[] = [
  listRepositoriesOperation,
  createRepositoryOperation,
  getRepositoryOperation,
  updateRepositoryOperation,
  deleteRepositoryOperation,
  setRepositoryRulesOperation,
  previewRepositoryRulesOperation,
]
