'use client'

import { useEffect } from 'react'
import { setPlaceName } from './place-names'

/** Gives what the page is about its name in the breadcrumb, which stands in the frame and cannot know it. */
export function NamePlace({ id, name }: { id: string; name: string }) {
  // The breadcrumb is outside of the page.
  useEffect(() => setPlaceName(id, name), [id, name])
  return null
}
