'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'

/** For how long entries are kept. Null days are for good; without an action it is only told. */
export function AuditRetentionCard({
  days,
  action,
}: {
  days: number | null
  action: FormAction<void> | null
}) {
  const [typed, setTyped] = useState(days === null ? '' : String(days))
  const isLowered = typed !== '' && (days === null || Number(typed) < days)
  return (
    <Card>
      <CardHeader
        title="Retention"
        description="What is older goes within the hour, and an entry says which. Hashes stay, so that every proof holds; what a legal hold keeps stays, and all that comes after it."
      />
      <CardBody>
        {action === null ? (
          <p className="text-sm text-ink-2">
            {days === null ? 'Entries are kept for good.' : `Entries are kept for ${days} days.`}
          </p>
        ) : (
          <ActionForm
            action={action}
            label="Retention of the audit log"
            className="flex flex-wrap items-end gap-3"
            onDone={() => toast.success('Saved')}
          >
            {({ state, isPending, errorOf }) => (
              <>
                <div className="w-56">
                  <Field label="Days; empty for good" error={errorOf('days')}>
                    <Input
                      name="days"
                      type="number"
                      inputMode="numeric"
                      min={30}
                      value={typed}
                      placeholder="for good"
                      onValueChange={setTyped}
                    />
                  </Field>
                </div>
                <FormError state={state} />
                <Button
                  type="submit"
                  variant={isLowered ? 'danger' : 'primary'}
                  disabled={isPending}
                  className="h-9"
                >
                  {isPending ? 'Saving…' : isLowered ? 'Save and remove what is older' : 'Save'}
                </Button>
              </>
            )}
          </ActionForm>
        )}
      </CardBody>
    </Card>
  )
}
