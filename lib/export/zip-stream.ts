import { Zip, ZipDeflate } from 'fflate'

/** A file to be put into a zip: its text, or texts that are made while it is written. */
export type ZippedFile = { name: string; text: string | (() => AsyncGenerator<string>) }

/** Fast, and half of what a higher level would save more is not worth a reader's wait. */
const LEVEL = 4
/** Texts are put together up to this many characters before they are compressed. */
const PIECE = 1 << 18

/**
 * The bytes of a zip with these files in a folder, made only as fast as they are read: never more than a piece is held.
 * Without zip64, so all of it must stay below 4 GiB.
 */
export async function* zipPieces(
  folder: string,
  files: readonly ZippedFile[],
  at: Date,
): AsyncGenerator<Uint8Array, void, undefined> {
  const made: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    made.push(piece)
  })
  const encoder = new TextEncoder()
  for (const { name, text } of files) {
    const file = new ZipDeflate(`${folder}/${name}`, { level: LEVEL })
    file.mtime = at
    zip.add(file)
    for await (const part of typeof text === 'string' ? [text] : pieces(text())) {
      file.push(encoder.encode(part))
      yield* made.splice(0)
    }
    file.push(new Uint8Array(), true)
    yield* made.splice(0)
  }
  zip.end()
  yield* made.splice(0)
}

async function* pieces(texts: AsyncGenerator<string>): AsyncGenerator<string> {
  let piece = ''
  for await (const text of texts) {
    piece += text
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}
