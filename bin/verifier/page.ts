import { PACK_FILES } from '@/lib/audit/evidence-pack'
import { verdictText } from '@/lib/audit/log-verdict'
import { readPackHead, UnreadablePack } from '@/lib/audit/read-pack'
import { readVerifierKey } from '@/lib/audit/signed-note'
import { splitLines } from '@/lib/audit/split-lines'
import { LogVerification } from '@/lib/audit/verify-log'
import { openZip, textInZip } from '@/lib/audit/zip-pack'

/** The browser's half of the verifier: `page.html` holds the form, and the bundle of this file. */

const form = found('form', HTMLFormElement)
const status = found('#status', HTMLElement)
const output = found('#verdict', HTMLElement)

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void verify()
})

async function verify(): Promise<void> {
  output.hidden = true
  status.textContent = 'Reading …'
  try {
    const pack = await openPack()
    const verification = await begun(pack)
    let count = 0
    for await (const lines of splitLines(pack.entries)) {
      for (const line of lines) verification.add(line)
      count += lines.length
      status.textContent = `${count} entries …`
      await painted()
    }
    const verdict = verification.finish()
    status.textContent = verdict.integrity === 'holds' ? 'The log holds.' : 'The log is BROKEN.'
    output.textContent = verdictText(verdict)
    output.hidden = false
  } catch (error) {
    status.textContent = error instanceof Error ? error.message : String(error)
  }
}

/** The texts of a pack by name, and the bytes of its entries: of a zip, or of the files of its folder. */
type OpenPack = { texts: Map<string, string>; entries: AsyncIterable<Uint8Array> }

async function openPack(): Promise<OpenPack> {
  const files = filesOf('#pack')
  const [first] = files
  if (first !== undefined && files.length === 1 && /\.zip$/i.test(first.name)) return inZip(first)
  const entries = files.find(({ name }) => name === PACK_FILES.entries)
  if (entries === undefined) throw new UnreadablePack(PACK_FILES.entries, 'is missing')
  const texts = new Map<string, string>()
  for (const file of files)
    if (file !== entries && !/^verify\./.test(file.name)) texts.set(file.name, await file.text())
  return { texts, entries: chunksOf(entries) }
}

async function inZip(zip: File): Promise<OpenPack> {
  const readAt = async (from: number, length: number) =>
    new Uint8Array(await zip.slice(from, from + length).arrayBuffer())
  const files = await openZip(zip.name, zip.size, readAt)
  const entries = files.get(PACK_FILES.entries)
  if (entries === undefined) throw new UnreadablePack(PACK_FILES.entries, 'is missing')
  const texts = new Map<string, string>()
  for (const name of Object.values(PACK_FILES)) {
    const found = files.get(name)
    if (found !== undefined && found !== entries) texts.set(name, await textInZip(found))
  }
  return { texts, entries: entries.bytes() }
}

async function begun({ texts }: OpenPack): Promise<LogVerification> {
  const keyText = found('#key', HTMLTextAreaElement).value.trim()
  const keys = keyText === '' ? [] : keyText.split('\n').map((line) => readVerifierKey(line))
  const known = keys.filter((key) => key !== null)
  if (known.length !== keys.length) throw new Error('The key is not of the form name+id+base64.')
  return new LogVerification(
    readPackHead((name) => texts.get(name)),
    {
      olderCheckpoints: await Promise.all(filesOf('#older').map((file) => file.text())),
      keys: known,
    },
  )
}

/** Not every browser can go through a stream by itself. */
async function* chunksOf(file: File): AsyncGenerator<Uint8Array> {
  const size = 1 << 20
  for (let at = 0; at < file.size; at += size)
    yield new Uint8Array(await file.slice(at, at + size).arrayBuffer())
}

/** Lets the page be drawn and used in between. */
const painted = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

const filesOf = (selector: string): File[] => [...(found(selector, HTMLInputElement).files ?? [])]

function found<T extends Element>(selector: string, kind: new () => T): T {
  const element = document.querySelector(selector)
  if (!(element instanceof kind)) throw new Error(`The page has no ${selector}`)
  return element
}
