import type { Change } from '@/lib/model/flow-change'

type Parts = Pick<Change, 'author' | 'merger' | 'editor' | 'actorKey'>

/** Whom a question about a change goes to, by keys of actors: who wrote it, who merged it, who did it in the tool. */
export const askedKeys = ({ author, merger, editor, actorKey }: Parts): string[] =>
  [...new Set([author, merger, editor, actorKey])].filter((key) => key !== null).sort()
