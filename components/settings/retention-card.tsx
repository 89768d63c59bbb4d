'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { formatBytes } from '@/lib/format/bytes'
import type { FormAction } from '@/lib/model/action-state'
import { ChangedBy } from './changed-by'

type Use = { bytes: number; bytesPerDay: number | null }

const CLASSES = [
  { field: 'spanDays', use: 'spans', label: 'Spans' },
  { field: 'logDays', use: 'logs', label: 'Log records' },
  { field: 'executionDays', use: 'executions', label: 'Executions' },
  { field: 'eventDays', use: 'events', label: 'Events' },
] as const

/** How long what is kept, and what that will take up at the pace of the last days. */
export function RetentionCard({
  days,
  use,
  last,
  action,
}: {
  days: Record<'spanDays' | 'logDays' | 'executionDays' | 'eventDays', number>
  use: Record<'spans' | 'logs' | 'executions' | 'events', Use>
  last: { by: string; at: Date } | null
  action: FormAction<void>
}) {
  const [typed, setTyped] = useState(days)
  const isLowered = CLASSES.some(({ field }) => typed[field] < days[field])
  return (
    <Card>
      <CardHeader
        title="Retention"
        description="How many days each kind of data is kept. What is older is deleted within an hour, for good."
      />
      <CardBody>
        <ActionForm
          action={action}
          label="Retention"
          className="flex flex-col gap-5"
          onDone={() => toast.success('Saved')}
        >
          {({ state, isPending, errorOf }) => (
            <>
              <div className="grid items-start gap-5 sm:grid-cols-2 lg:grid-cols-4">
                {CLASSES.map(({ field, use: of, label }) => (
                  <Field
                    key={field}
                    label={`${label}, days`}
                    hint={forecast(use[of], typed[field])}
                    error={errorOf(field)}
                  >
                    <Input
                      name={field}
                      type="number"
                      inputMode="numeric"
                      min={1}
                      max={3650}
                      value={typed[field] || ''}
                      onChange={(event) => setTyped({ ...typed, [field]: event.target.valueAsNumber })}
                    />
                  </Field>
                ))}
              </div>
              <FormError state={state} />
              <div className="flex flex-wrap items-center justify-end gap-3">
                <ChangedBy last={last} />
                <Button type="submit" variant={isLowered ? 'danger' : 'primary'} disabled={isPending}>
                  {isPending ? 'Saving…' : isLowered ? 'Save and delete what is older' : 'Save retention'}
                </Button>
              </div>
            </>
          )}
        </ActionForm>
      </CardBody>
    </Card>
  )
}

function forecast({ bytes, bytesPerDay }: Use, days: number): string {
  const now = `${formatBytes(bytes)} now`
  if (bytesPerDay === null) return `${now}. A forecast needs a whole day.`
  return Number.isFinite(days)
    ? `${now}, about ${formatBytes(bytesPerDay * days)} at the present pace.`
    : `${now}.`
}
