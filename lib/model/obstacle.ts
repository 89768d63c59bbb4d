/** Something outside the program that keeps it from starting, in words for the person who can remove it. */
export class Obstacle extends Error {
  override readonly name = 'Obstacle'
  constructor(
    message: string,
    /** What to do about it, as one imperative sentence. */
    readonly remedy: string,
  ) {
    super(message)
  }
}
