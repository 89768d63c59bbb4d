import { Field, Input, Select } from '@/components/ui/field'
import { ENVIRONMENTS, SOURCE_KINDS } from '@/lib/model/source-kind'

/** What sends the telemetry. */
export function KindSelect({ name, error }: { name: string; error?: string | undefined }) {
  return (
    <Field label="What sends to it" error={error}>
      <Select name={name} defaultValue={SOURCE_KINDS[0].id}>
        {SOURCE_KINDS.map((kind) => (
          <option key={kind.id} value={kind.id}>
            {kind.name}
          </option>
        ))}
      </Select>
    </Field>
  )
}

/** The usual environments are offered; any other word can be typed. */
export function EnvironmentInput({
  value = 'production',
  error,
}: {
  value?: string
  error?: string | undefined
}) {
  return (
    <Field label="Environment" error={error}>
      <Input
        name="environment"
        defaultValue={value}
        list="environments"
        autoCapitalize="none"
        autoComplete="off"
      />
      <datalist id="environments">
        {ENVIRONMENTS.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </Field>
  )
}
