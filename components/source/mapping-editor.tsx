'use client'

import { useMemo, useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { toast } from '@/components/ui/toast'
import { draftOf, mappingOf, placesIn } from '@/lib/format/mapping-draft'
import type { FormAction } from '@/lib/model/action-state'
import type { MappingPreview } from '@/lib/model/event-mapping'
import { MappingFields } from './mapping-fields'
import { MappingOutcome } from './mapping-outcome'
import { MappingWords } from './mapping-words'
import { useMappingPreview } from './use-mapping-preview'

type Props = {
  sourceId: string
  /** As it is stored; null where none is. */
  mapping: unknown
  /** The last payload that came, as text. */
  sample: string | null
  mayWrite: boolean
  previewAction: FormAction<MappingPreview>
  saveAction: FormAction<void>
}

/** A sample, the places in it that mean something, and what would come of it, side by side. */
export function MappingEditor({
  sourceId,
  mapping,
  sample: last,
  mayWrite,
  previewAction,
  saveAction,
}: Props) {
  const [draft, setDraft] = useState(() => draftOf(mapping))
  const [sample, setSample] = useState(() => pretty(last ?? ''))
  const text = useMemo(() => JSON.stringify(mappingOf(draft)), [draft])
  const places = useMemo(() => placesIn(parsed(sample)), [sample])
  const live = useMappingPreview(sourceId, text, sample, previewAction)
  const { preview } = live
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="order-2 flex min-w-0 flex-col gap-6 xl:order-1">
        <MappingFields
          draft={draft}
          onChange={setDraft}
          preview={preview}
          places={places}
          mayWrite={mayWrite}
        />
        <MappingWords draft={draft} onChange={setDraft} preview={preview} mayWrite={mayWrite} />
        {mayWrite ? (
          <ActionForm
            action={saveAction}
            label="Mapping"
            className="flex flex-col gap-3"
            onDone={() => toast.success('Saved: it holds for what arrives from now on')}
          >
            {({ state, isPending }) => (
              <>
                <input type="hidden" name="sourceId" value={sourceId} />
                <input type="hidden" name="mapping" value={text} />
                <FormError state={state} />
                <div className="flex flex-wrap items-center justify-end gap-3">
                  <p className="text-sm text-ink-3">What came before can be read again from the events.</p>
                  <Button type="submit" variant="primary" disabled={isPending}>
                    {isPending ? 'Saving…' : 'Save mapping'}
                  </Button>
                </div>
              </>
            )}
          </ActionForm>
        ) : null}
      </div>
      <div className="order-1 flex min-w-0 flex-col gap-6 xl:sticky xl:top-18 xl:order-2">
        <Sample value={sample} isReceived={last !== null} onChange={setSample} />
        <MappingOutcome live={live} hasSample={sample.trim() !== ''} />
      </div>
    </div>
  )
}

function Sample({
  value,
  isReceived,
  onChange,
}: {
  value: string
  isReceived: boolean
  onChange: (value: string) => void
}) {
  return (
    <Card>
      <CardHeader
        title="Sample"
        description={
          isReceived
            ? 'The last payload that came, its secrets taken out. Another one can be pasted over it.'
            : 'Nothing has come yet: paste what the tool sends. It is not stored.'
        }
      />
      <CardBody>
        <textarea
          aria-label="Sample payload"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          rows={12}
          spellCheck={false}
          autoComplete="off"
          className="w-full rounded-md border border-control bg-surface px-2.5 py-2 font-mono text-xs text-ink hover:border-ink-3 focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent"
        />
      </CardBody>
    </Card>
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function pretty(text: string): string {
  const value = parsed(text)
  return value === null ? text : JSON.stringify(value, null, 2)
}
