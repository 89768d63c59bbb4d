import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { OPERATIONS } from './operations'

/** What a page asks or does that the API does otherwise, or not at all, and why. */
const OTHERWISE: Record<string, string> = {
  listExecutions: 'listExecutions of the API asks the same of exportExecutions, which tells more of each row',
  listFlowExecutions: 'a choice of executions: the API lists them by filter',
  listExecutionsById: 'the API lists executions by `id:`',
  countNewExecutions: 'a page that stays open counts what is new; a program asks again',
  countNewEvents: 'a page that stays open counts what is new; a program asks again',
  teamsOfChanged: 'the live stream of open pages',
  hasReadRepository: 'why commits touch no flow, on a page; listRepositories says which are read',
  listChangeMarks: 'counts of an hour for the picture of the day; listChanges gives the changes themselves',
  seeAnswer: 'that who asked has an answer on their screen; a program asks again',
  findDefaultView: 'views say which is the default',
  countExported: 'the API gives what an export holds page by page',
  noteExport: 'the API gives what an export holds page by page',
  getFirstSpans: 'the first screen of what listSpans gives',
  getTraceSpans: 'packed for the browser; listSpans gives the same',
  getShortTraceSpans: 'a trace that is short enough to send with its page; listSpans gives the same',
  hasSample: 'a note to who may not see how far it is; listSources says which sources are simulated',
  listExceptions: 'getSpan gives the events of a span, listTraceLogs what was logged',
  // Nobody signs in by the API: a token takes the place of a session.
  listOwnSessions: 'a matter of browsers',
  endOwnSession: 'a matter of browsers',
  listOwnIdentities: 'a matter of signing in',
  unlinkIdentity: 'a matter of signing in',
  getSignInSettings: 'who may sign in is settled by an owner who has signed in, not by a token',
  changeSignIn: 'who may sign in is settled by an owner who has signed in, not by a token',
}

const read = (file: string): string => fs.readFileSync(path.join(process.cwd(), file), 'utf8')

/** What files below a folder take from `db/queries` and `db/store`, by name. */
function takenBy(folder: string, isIn: (file: string) => boolean = () => true): Map<string, string> {
  const taken = new Map<string, string>()
  for (const name of fs.readdirSync(path.join(process.cwd(), folder), {
    recursive: true,
    encoding: 'utf8',
  })) {
    const file = path.join(folder, name)
    if (!/\.tsx?$/.test(file) || file.includes('.test.') || !isIn(name)) continue
    for (const [, names = ''] of read(file).matchAll(/import \{([^}]*)\} from '@\/db\/(?:queries|store)\//g))
      for (const each of names.split(',').map((one) => one.trim()))
        if (/^[a-z]/.test(each) && !each.startsWith('type ')) taken.set(each, file)
  }
  return taken
}

describe('all that pages show and do', () => {
  const ofPages = new Map([
    ...takenBy('app/(console)'),
    ...takenBy('app/api', (file) => !file.startsWith(`v1${path.sep}`)),
  ])
  // The two that the API has in common with a page stand beside that page.
  const ofApi = new Map([
    ...takenBy('app/api/v1'),
    ...takenBy('app/api/traces'),
    ...takenBy('app/(console)/executions/compare', (file) => file === 'compared.ts'),
  ])

  test('is asked and done by the API too, by the same queries and verbs', () => {
    const missing = [...ofPages].filter(([name]) => !ofApi.has(name) && !(name in OTHERWISE))
    expect(missing).toEqual([])
  })

  test('is done otherwise only where that is so', () => {
    expect(Object.keys(OTHERWISE).filter((name) => !ofPages.has(name))).toEqual([])
  })

  test('stands in docs/api.md, page by page', () => {
    const pages = fs
      .readdirSync(path.join(process.cwd(), 'app/(console)'), { recursive: true, encoding: 'utf8' })
      .filter((file) => path.basename(file) === 'page.tsx')
      .map((file) => `/${path.dirname(file)}`.replace('/.', '/'))
    const rows = read('docs/api.md')
      .split('\n')
      .filter((line) => line.startsWith('| `/'))
      .map((line) => line.split('|').map((cell) => cell.trim()))
    const told = new Map(rows.map(([, page = '', operations = '']) => [page.replaceAll('`', ''), operations]))
    expect([...told.keys()].toSorted()).toEqual(pages.toSorted())
    const known = new Set(OPERATIONS.map(({ id }) => id))
    const named = [...told.values()].flatMap((text) =>
      [...text.matchAll(/`(\w+)`/g)].map(([, id = '']) => id),
    )
    expect(named.filter((id) => !known.has(id))).toEqual([])
    expect([...known].filter((id) => !named.includes(id))).toEqual([])
  })
})
