'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type Place, type PlaceAccess, placesFor } from './places'

const ShownPlaces = createContext<readonly Place[]>([])

/** Says to everything in the frame which places there are for who looks. */
export function ShownPlacesProvider({ access, children }: { access: PlaceAccess; children: ReactNode }) {
  const { readsAudit, onlyAudits } = access
  const places = useMemo(() => placesFor({ readsAudit, onlyAudits }), [readsAudit, onlyAudits])
  return <ShownPlaces value={places}>{children}</ShownPlaces>
}

/** The places of who looks. */
export const useShownPlaces = (): readonly Place[] => useContext(ShownPlaces)
