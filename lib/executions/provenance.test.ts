import { expect, test } from 'vitest'
import type { ExecutionFact, StateObservation } from '@/lib/model/fact'
import { witnessesOf } from './provenance'

const fact = (dialect: string, states: StateObservation[]): ExecutionFact => ({
  sourceId: 's',
  namespace: '',
  flow: 'f',
  nativeId: 'n',
  attempt: 1,
  executionId: 'e',
  title: null,
  dialect,
  states,
  queuedAt: null,
  startedAt: null,
  endedAt: null,
  errors: [],
  failedTask: null,
  trigger: null,
  actor: null,
  commit: null,
  branch: null,
  version: null,
  environment: null,
  url: null,
  labels: {},
  links: [],
  traceId: dialect,
  spanId: null,
})

test('who decided comes first, who disagrees is named', () => {
  const facts = {
    'trace:b': fact('generic', [{ state: 'success', word: 'ok', at: '20', precedence: 0 }]),
    'trace:a': fact('cicd', [
      { state: 'running', word: 'executing', at: '5', precedence: 2 },
      { state: 'failed', word: 'failure', at: '10', precedence: 2 },
    ]),
    'trace:c': fact('generic', []),
  }
  expect(
    witnessesOf(facts, 'failed').map((each) => [each.origin, each.state, each.agrees, each.readFrom]),
  ).toEqual([
    ['trace:a', 'failed', true, 'the CI/CD conventions'],
    ['trace:b', 'success', false, 'the status of a span'],
  ])
})
