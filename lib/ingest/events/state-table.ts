import type { State } from '@/lib/model/state'

/** A vocabulary for people, of a tool that shouts its words: they are compared in lower case everywhere. */
export const shouted = (words: Readonly<Record<string, State>>): Readonly<Record<string, State>> =>
  Object.fromEntries(Object.entries(words).map(([word, state]) => [word.toUpperCase(), state]))
