import type { Client } from 'pg'

type Steps<Values extends readonly unknown[]> = { [Index in keyof Values]: () => Promise<Values[Index]> }

/**
 * Takes steps one behind the other, and on a connection that can (`pipeline`) without waiting for any answer in between: a
 * batch costs mostly the times that it waits. Each step sends its statements before it first waits, so that they, and the locks
 * that they take, come in the order of the steps. Throws what the first of those that failed threw, once all have ended.
 */
export function inOneGo<Values extends readonly unknown[]>(
  client: Client,
  ...steps: Steps<Values>
): Promise<Values>
// What a step gives stands where the step stood: of a list whose length is not known, no body can say so by itself.
export async function inOneGo(
  client: Client,
  ...steps: (() => Promise<unknown>)[]
): Promise<readonly unknown[]> {
  if (client.pipeline) {
    const sent = steps.map(async (step) => step())
    await Promise.allSettled(sent)
    return Promise.all(sent)
  }
  const values: unknown[] = []
  for (const step of steps) values.push(await step())
  return values
}
