import type { Json } from '@/lib/audit/canonical-json'
import { CHANGE_CLASSES, type ChangeClass } from '@/lib/model/change'
import { isSecretAt, secretsIn } from './secret-value'

/** Below these keys people choose the names themselves: what they say says nothing. */
const CHOSEN: [ChangeClass, RegExp][] = [
  [
    'parameters',
    /^(inputs|variables|vars|parameters|params|env|environment|op_kwargs|op_args|pluginDefaults|config|default_args|job_variables|with|user_defined_macros)$/i,
  ],
  ['dependencies', /^(imports|packages|requirements|dependencies|depends_on|required_providers|include)$/i],
  ['code', /^(code|scripts?|before_script|after_script|run|sql|query|command|commands|raw_code)$/i],
]

/** What a key is about, by words that tools use for it. */
const MEANT: [ChangeClass, RegExp][] = [
  [
    'schedule',
    /^(schedules?|cron|cron_?schedules?|crontab|schedule_?interval|schedule_?(data|type|name)|timetable|interval|rrule|time_?zone|anchor_date|start_date|end_date|catchup|backfill|suspend|paused|is_paused(_upon_creation)?|active|triggers?|on|concurrencyPolicy|startingDeadlineSeconds|recoverMissedSchedules|status|disabled|automations?|freshness_policy|late_maximum_delay)$/i,
  ],
  [
    'retries',
    /(^|_)(retry|retries|backoff)|^(max_?(attempt|attempts|tries|retries)|(execution_?)?time_?out(_?(seconds|minutes))?|timeout-minutes|dagrun_timeout|active_?deadline_?seconds|restartPolicy|allow_?failure|continue-on-error|max_?retry.*)$/i,
  ],
  [
    'alerting',
    /(alert|notif|callback|slack|pagerduty)|^(errors|listeners|sla|slas|email|email_on_(failure|retry)|deadline|on_(failure|success|retry|execute)(_callback)?|webhooks?)$/i,
  ],
  ['owner', /^(owners?|owner_links|maintainers?|teams?|codeowners?|contacts?|responsible)$/i],
  [
    'resources',
    /^(resources?|cpus?|memory|limits|requests|(max_)?concurrency.*|collision_strategy|pool(_slots)?|queues?|work_(pool|queue)(_name)?|priority(_weight)?|priorityClassName|runs-on|machine_?type|workers?(Group)?|replicas|parallel(ism)?|executor(_config)?|node_?selector|tolerations|affinity|max_active_.*|task_?runner|slots|warehouse(_size)?|threads|instance_?(type|count)?|strategy|resource_?group|resource_?requirements)$/i,
  ],
  [
    'connection',
    /^((\w+_)?conn(ection)?(_?id)?|connections?|endpoints?|hosts?(name)?|port|ur[li]s?|jdbc.*|source_?id|destination_?id|source|destination|database|db|bucket|server|account|backend|providers?|profile|namespace(Definition|Format))$/i,
  ],
  [
    'dependencies',
    /^(needs|depends_?on|upstream.*|downstream.*|dependencies|edges|imports|requirements|packages|images?|uses|version|required_version|refs?|outlets|inlets|extends|workflow_dispatch)$/i,
  ],
  [
    'parameters',
    /^(inputs|variables|vars|parameters|params|env|environment|op_kwargs|op_args|args|arguments|with|config|default_args|labels?|tags?|description|defaults?|display_?name|doc_md|job_variables|values?|conf|outputs|prefix|nonBreaking.*|sync_?mode|cursor.*|primary_?key)$/i,
  ],
]

/** What a difference at a path is about; `code` where no word says. */
export function classAt(_format: string, keys: readonly string[], from: Json, to: Json): ChangeClass {
  if (isSecretAt(keys) || secretsIn(from).join() !== secretsIn(to).join()) return 'secrets'
  const [top] = keys
  if (top === 'labels' || top === 'metadata' || top === 'tags') {
    if (classOfKey(keys.at(-1) ?? '') === 'owner') return 'owner'
  }
  for (const [index, key] of keys.entries()) {
    const own = classOfKey(key)
    // What is meant by a tool's own word counts before what people named within it.
    if (index < keys.length - 1) {
      const chosen = CHOSEN.find(([, words]) => words.test(key))
      if (chosen !== undefined && key !== 'default_args') return own === 'schedule' ? own : chosen[0]
    }
  }
  for (const key of keys.toReversed()) {
    const meant = classOfKey(key)
    if (meant !== null) return meant
  }
  return 'code'
}

/** What a field is about by its name alone, as a tool's log tells it; null where no word says. */
export const classOfKey = (key: string): ChangeClass | null =>
  MEANT.find(([, words]) => words.test(key))?.[0] ?? null

/** Classes in the order in which they are told, each once. */
export function inClassOrder(classes: Iterable<ChangeClass>): ChangeClass[] {
  const all = new Set(classes)
  return CHANGE_CLASSES.filter((each) => all.has(each))
}
