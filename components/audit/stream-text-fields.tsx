import { Field, Input } from '@/components/ui/field'

/** One line of where a stream goes. */
export function Text({
  name,
  label,
  hint,
  value,
  placeholder,
  isOptional = false,
  errorOf,
}: {
  name: string
  label: string
  hint?: string
  value: string
  placeholder?: string
  isOptional?: boolean
  errorOf: (field: string) => string | undefined
}) {
  return (
    <Field label={label} hint={hint} optional={isOptional} error={errorOf(name)}>
      <Input
        name={name}
        defaultValue={value}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
      />
    </Field>
  )
}

/** What is never shown again, and is kept where it is left empty. */
export function Secret({
  label,
  isKept,
  isOptional = false,
  errorOf,
}: {
  label: string
  isKept: boolean
  isOptional?: boolean
  errorOf: (field: string) => string | undefined
}) {
  return (
    <Field
      label={label}
      optional={isOptional}
      hint={isKept ? 'Kept, encrypted. Leave empty to keep it.' : 'Kept encrypted and never shown again.'}
      error={errorOf('secret')}
    >
      <Input name="secret" type="password" autoComplete="new-password" />
    </Field>
  )
}
