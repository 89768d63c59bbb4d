'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Field, Input, Select } from '@/components/ui/field'
import { countOf } from '@/lib/format/count'
import type { FormAction } from '@/lib/model/action-state'

type Erased = { erased: number; held: number }

/** Takes a person out of the log, asked for twice: there is no way back. */
export function ErasureCard({
  people,
  action,
}: {
  people: { id: string; name: string; email: string }[]
  action: FormAction<Erased>
}) {
  const [isSure, setSure] = useState(false)
  const [done, setDone] = useState<Erased | null>(null)
  return (
    <Card>
      <CardHeader
        title="Erasure of a person"
        description="Takes names, addresses and values out of every entry that tells of somebody. Their number, action, time and hash stay, so that every proof holds; an entry says that it was done. Erased entries cannot be read again."
      />
      <CardBody>
        <ActionForm
          action={action}
          label="Erase a person"
          className="flex flex-col gap-4"
          onDone={(erasure) => {
            setSure(false)
            setDone(erasure)
          }}
        >
          {({ state, isPending, errorOf }) => (
            <>
              <div className="grid gap-4 sm:grid-cols-2">
                <Field label="Person" error={errorOf('userId')}>
                  <Select name="userId" defaultValue="">
                    <option value="">Choose…</option>
                    {people.map(({ id, name, email }) => (
                      <option key={id} value={id}>
                        {name} ({email})
                      </option>
                    ))}
                  </Select>
                </Field>
                <Field label="Reason" hint="It is kept: name nobody in it." error={errorOf('reason')}>
                  <Input name="reason" autoComplete="off" maxLength={500} />
                </Field>
              </div>
              <FormError state={state} />
              <div className="flex flex-wrap items-center justify-end gap-3">
                <p role="status" className="min-w-0 flex-1 text-sm text-ink-2">
                  {done === null
                    ? ''
                    : `Erased from ${countOf(done.erased, 'entry', 'entries')}${done.held === 0 ? '.' : `; ${done.held} are kept by a legal hold.`}`}
                </p>
                {isSure ? (
                  <>
                    <Button onClick={() => setSure(false)}>Cancel</Button>
                    <Button type="submit" variant="danger" disabled={isPending}>
                      {isPending ? 'Erasing…' : 'Erase for good'}
                    </Button>
                  </>
                ) : (
                  <Button onClick={() => setSure(true)}>Erase…</Button>
                )}
              </div>
            </>
          )}
        </ActionForm>
      </CardBody>
    </Card>
  )
}
