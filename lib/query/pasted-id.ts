const CANDIDATES_MAX = 12

/**
 * What of a pasted text a tool may know an execution by: the text itself, and of an address its path's parts and what its
 * query and fragment say. `https://github.com/acme/shop/actions/runs/1234` has `1234`; Airflow's address has `dag_run_id`.
 */
export function pastedIds(text: string): string[] {
  const pasted = text.trim()
  if (pasted === '') return []
  return [...new Set([pasted, ...partsOf(pasted)])].slice(0, CANDIDATES_MAX)
}

function partsOf(text: string): string[] {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return []
  const { pathname, searchParams, hash } = new URL(text)
  const path = [...pathname.split('/'), ...hash.slice(1).split(/[/?&]/)].map(decoded)
  // From the end: the last part is the most particular one. Short words are parts of an address, not ids.
  const segments = path.toReversed().filter((part) => part.length >= 6 || /^\d+$/.test(part))
  return [...searchParams.values(), ...segments].filter((part) => part.length > 1 && part.length <= 300)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (error) {
    if (error instanceof URIError) return part
    throw error
  }
}
