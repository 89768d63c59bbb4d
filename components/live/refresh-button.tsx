'use client'

import { RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '@/components/ui/button'

/** Reads the page's rows anew when asked to: rows that moved by themselves would move from under the pointer. */
export function RefreshButton() {
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  return (
    <Button size="sm" aria-busy={isPending} onClick={() => startTransition(() => router.refresh())}>
      <RefreshCw aria-hidden className={isPending ? 'animate-spin' : undefined} />
      Refresh
    </Button>
  )
}
