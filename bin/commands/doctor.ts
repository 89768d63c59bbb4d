import fs from 'node:fs'
import path from 'node:path'
import { checkDatabase } from '@/db/check-database'
import { config } from '@/lib/config'
import { Obstacle } from '@/lib/model/obstacle'
import { openInstallation } from '../installation'
import { green, red, say, yellow } from '../say'
import { ownerOf } from '../supervisor/ports'
import { runledgerVersion } from './version'

type Finding = { verdict: 'good' | 'note' | 'bad'; text: string }

const MARK = { good: green('✓'), note: yellow('!'), bad: red('✗') }

/** `doctor`: looks at everything that has to be right and says a line for each; exits with 1 if something is wrong. */
export async function doctor(): Promise<void> {
  const findings = [version(), build(), disk(), ...ports(), await database()]
  for (const { verdict, text } of findings) say(`${MARK[verdict]} ${text}`)
  if (findings.some(({ verdict }) => verdict === 'bad')) process.exitCode = 1
}

// Node and the packages are checked, and said to be wrong, before this program is even loaded.
const version = (): Finding => ({
  verdict: 'good',
  text: `Runledger ${runledgerVersion()}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
})

function build(): Finding {
  const isBuilt = fs.existsSync(path.join(config().root, '.next/BUILD_ID'))
  if (isBuilt) return { verdict: 'good', text: 'Packages installed, program and pages built' }
  return { verdict: 'note', text: 'The pages are not built yet; the next start builds them' }
}

function disk(): Finding {
  const { dataDir, root } = config()
  const { bavail, bsize } = fs.statfsSync(fs.existsSync(dataDir) ? dataDir : root)
  const free = (bavail * bsize) / 1024 ** 2
  const text = `${free < 10_240 ? `${Math.round(free)} MB` : `${Math.round(free / 1024)} GB`} free for ${dataDir}`
  return { verdict: free < 200 ? 'bad' : free < 2_048 ? 'note' : 'good', text }
}

function ports(): Finding[] {
  const { port, otlpHttpPort, otlpGrpcPort } = config()
  const wanted = {
    RUNLEDGER_PORT: port,
    RUNLEDGER_OTLP_HTTP_PORT: otlpHttpPort,
    RUNLEDGER_OTLP_GRPC_PORT: otlpGrpcPort,
  }
  return Object.entries(wanted).map(([variable, number]) => {
    const owner = ownerOf(number)
    if (owner === null) return { verdict: 'good', text: `Port ${number} is free (${variable})` }
    return {
      verdict: 'note',
      text: `Port ${number} is taken by ${owner}; if that is not Runledger, set ${variable}`,
    }
  })
}

async function database(): Promise<Finding> {
  try {
    const { url, close } = await openInstallation()
    try {
      const which = config().databaseUrl === null ? `embedded in ${config().dataDir}` : 'of DATABASE_URL'
      return { verdict: 'good', text: `PostgreSQL ${await checkDatabase(url)} answers (${which})` }
    } finally {
      await close()
    }
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
    return { verdict: 'bad', text: `${error.message}. ${error.remedy}` }
  }
}
