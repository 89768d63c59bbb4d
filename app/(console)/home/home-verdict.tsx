import { QuestionsNote } from '@/components/home/questions-note'
import { VerdictLine } from '@/components/home/verdict-line'
import { answered } from '@/db/answered'
import { countQuestions } from '@/db/queries/count-questions'
import { PULSE_CAP } from '@/db/queries/home-pulse'
import { listSilentSources } from '@/db/queries/home-silent-sources'
import { verdictOf } from '@/lib/format/verdict'
import type { Scope } from '@/lib/model/scope'
import { failingOf, pulseOf, runningOf } from './figures'
import { SampleNote } from './sample-note'

/** The sentence on top. */
export async function HomeVerdict({ scope }: { scope: Scope }) {
  const [pulse, failing, running, silent, questions] = await Promise.all([
    pulseOf(scope),
    failingOf(scope),
    runningOf(scope),
    answered(() => listSilentSources(scope)),
    answered(() => countQuestions(scope)),
  ])
  const verdict = verdictOf({
    failingFlows: failing.known ? failing.value.total : null,
    pulse: pulse.known ? { ...pulse.value, cap: PULSE_CAP } : null,
    longer: running.known ? running.value.longer : null,
    silent: silent.known ? silent.value : null,
  })
  return (
    <div className="min-h-20 sm:min-h-14">
      <VerdictLine
        verdict={verdict}
        heardAt={pulse.known ? pulse.value.heardAt : null}
        note={
          <>
            {questions.known ? <QuestionsNote questions={questions.value} /> : null}
            <SampleNote scope={scope} />
          </>
        }
      />
    </div>
  )
}
