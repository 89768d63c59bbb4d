import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { config } from '@/lib/config'

/** The version of this checkout. */
export const runledgerVersion = (): string =>
  z
    .object({ version: z.string() })
    .parse(JSON.parse(fs.readFileSync(path.join(config().root, 'package.json'), 'utf8'))).version

/** `version`: prints it. */
export const version = (): void =>
  void process.stdout.write(`runledger ${runledgerVersion()} (node ${process.versions.node})\n`)
