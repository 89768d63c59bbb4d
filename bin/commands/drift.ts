import { APART_STATES } from '@/lib/input/drift-address'
import { DRIFT_STATES, type DriftState } from '@/lib/model/flow-change'
import { Obstacle } from '@/lib/model/obstacle'
import { Refusal } from '@/lib/model/refusal'
import { slugOf } from '@/lib/model/slug'
import { countWords, driftTable } from '../drift/drift-report'
import type { DriftedFlow, DriftQuestion, DriftSource, NamedThing } from '../drift/drift-source'
import { withLocalDrift } from '../drift/local-drift'
import { remoteDrift } from '../drift/remote-drift'
import { red, say, sayObstacle } from '../say'

export type DriftOptions = {
  failOn?: string
  team?: string
  source?: string
  url?: string
  token?: string
  json?: boolean
}

/** More would be no table that anybody reads: the page of drift has the rest. */
const PAGES_MAX = 25
const NAMED_MAX = 20

/**
 * `drift`: the flows that are not in sync with Git. Ends with 1 where a flow stands as `--fail-on` names, with 2 where that
 * could not be found out.
 */
export async function drift(options: DriftOptions): Promise<void> {
  process.exitCode = await driftCode(options)
}

/** The same as the code that the command ends with. */
export async function driftCode(options: DriftOptions): Promise<0 | 1 | 2> {
  try {
    const failOn = statesIn(options.failOn)
    const report = (source: DriftSource) => tell(source, options, failOn)
    const hasFailed =
      options.url === undefined
        ? await withLocalDrift(report)
        : await report(remoteDrift(options.url, tokenIn(options)))
    return hasFailed ? 1 : 0
  } catch (error) {
    if (error instanceof Obstacle) sayObstacle(error)
    else if (error instanceof Refusal) say(`${red('✗')} ${error.message}`)
    else say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 2
  }
}

async function tell(
  source: DriftSource,
  options: DriftOptions,
  failOn: readonly DriftState[],
): Promise<boolean> {
  const question: DriftQuestion = {
    ...(options.team === undefined ? {} : { teamId: await idOf('team', options.team, source.teams) }),
    ...(options.source === undefined
      ? {}
      : { sourceId: await idOf('source', options.source, source.sources) }),
  }
  const counts = await source.counts(question)
  const shown = [...new Set([...APART_STATES, ...failOn])]
  const flows: DriftedFlow[] = []
  for (const state of shown) if (counts[state] > 0) flows.push(...(await all(source, question, state)))
  const failed = failOn.filter((state) => counts[state] > 0)
  if (options.json === true) process.stdout.write(`${JSON.stringify({ counts, failed, flows }, null, 2)}\n`)
  else process.stdout.write(driftTable(flows))
  say(countWords(counts))
  if (failed.length > 0) say(`${red('✗')} Flows stand as --fail-on names: ${failed.join(', ')}.`)
  return failed.length > 0
}

async function all(source: DriftSource, question: DriftQuestion, state: DriftState): Promise<DriftedFlow[]> {
  const found: DriftedFlow[] = []
  for (let page = 1; page <= PAGES_MAX; page++) {
    const { flows, hasMore } = await source.page(question, state, page)
    found.push(...flows)
    if (!hasMore) return found
  }
  say(`More flows are ${state} than are listed here.`)
  return found
}

async function idOf(what: string, word: string, list: () => Promise<NamedThing[]>): Promise<string> {
  const things = await list()
  const found =
    things.find(({ id }) => id === word) ??
    things.find(({ name }) => name === word) ??
    things.find(({ name }) => slugOf(name) === slugOf(word))
  if (found === undefined) throw new Obstacle(`There is no ${what} "${word}"`, knownWords(what, things))
  return found.id
}

function knownWords(what: string, things: readonly NamedThing[]): string {
  if (things.length === 0) return `You may read no ${what}.`
  const names = things.slice(0, NAMED_MAX).map(({ name }) => name)
  return `Known are ${names.join(', ')}${things.length > NAMED_MAX ? ' and more' : ''}.`
}

function tokenIn({ token }: DriftOptions): string {
  if (token !== undefined && token !== '') return token
  throw new Obstacle(
    'There is no token for the console',
    'Make one that reads under Settings, API tokens, and give it as RUNLEDGER_TOKEN.',
  )
}

/** The states that a list of words names; `in_sync` is none to fail on. */
function statesIn(words: string | undefined): DriftState[] {
  if (words === undefined) return []
  const known = DRIFT_STATES.filter((state) => state !== 'in_sync')
  return words.split(',').map((word) => {
    const state = known.find((each) => each === word.trim())
    if (state === undefined)
      throw new Obstacle(`"${word.trim()}" is no state to fail on`, `There are ${known.join(', ')}.`)
    return state
  })
}
