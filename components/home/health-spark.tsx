import { countOf } from '@/lib/format/count'
import type { HealthDay } from '@/lib/model/home'

const [STEP, BAR, HEIGHT] = [7, 5, 24]
const LEAST = 2

/** Days as bars: how much ran by their height, how much of it broke from the axis up; the same in words for who cannot see it. */
export function HealthSpark({ days }: { days: HealthDay[] }) {
  const peak = Math.max(1, ...days.map((day) => day.executions))
  return (
    <svg
      role="img"
      aria-label={wordsOf(days)}
      width={days.length * STEP}
      height={HEIGHT}
      className="block text-line-strong"
    >
      {days.map(({ day, executions, broken }, index) => {
        const full = executions === 0 ? 0 : Math.max(LEAST, (executions / peak) * HEIGHT)
        const red = broken === 0 ? 0 : Math.max(LEAST, (broken / peak) * HEIGHT)
        return (
          <g key={day}>
            <title>{`${day}: ${countOf(executions, 'execution')}, ${broken} broken`}</title>
            <rect x={index * STEP} width={BAR} height={HEIGHT} fill="transparent" />
            {full === 0 ? (
              <rect x={index * STEP} y={HEIGHT - 1} width={BAR} height={1} fill="currentColor" />
            ) : (
              <rect x={index * STEP} y={HEIGHT - full} width={BAR} height={full} rx={1} fill="currentColor" />
            )}
            {red === 0 ? null : (
              <rect
                x={index * STEP}
                y={HEIGHT - red}
                width={BAR}
                height={red}
                rx={1}
                fill="var(--state-failed)"
              />
            )}
          </g>
        )
      })}
    </svg>
  )
}

function wordsOf(days: readonly HealthDay[]): string {
  const sum = (of: (day: HealthDay) => number) => days.reduce((total, day) => total + of(day), 0)
  const worst = days.reduce<HealthDay | null>(
    (most, day) => (day.broken > (most?.broken ?? 0) ? day : most),
    null,
  )
  const all = `${countOf(
    sum((day) => day.executions),
    'execution',
  )} in ${days.length} days, ${sum((day) => day.broken)} broken`
  return worst === null ? all : `${all}, the most on ${worst.day}: ${worst.broken}`
}
