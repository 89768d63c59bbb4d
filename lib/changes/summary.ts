import type { ToldField } from '@/lib/model/change'
import type { Difference } from '@/lib/model/flow-change'

const MAX_TOLD = 4
const MAX_VALUE = 32
const MAX_MOVE = 44

/** What is counted rather than told one by one. */
const COUNTED =
  /(?:^|\.)(tasks?|steps?|jobs?|triggers?|inputs?|outputs?|schedules?|streams?|models?|nodes|deployments|resources?|errors|imports|dags)(?:\[([^\]]*)\]|\.([^.[\]]+))$/

/** A file that a script imports, as a whole or something in it. */
const MODULE = /^modules\.(.+?\.py)(?=\.|\[|$)/

/** What came or went as a whole file. */
function signOf({ path, from, to }: Difference): string {
  if (!path.endsWith('.py')) return ''
  return isNothing(from) ? '+' : isNothing(to) ? '−' : ''
}

/** One line for a change: `schedule 03:00 → 02:00; +1 task; retries 1 → 3`. */
export function summaryOf(differences: readonly Difference[]): string {
  const counts = new Map<string, { plus: number; minus: number }>()
  const said: { rank: number; words: string }[] = []
  const modules = new Set<string>()
  for (const one of differences) {
    const kind = countedKind(one)
    const module = MODULE.exec(one.path)?.[1]
    if (module !== undefined) modules.add(`${signOf(one)}${module}${signOf(one) === '' ? ' changed' : ''}`)
    else if (kind !== null) {
      const count = counts.get(kind) ?? { plus: 0, minus: 0 }
      if (isNothing(one.from)) count.plus++
      else count.minus++
      counts.set(kind, count)
    } else if (!isCode(one.path))
      said.push({ rank: rankOf(one), words: moved(nameOf(one), one.from, one.to) })
  }
  for (const [kind, { plus, minus }] of counts) {
    if (plus > 0) said.push({ rank: 1, words: `+${plus} ${plural(kind, plus)}` })
    if (minus > 0) said.push({ rank: 1, words: `−${minus} ${plural(kind, minus)}` })
  }
  for (const words of modules) said.push({ rank: 4, words })
  if (differences.some(({ path }) => isCode(path) && !MODULE.test(path)))
    said.push({ rank: 4, words: 'code changed' })
  return inShort(said.sort((a, b) => a.rank - b.rank).map(({ words }) => words))
}

/** The same for fields that a tool's log tells. */
export const fieldsSummary = (fields: readonly ToldField[]): string =>
  inShort(fields.map(({ name, from, to }) => moved(name, from, to)))

const inShort = (words: readonly string[]): string =>
  words.length <= MAX_TOLD
    ? words.join('; ')
    : `${words.slice(0, MAX_TOLD).join('; ')}; ${words.length - MAX_TOLD} more`

const isNothing = (value: unknown): boolean => value === null || value === undefined

const isCode = (path: string): boolean => /(^|\.)code(\[|$)/.test(path)

/** What was added or taken away as a whole. */
function countedKind({ path, from, to }: Difference): string | null {
  if (isNothing(from) === isNothing(to)) return null
  const kind = COUNTED.exec(path)?.[1]
  return kind === undefined ? null : kind.replace(/s$/, '')
}

const plural = (word: string, count: number): string => (count === 1 ? word : `${word}s`)

/** When it runs first, then what it does, then the rest. */
const rankOf = ({ class: of }: Difference): number => (of === 'schedule' ? 0 : of === 'retries' ? 2 : 3)

/** A schedule is called so whatever the tool calls it. */
function nameOf({ path, class: of }: Difference): string {
  if (path.endsWith('[order]')) return `order of ${path.slice(0, -'[order]'.length).split('.').at(-1)}`
  const last =
    path
      .split('.')
      .at(-1)
      ?.replace(/\[\d+\]$/, '') ?? path
  if (
    of === 'schedule' &&
    /^(cron|schedule|schedule_interval|cron_schedule|cronExpression|crontab)$/i.test(last)
  )
    return 'schedule'
  const task = /(?:tasks|jobs|steps)(?:\[([^\]]+)\]|\.([^.[\]]+))\./.exec(path)
  const owner = task?.[1] ?? task?.[2]
  return owner === undefined ? last : `${owner} ${last}`
}

function moved(name: string, from: unknown, to: unknown): string {
  const [before, after] = [inWords(from), inWords(to)]
  if (name.startsWith('order of ')) return `${name} changed`
  if (before === null || after === null || before === after) return `${name} changed`
  if (isNothing(from)) return `+${name} ${after}`
  if (isNothing(to)) return `−${name}`
  return before.length + after.length > MAX_MOVE ? `${name} changed` : `${name} ${before} → ${after}`
}

/** A value in a few letters; null where it takes more. */
function inWords(value: unknown): string | null {
  if (isNothing(value)) return 'none'
  if (typeof value === 'string') return short(timeOfDay(value) ?? value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object'))
    return short(value.join(', ') || 'none')
  if (typeof value === 'object' && value !== null && 'cron' in value) return inWords(value.cron)
  if (typeof value === 'object' && value !== null && 'code' in value && Object.keys(value).length === 1)
    return inWords(value.code)
  return null
}

const short = (text: string): string | null =>
  text.length <= MAX_VALUE && !text.includes('\n') ? text : null

/** `0 3 * * *` is 03:00; any other schedule is told as it is written. */
function timeOfDay(cron: string): string | null {
  const [, minute, hour] = /^(\d{1,2}) (\d{1,2}) \* \* \*$/.exec(cron) ?? []
  return minute === undefined || hour === undefined
    ? null
    : `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
}
