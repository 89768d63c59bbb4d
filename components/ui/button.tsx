import clsx from 'clsx'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'
export type ButtonSize = 'sm' | 'md' | 'lg'

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-ink text-ink-inverse hover:bg-ink-2 active:bg-ink-2',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-hover active:bg-sunken',
  ghost: 'text-ink-2 hover:bg-hover hover:text-ink active:bg-sunken',
  danger: 'bg-danger-solid text-white hover:brightness-110 active:brightness-95',
}

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-7 gap-1.5 px-2.5 text-xs',
  md: 'h-8 gap-2 px-3 text-sm',
  lg: 'h-10 gap-2 px-4 text-base',
}

const BASE =
  'inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap transition-colors duration-100 select-none disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0'

/** The classes of a button, for elements of other libraries that must look like one. */
export function buttonClass(
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 'md',
  extra?: string,
): string {
  return clsx(BASE, VARIANTS[variant], SIZES[size], extra)
}

type Look = { variant?: ButtonVariant; size?: ButtonSize }

/** A button; `type` is `button` unless said otherwise, so that none submits a form by accident. */
export function Button({
  variant,
  size,
  className,
  type = 'button',
  ...props
}: ComponentProps<'button'> & Look) {
  return <button type={type} className={buttonClass(variant, size, className)} {...props} />
}

/** A link that looks like a button. */
export function ButtonLink({ variant, size, className, ...props }: ComponentProps<typeof Link> & Look) {
  return <Link className={buttonClass(variant, size, className)} {...props} />
}

/** A square button with a picture only; `label` is its name and must say what it does. */
export function IconButton({
  label,
  children,
  variant = 'ghost',
  size = 'md',
  className,
  type = 'button',
  ...props
}: ComponentProps<'button'> & Look & { label: string; children: ReactNode }) {
  const square = size === 'sm' ? 'size-7' : size === 'lg' ? 'size-10' : 'size-8'
  return (
    <button
      type={type}
      aria-label={label}
      className={clsx(BASE, VARIANTS[variant], square, className)}
      {...props}
    >
      {children}
    </button>
  )
}
