'use server'

import { revalidatePath } from 'next/cache'
import { changeSignIn } from '@/db/store/change-sign-in'
import { personAction } from '@/lib/auth/person-action'
import { readDiscovery } from '@/lib/auth/read-discovery'
import { sealSecret } from '@/lib/auth/sealed-secret'
import { config } from '@/lib/config'
import { providerCheckForm, signInForm } from '@/lib/input/sign-in-form'
import { Refusal } from '@/lib/model/refusal'
import { mayIn } from '@/lib/model/scope'
import { addressObjection } from '@/lib/sign-in/issuer'

export const changeSignInAction = personAction(signInForm, async (scope, { clientSecret, ...change }) => {
  const objection = addressObjection(change.issuer, config().insecureIssuers)
  if (objection !== null) throw new Refusal('invalid', `The issuer ${objection}.`, null, 'issuer')
  const sealedSecret = clientSecret === '' ? null : sealSecret(clientSecret)
  await changeSignIn(scope, { ...change, sealedSecret })
  revalidatePath('/settings/sign-in')
})

export const checkProviderAction = personAction(providerCheckForm, async (scope, { issuer }) => {
  // It makes the server ask an address: for those alone who may set it.
  if (!mayIn(scope, 'sign_in.write', null))
    throw new Refusal('forbidden', 'Only owners of the organization may test the identity provider.')
  return readDiscovery(issuer)
})
