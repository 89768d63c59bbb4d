/** A word on something that was done, or was not. */
export type Notice = { kind: 'success' | 'error' | 'info'; text: string }

const waiting: Notice[] = []
let wake: () => void = () => undefined

const sayAs = (kind: Notice['kind']) => (text: string) => {
  waiting.push({ kind, text })
  wake()
}

/** Says something in the corner of the page. What shows it is fetched with the first word, no page loads it before. */
export const toast = { success: sayAs('success'), error: sayAs('error'), info: sayAs('info') }

/** Calls `listener` whenever there is something to say, at once if there is already; returns how to stop. */
export function onNotices(listener: () => void): () => void {
  wake = listener
  if (waiting.length > 0) listener()
  return () => {
    if (wake === listener) wake = () => undefined
  }
}

/** What is to be said, each given out once. */
export const takeNotices = (): Notice[] => waiting.splice(0)
