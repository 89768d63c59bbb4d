'use client'

import { STATE_WORD } from '@/components/execution/state-words'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Field, Select } from '@/components/ui/field'
import type { MappingDraft } from '@/lib/format/mapping-draft'
import type { MappingPreview } from '@/lib/model/event-mapping'
import { STATES, type State } from '@/lib/model/state'

/** Words for states that the sample has or the mapping knows, each with what it means. */
export function MappingWords({
  draft,
  onChange,
  preview,
  mayWrite,
}: {
  draft: MappingDraft
  onChange: (draft: MappingDraft) => void
  preview: MappingPreview | null
  mayWrite: boolean
}) {
  const seen = preview?.words ?? []
  const own = Object.keys(draft.states)
  const isOwn = (word: string) => own.find((each) => each.toLowerCase() === word.toLowerCase())
  const words = [...own, ...seen.map(({ word }) => word).filter((word) => isOwn(word) === undefined)]
  if (words.length === 0) return null
  const set = (word: string, state: string) => {
    const { [isOwn(word) ?? word]: _before, ...others } = draft.states
    onChange({ ...draft, states: state === '' ? others : { ...others, [word]: state as State } })
  }
  return (
    <Card>
      <CardHeader
        title="Words for states"
        description="Words that most tools share are known. Say what the others mean, or that a known one means something else."
      />
      <CardBody className="grid gap-4 sm:grid-cols-2">
        {words.map((word) => {
          const known = seen.find((each) => each.word.toLowerCase() === word.toLowerCase())?.state ?? null
          const chosen = draft.states[isOwn(word) ?? word]
          return (
            <Field key={word} label={<span className="font-mono wrap-anywhere">{word}</span>}>
              <Select
                value={chosen ?? ''}
                disabled={!mayWrite}
                onChange={(event) => set(word, event.target.value)}
              >
                <option value="">
                  {chosen === undefined && known !== null
                    ? `${STATE_WORD[known]} (known)`
                    : 'as most tools mean it'}
                </option>
                {STATES.map((state) => (
                  <option key={state} value={state}>
                    {STATE_WORD[state]}
                  </option>
                ))}
              </Select>
            </Field>
          )
        })}
      </CardBody>
    </Card>
  )
}
