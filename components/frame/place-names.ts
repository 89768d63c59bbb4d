'use client'

// Names of what stands in the address by its id, as far as pages have said them. Ids are unique: none takes another's name.
const names = new Map<string, string>()
const listeners = new Set<() => void>()

/** Says what the thing with this id is called, for the breadcrumb of the pages about it. */
export function setPlaceName(id: string, name: string): void {
  if (names.get(id) === name) return
  names.set(id, name)
  for (const each of listeners) each()
}

export const placeName = (id: string): string | undefined => names.get(id)

export function watchPlaceNames(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
