'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import { RepositoryFields } from './repository-fields'

/** Where a repository is, to be changed; and its end. */
export function RepositoryCard({
  id,
  name,
  values,
  saveAction,
  deleteAction,
}: {
  id: string
  name: string
  values: { address: string; branch: string; isFetched: boolean; hasCredential: boolean }
  saveAction: FormAction<void>
  deleteAction: FormAction<void>
}) {
  const router = useRouter()
  return (
    <Card>
      <CardHeader title="Where it is" description="Another branch or address has everything read again." />
      <CardBody>
        <ActionForm
          action={saveAction}
          label="Where it is"
          className="flex max-w-2xl flex-col gap-4"
          onDone={() => toast.success('Saved. It is being read.')}
        >
          {({ state, isPending, errorOf }) => (
            <>
              <input type="hidden" name="repositoryId" value={id} />
              <RepositoryFields values={values} errorOf={errorOf} />
              <FormError state={state} />
              <div className="flex flex-wrap justify-between gap-2">
                <ConfirmAction
                  title={`Remove ${name}?`}
                  description="What was read of it is forgotten: changes lose its commits as witnesses, and flows are not compared with Git any more. The audit log stays, and the repository itself is not touched."
                  confirmLabel="Remove repository"
                  fields={{ repositoryId: id }}
                  action={deleteAction}
                  onDone={() => router.push('/settings/repositories')}
                  trigger={<Button>Remove</Button>}
                />
                <Button type="submit" variant="primary" disabled={isPending}>
                  {isPending ? 'Saving…' : 'Save'}
                </Button>
              </div>
            </>
          )}
        </ActionForm>
      </CardBody>
    </Card>
  )
}

const LOOK_MS = 2_500

/** Shows how far the reading of a repository is, for as long as it goes on. */
export function RefreshWhileReading() {
  const router = useRouter()
  // The clock: the page is asked for again until what it waits for is there, which ends this.
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), LOOK_MS)
    return () => clearInterval(timer)
  }, [router])
  return null
}
