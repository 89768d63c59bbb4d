/** A body that came as text, though it holds JSON: tools forget the media type, or write JSON as a text in JSON. */
export function jsonBody(body: unknown): unknown {
  let value = body
  for (let depth = 0; depth < 2 && typeof value === 'string'; depth++) {
    try {
      value = JSON.parse(value)
    } catch (error) {
      if (error instanceof SyntaxError) return value
      throw error
    }
  }
  return value
}
