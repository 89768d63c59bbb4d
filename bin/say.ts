/** Lines for the person at the terminal go to stderr; what a program may read goes to stdout. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`)

const hasColours = process.stderr.isTTY === true && process.stderr.hasColors()
const paint = (code: number) => (text: string) => (hasColours ? `\u001b[${code}m${text}\u001b[0m` : text)

export const red = paint(31)
export const green = paint(32)
export const yellow = paint(33)
export const dim = paint(2)

/** One step: what is being done, then how long it took. At a terminal both are one line. */
export async function step<T>(
  what: string,
  work: () => Promise<T>,
  outcome?: (result: T) => string,
): Promise<T> {
  const began = performance.now()
  if (process.stderr.isTTY) process.stderr.write(dim(`· ${what} …`))
  const result = await work().finally(() => {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K')
  })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  say(`${green('✓')} ${outcome?.(result) ?? what} ${dim(`(${seconds} s)`)}`)
  return result
}

/** What is in the way and what to do about it, in one line. */
export const sayObstacle = ({ message, remedy }: { message: string; remedy: string }): void =>
  say(`${red('✗')} ${message}. ${remedy}`)
