/** A view of a list as its menu shows it. */
export type SavedView = {
  id: string
  name: string
  /** Search part of the address. */
  query: string
  /** Null for a personal one. */
  teamId: string | null
  teamName: string | null
  isDefault: boolean
}
