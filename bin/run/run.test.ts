import { describe, expect, test } from 'vitest'
import { OutputTail } from './output-tail'
import { type CommandRun, logRequest, spanRequest } from './payload'
import { traceContextOf, traceparentOf } from './trace-context'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('the trace of a run', () => {
  const TRACE = '0af7651916cd43dd8448eb211c80319c'
  const PARENT = 'b7ad6b7169203331'

  test('continues that of whoever called', () => {
    const context = traceContextOf({ TRACEPARENT: `00-${TRACE}-${PARENT}-01`, TRACESTATE: 'vendor=1' })
    expect(context).toMatchObject({ traceId: TRACE, parentSpanId: PARENT, traceState: 'vendor=1' })
    expect(context.spanId).not.toBe(PARENT)
    expect(traceparentOf(context)).toBe(`00-${TRACE}-${context.spanId}-01`)
  })

  test.for([
    undefined,
    '',
    'nonsense',
    `ff-${TRACE}-${PARENT}-01`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
  ])('begins anew with the caller %s', (TRACEPARENT) => {
    const context = traceContextOf({ TRACEPARENT })
    expect(context.parentSpanId).toBeNull()
    expect(context.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(context.traceId).not.toBe(TRACE)
  })
})

describe('the last lines of output', () => {
  const tailOf = (...chunks: string[]) => {
    const tail = new OutputTail()
    for (const chunk of chunks) tail.add('stdout', bytes(chunk), 1)
    return tail.lines(2).map(({ text }) => text)
  }

  test('are twenty, whole however they were cut', () => {
    const all = Array.from({ length: 100 }, (_, at) => `line ${at}\n`).join('')
    const cut = all.match(/[\s\S]{1,7}/g) ?? []
    expect(tailOf(...cut)).toEqual(Array.from({ length: 20 }, (_, at) => `line ${at + 80}`))
  })

  test('include one that was never ended', () => {
    expect(tailOf('done\nalmo', 'st')).toEqual(['done', 'almost'])
  })

  test('are what a person saw where a progress bar draws over itself', () => {
    expect(tailOf('10 %\r50 %\r100 %\n')).toEqual(['100 %'])
    expect(tailOf('windows\r\n')).toEqual(['windows'])
  })

  test('survive a character cut in half, and keep one endless line short', () => {
    const tail = new OutputTail()
    const [first, ...rest] = bytes('é\n')
    tail.add('stderr', Uint8Array.of(first ?? 0), 1)
    tail.add('stderr', Uint8Array.from(rest), 1)
    tail.add('stderr', bytes('x'.repeat(1_000_000)), 1)
    const [whole, endless] = tail.lines(2)
    expect(whole?.text).toBe('é')
    expect(endless?.text.length).toBe(2_000)
  })
})

describe('what is told of a run', () => {
  const started: CommandRun = {
    flow: 'backup',
    service: 'cron',
    command: '/usr/bin/backup',
    args: ['--all'],
    context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentSpanId: null, traceState: null },
    startedAtMs: 1_795_253_500_765.123,
    end: null,
  }
  const ended = (end: Partial<NonNullable<CommandRun['end']>>): CommandRun => ({
    ...started,
    end: { atMs: 1_795_253_501_000, exitCode: 0, signal: null, failure: null, tail: [], ...end },
  })
  const spanOf = (run: CommandRun) =>
    JSON.parse(JSON.stringify(spanRequest(run))).resourceSpans[0].scopeSpans[0].spans[0]

  test('at its start is an open span with the same ids', () => {
    expect(spanOf(started)).toMatchObject({
      name: 'backup',
      startTimeUnixNano: '1795253500765123000',
      endTimeUnixNano: '0',
      status: { code: 0 },
    })
    expect(spanOf(ended({})).spanId).toBe(spanOf(started).spanId)
  })

  test.for([
    [{ exitCode: 0 }, { code: 0 }],
    [{ exitCode: 3 }, { code: 2, message: 'exit code 3' }],
    [
      { exitCode: null, signal: 'SIGKILL' },
      { code: 2, message: 'ended by SIGKILL' },
    ],
    [
      { exitCode: 127, failure: 'command not found' },
      { code: 2, message: 'command not found' },
    ],
  ] as const)('at its end %o is the status %o', ([end, status]) => {
    expect(spanOf(ended(end)).status).toEqual(status)
  })

  test('says why with the last words on stderr', () => {
    const tail = [
      { stream: 'stderr', text: 'disk full', atMs: 1 },
      { stream: 'stderr', text: '  ', atMs: 2 },
      { stream: 'stdout', text: 'bye', atMs: 3 },
    ] as const
    expect(spanOf(ended({ exitCode: 1, tail: [...tail] })).status.message).toBe('exit code 1: disk full')
  })

  test('has no log records without output', () => {
    expect(logRequest(ended({}))).toBeNull()
  })
})
