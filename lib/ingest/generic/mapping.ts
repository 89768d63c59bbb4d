import { z } from 'zod'
import type { EventMapping, MappingProblem } from '@/lib/model/event-mapping'
import { STATES } from '@/lib/model/state'
import { parsePath } from './path'

const path = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => parsePath(text) !== null, {
    error: 'Not a path: keys with dots between them, [0] for a place in a list, [*] for every item.',
  })
const field = z.union([z.strictObject({ path }), z.strictObject({ value: z.string().min(1).max(500) })])
const course = {
  state: field.optional(),
  queuedAt: field.optional(),
  startedAt: field.optional(),
  endedAt: field.optional(),
  error: field.optional(),
  url: field.optional(),
}

/** How payloads of a tool that Runledger does not know are read, as it is kept with the source. */
const eventMapping: z.ZodType<EventMapping> = z.strictObject({
  events: path.optional(),
  eventKey: field.optional(),
  eventType: field.optional(),
  only: z.strictObject({ path, values: z.array(z.string().max(500)).min(1).max(100) }).optional(),
  execution: z.strictObject({
    ...course,
    namespace: field.optional(),
    flow: field,
    id: field,
    attempt: field.optional(),
    at: field.optional(),
    title: field.optional(),
    trigger: field.optional(),
    actor: field.optional(),
    commit: field.optional(),
    branch: field.optional(),
    version: field.optional(),
    environment: field.optional(),
    traceparent: field.optional(),
    startedBy: field.optional(),
    labels: z.record(z.string().min(1).max(200), field).optional(),
  }),
  states: z.record(z.string().min(1).max(200), z.enum(STATES)).optional(),
  tasks: z
    .strictObject({
      ...course,
      items: path,
      id: field,
      name: field.optional(),
      kind: field.optional(),
      attempt: field.optional(),
      worker: field.optional(),
      parent: field.optional(),
    })
    .optional(),
})

/** Reads a mapping that was sent or stored; what is wrong with it is said by its place. */
export function readMapping(
  value: unknown,
): { mapping: EventMapping; problems: [] } | { mapping: null; problems: MappingProblem[] } {
  const read = eventMapping.safeParse(value)
  if (read.success) return { mapping: read.data, problems: [] }
  const problems = read.error.issues.slice(0, 50).flatMap((issue): MappingProblem[] => {
    const place = issue.path.join('.')
    // Of the two forms of a field, the one that was tried says what is wrong with it.
    if (issue.code !== 'invalid_union') return [{ place, message: issue.message }]
    const [tried] = issue.errors.filter((each) => each.every(({ code }) => code !== 'unrecognized_keys'))
    const first = tried?.[0]
    if (first === undefined) return [{ place, message: 'A field has a path or a value.' }]
    return [{ place: [place, ...first.path].join('.'), message: first.message }]
  })
  return { mapping: null, problems }
}
