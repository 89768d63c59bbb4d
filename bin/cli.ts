import { Command, CommanderError, Option } from 'commander'
import { Obstacle } from '@/lib/model/obstacle'
import { Refusal } from '@/lib/model/refusal'
import { red, say, sayObstacle } from './say'

// Each command is loaded when it is asked for: `run` wraps cron jobs and must not wait for a database driver to load.
const program = new Command('runledger')
  .description('Every execution of every flow: what ran, what failed, and what failed first.')
  .showHelpAfterError('(runledger --help shows every command)')
  .enablePositionalOptions()
  .exitOverride()

program
  .command('start')
  .description('start everything, or one part alone')
  .argument('[part]', 'web, ingest or worker')
  .action(async (part?: string) => (await import('./commands/start')).start(part, { isDev: false }))

program
  .command('dev')
  .description('start everything for developing: pages are compiled when asked for')
  .action(async () => (await import('./commands/start')).start(undefined, { isDev: true }))

program
  .command('setup')
  .description('set up a new installation unattended; prints an ingest token as JSON')
  .requiredOption('--organization <name>')
  .requiredOption('--email <address>', 'of the first owner')
  .requiredOption('--password-file <path>', 'file that holds the password ("-" reads standard input)')
  .requiredOption('--team <name>')
  .requiredOption('--source <name>')
  .option('--name <name>', 'of the first owner (default: the part of the address before the @)')
  .option('--kind <kind>', 'what the source is', 'opentelemetry')
  .option('--environment <name>', 'what the source runs in', 'production')
  .action(async (options) => (await import('./commands/setup')).setup(options))

program
  .command('run')
  .description('run a command and record it as an execution; its output and exit code are passed on')
  .usage('[options] -- <command> [arguments...]')
  .argument('<command>')
  .argument('[arguments...]')
  .option('--name <name>', 'of the flow (default: the name of the command)')
  .option('--service <name>', 'service.name of the execution', 'runledger-cli')
  .addOption(new Option('--endpoint <url>', 'of the OTLP/HTTP receiver (default: the one of this machine)'))
  .addOption(new Option('--token <token>', 'ingest token').env('RUNLEDGER_TOKEN'))
  .passThroughOptions()
  .action(async (command: string, args: string[], options) =>
    (await import('./commands/run')).run(command, args, options),
  )

program
  .command('retention')
  .description('show what is kept for how long and how big that gets, or change it')
  .option('--spans <days>', 'keep spans this many days')
  .option('--logs <days>', 'keep log records this many days')
  .option('--executions <days>', 'keep executions this many days')
  .option('--events <days>', 'keep received events, and what they said, this many days')
  .option('--audit <days>', 'keep entries of the audit log this many days, or "forever"')
  .action(async (options) => (await import('./commands/retention')).retention(options))

program
  .command('replay')
  .description('read the stored events of a source again with the readers of this version')
  .requiredOption('--source <name>', 'the source, by its name in addresses')
  .option('--since <time>', 'only what was received from then on')
  .option('--until <time>', 'only what was received before then')
  .option('--type <type>', 'only events of this type')
  .option('--after <event>', 'go on where a replay that was stopped said')
  .option('--dry-run', 'say what would change, and change nothing')
  .action(async (options) => (await import('./commands/replay')).replay(options))

program
  .command('import')
  .description('store the events of a file of OpenLineage, one a line, plain or gzipped')
  .argument('<file>', 'the file ("-" reads standard input)')
  .requiredOption('--source <name>', 'the source that they are of, by its name in addresses')
  .action(async (file: string, options) => (await import('./commands/import')).importFile(file, options))

program
  .command('sample')
  .description('load the sample data (a simulated company) into a Runledger that runs, or remove it')
  .argument('<action>', 'load or remove')
  .action(async (action: string) => (await import('./commands/sample')).sample(action))

program
  .command('sign-in')
  .description('let people sign in with passwords again, when nobody can sign in by the identity provider')
  .option('--allow-passwords', 'turn passwords on; the change is in the audit log')
  .action(async (options) => (await import('./commands/sign-in')).signIn(options))

const audit = program
  .command('audit')
  .description('what only whoever runs the installation may do with the audit log')

audit
  .command('rotate-key')
  .description(
    'let another key sign the audit log, announced in it and signed for by both; prints the new public key',
  )
  .option('--new-key-file <path>', 'an Ed25519 private key as PEM (default: a new one)')
  .option('--lost', 'the old key is lost: only the new one signs, and the log says so')
  .action(async (options) => (await import('./commands/rotate-audit-key')).rotateAuditKey(options))

program
  .command('verify')
  .description(
    'verify an evidence pack of the audit log; ends with 1 if it is broken, 2 if it cannot be read',
  )
  .argument('<pack>', 'its folder, or its zip')
  .option('--checkpoint <file...>', 'signed checkpoints that were kept: nothing was rewritten since')
  .option('--key <key...>', 'the public key that is known, or a file of it (default: the one in the pack)')
  .option('--json', 'the verdict as JSON')
  .action(async (pack: string, options) => (await import('./commands/verify')).verify(pack, options))

program
  .command('drift')
  .description(
    'list flows that are not in sync with Git; ends with 1 if one stands as --fail-on names, 2 if that is not known',
  )
  .option('--fail-on <states>', 'such as diverged,ahead (or behind, orphan, dormant, unknown)')
  .option('--team <name>', 'only flows of this team')
  .option('--source <name>', 'only flows of this source')
  .option('--url <address>', 'ask this console (default: the database of this machine)')
  .addOption(new Option('--token <token>', 'that reads, for --url').env('RUNLEDGER_TOKEN'))
  .option('--json', 'counts and flows as JSON')
  .exitOverride(({ exitCode, code, message }) => {
    // 1 means drift: what was mistyped must not look like it.
    throw new CommanderError(exitCode === 0 ? 0 : 2, code, message)
  })
  .action(async (options) => (await import('./commands/drift')).drift(options))

program
  .command('doctor')
  .description('check everything that has to be right for Runledger to run')
  .action(async () => (await import('./commands/doctor')).doctor())

program
  .command('version')
  .description('print the version')
  .action(async () => (await import('./commands/version')).version())

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

function exitCodeOf(error: unknown): number {
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode
  if (error instanceof Obstacle) sayObstacle(error)
  else if (error instanceof Refusal) say(`${red('✗')} ${error.message}`)
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}
