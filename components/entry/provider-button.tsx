'use client'

import { LogIn } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { goToProvider } from './go-to-provider'

/**
 * Signs in at the identity provider. It sends people back to one address alone: whoever has opened the console by another
 * name is led there first.
 */
export function ProviderButton({
  text,
  home,
  returnTo,
  variant,
}: {
  text: string
  home: string
  returnTo: string
  variant: 'primary' | 'secondary'
}) {
  const [isPending, setIsPending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const leave = async () => {
    if (window.location.origin !== home) {
      window.location.assign(`${home}/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
      return
    }
    setIsPending(true)
    const refused = await goToProvider(returnTo)
    setError(refused)
    if (refused !== null) setIsPending(false)
  }

  return (
    <div className="flex flex-col gap-2">
      <Button variant={variant} size="lg" className="w-full" disabled={isPending} onClick={leave}>
        <LogIn aria-hidden />
        <span className="truncate">{text}</span>
      </Button>
      {error === null ? null : (
        <p role="alert" className="text-sm font-medium text-danger">
          {error}
        </p>
      )}
    </div>
  )
}
