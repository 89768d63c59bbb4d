import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { mentionsIn } from './mentions'

const RUN = '01890f3c-1f6b-7b53-9a1c-0b1f2f4d5e6f'
const ROOT = '01890f3c-0000-7b53-9a1c-0b1f2f4d5e6f'
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`

describe('what was handed to an execution names others', () => {
  it('by the address of their page, wherever in a text it is', () => {
    const inputs = {
      why: 'see (https://GitHub.com/octo/app/actions/runs/7/), please',
      to: ['http://kestra:8080/ui/executions/a.b/f/9'],
    }
    expect(mentionsIn(inputs, 'inputs')).toEqual([
      {
        kind: 'link',
        key: 'url:github.com/octo/app/actions/runs/7',
        confidence: 'likely',
        evidence: 'address in inputs.why',
      },
      {
        kind: 'link',
        key: 'url:kestra:8080/ui/executions/a.b/f/9',
        confidence: 'likely',
        evidence: 'address in inputs.to[0]',
      },
    ])
  })

  it('by their trace', () => {
    expect(mentionsIn([{ key: 'TRACEPARENT', value: TRACEPARENT.toUpperCase() }], 'variables')).toEqual([
      {
        kind: 'link',
        key: `trace:${TRACE}`,
        confidence: 'certain',
        evidence: 'traceparent in variables[0].TRACEPARENT',
      },
    ])
    expect(mentionsIn(`run --env TRACEPARENT=${TRACEPARENT};`, 'command')).toHaveLength(1)
  })

  it('by their OpenLineage run, which is then the parent', () => {
    const context = {
      parent: {
        run: { runId: RUN.toUpperCase() },
        job: { namespace: 'a', name: 'b' },
        root: { run: { runId: ROOT } },
      },
    }
    const both = [
      {
        kind: 'parent',
        key: `openlineage:${RUN}`,
        confidence: 'certain',
        evidence: 'OpenLineage run in env.OPENLINEAGE_CONTEXT',
      },
      {
        kind: 'root',
        key: `openlineage:${ROOT}`,
        confidence: 'certain',
        evidence: 'OpenLineage run in env.OPENLINEAGE_CONTEXT',
      },
    ]
    expect(mentionsIn({ OPENLINEAGE_CONTEXT: JSON.stringify(context) }, 'env')).toEqual(both)
    expect(mentionsIn({ OPENLINEAGE_CONTEXT: context }, 'env')).toEqual(both)
    expect(mentionsIn({ openlineage_parent_id: `my/name space/a/job/${RUN}` }, 'env')).toMatchObject([
      { kind: 'parent', key: `openlineage:${RUN}` },
    ])
    expect(mentionsIn({ OPENLINEAGE_ROOT_PARENT_ID: `ns/job/${RUN}` }, 'env')).toMatchObject([
      { kind: 'root' },
    ])
  })
})

test.for([
  ['a front page', 'https://example.com/'],
  ['another scheme', 'javascript:alert(1)'],
  ['a trace of zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
  ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['the version that is forbidden', `ff-${TRACE}-b7ad6b7169203331-01`],
  ['a trace with more digits', `00-a${TRACE}-b7ad6b7169203331-01`],
  ['text that is no address', 'https://'],
])('%s names nothing', ([, text]) => {
  expect(mentionsIn({ a: text }, '')).toEqual([])
})

test.for(['no json', '[]', '{"parent":{"run":{"runId":"7"}}}', 'null', ''])(
  'an OpenLineage context of %j names nothing',
  (context) => {
    expect(mentionsIn({ OPENLINEAGE_CONTEXT: context, OPENLINEAGE_PARENT_ID: context }, 'env')).toEqual([])
  },
)

test('what goes by the names of the execution itself is no other', () => {
  const own = ['url:ci.example/runs/7', `trace:${TRACE}`]
  expect(mentionsIn({ page: 'https://ci.example/runs/7#log', TRACEPARENT }, '', own)).toEqual([])
})

test('of many, those count that were handed over for the purpose, and 16 are enough', () => {
  const pages = Array.from({ length: 40 }, (_, index) => `https://ci.example/runs/${index}`)
  const mentions = mentionsIn({ pages, again: pages, TRACEPARENT, OPENLINEAGE_PARENT_ID: `a/b/${RUN}` }, '')
  expect(mentions.map(({ key }) => key).slice(0, 3)).toEqual([
    `openlineage:${RUN}`,
    `trace:${TRACE}`,
    'url:ci.example/runs/0',
  ])
  expect(mentions).toHaveLength(16)
})

test('no document makes it throw, or long', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      expect(mentionsIn(value, 'x').length).toBeLessThanOrEqual(16)
    }),
  )
  let deep: unknown = 'https://ci.example/1'
  for (let level = 0; level < 100_000; level++) deep = { deep }
  expect(mentionsIn(deep, '')).toEqual([])
  const wide = Array.from({ length: 300_000 }, () => 'https://'.repeat(3))
  expect(mentionsIn([wide, wide], '')).toHaveLength(1)
  expect(mentionsIn('https://a/'.repeat(1_000_000), '')).toHaveLength(1)
})
