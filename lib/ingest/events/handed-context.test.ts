import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { contextKeys, contextShell } from './handed-context'
import { mentionsIn } from './mentions'

test('what a run hands on by the shell is what it answers to', () => {
  const script = contextShell('$TOOL/$RUN', '$TOOL', 'daily load')
  const output = execFileSync('sh', ['-c', `${script}\nenv`], {
    env: { NODE_ENV: 'test', PATH: '/usr/bin:/bin', TOOL: 'octo/app', RUN: '7' },
  }).toString()
  const handed = Object.fromEntries(
    output.split('\n').map((line) => [line.replace(/=.*/, ''), line.replace(/^[^=]*=/, '')]),
  )
  const keys = mentionsIn(handed, 'env').map(({ key }) => key)
  expect(keys.sort()).toEqual(contextKeys('octo/app/7').sort())
  for (const name of ['TRACEPARENT', 'OPENLINEAGE_CONTEXT', 'OPENLINEAGE_PARENT_ID']) {
    expect(mentionsIn({ [name]: handed[name] }, 'env')).toHaveLength(1)
  }
})
