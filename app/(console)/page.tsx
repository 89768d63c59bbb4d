import { redirect } from 'next/navigation'

/** The list is the front page. */
export default function HomePage(): never {
  redirect('/executions')
}
