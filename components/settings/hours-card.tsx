'use client'

import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import type { WorkingHours } from '@/lib/model/working-hours'
import { ChangedBy } from './changed-by'
import { HoursFields } from './hours-fields'

/** When people are at work whose team has no hours of its own. */
export function HoursCard({
  hours,
  zones,
  last,
  action,
}: {
  hours: WorkingHours
  zones: readonly string[]
  last: { by: string; at: Date } | null
  action: FormAction<void>
}) {
  return (
    <Card>
      <CardHeader
        title="Working hours"
        description="For teams that have none of their own (Settings > Teams). A change at another time is outside hours."
      />
      <CardBody>
        <ActionForm
          action={action}
          label="Working hours"
          className="flex max-w-xl flex-col gap-4"
          onDone={() => toast.success('Hours saved')}
        >
          {({ state, isPending, errorOf }) => (
            <>
              <HoursFields hours={hours} zones={zones} errorOf={errorOf} />
              <FormError state={state} />
              <div className="flex flex-wrap items-center justify-end gap-3">
                <ChangedBy last={last} />
                <Button type="submit" variant="primary" disabled={isPending}>
                  {isPending ? 'Saving…' : 'Save hours'}
                </Button>
              </div>
            </>
          )}
        </ActionForm>
      </CardBody>
    </Card>
  )
}
