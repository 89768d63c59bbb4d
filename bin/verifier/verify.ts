import { parseArgs } from 'node:util'
import { verifyPack } from './verify-pack'

const USAGE = `Verifies an evidence pack of Runledger's audit log, without a network and without anything else installed.

  node verify.mjs <folder or zip of the pack> [options]

  --checkpoint <file>  a signed checkpoint that you kept (again for more): shows that nothing was rewritten since
  --key <key or file>  the public key that you know (again for more); without it, the one in the pack is taken
  --json               the verdict as JSON

Ends with 0 when the log holds, 1 when it is broken, 2 when the pack cannot be read.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checkpoint: { type: 'string', multiple: true, default: [] },
    key: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const [folder, ...more] = positionals
if (values.help || folder === undefined || more.length > 0) {
  process.stderr.write(USAGE)
  process.exitCode = values.help ? 0 : 2
} else process.exitCode = await verifyPack(folder, values)
