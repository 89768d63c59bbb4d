'use client'

import { type ReactNode, Suspense, useState } from 'react'

/**
 * Where a part of a page stands. How it stood at first stays: a refresh that takes longer or shorter than the page did must
 * not make what is in it anew, with what the person has picked there.
 */
export function PartPlace({
  startsLate,
  fallback,
  children,
}: {
  startsLate: boolean
  fallback: ReactNode
  children: ReactNode
}) {
  const [isLate] = useState(startsLate)
  return isLate ? <Suspense fallback={fallback}>{children}</Suspense> : children
}
