/** Backwards, and then once more in order: whatever comes late has to be worth as much, and what comes again nothing. */
export const reordered = <Item>(items: readonly Item[]): Item[] => [...items].reverse().concat(items)
