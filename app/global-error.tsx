'use client'

import { GeistSans } from 'geist/font/sans'
import { Button } from '@/components/ui/button'
import './globals.css'

/** When even the frame broke. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <html lang="en" className={GeistSans.variable}>
      <body className="flex min-h-dvh flex-col items-center justify-center px-6 text-center">
        <title>Runledger could not be shown</title>
        <h1 className="text-xl font-semibold text-ink">Runledger could not be shown</h1>
        <p className="mt-1.5 text-sm text-ink-2">
          The server answered with an error. Nothing is known to be lost.
        </p>
        {error.digest ? <p className="mt-2 font-mono text-xs text-ink-3">{error.digest}</p> : null}
        <div className="mt-5">
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        </div>
      </body>
    </html>
  )
}
