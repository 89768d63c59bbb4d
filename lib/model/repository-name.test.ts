import fc from 'fast-check'
import { expect, test } from 'vitest'
import { repositoryName } from './repository-name'

test.for([
  ['https://github.com/Octo/App.git', 'github.com/octo/app'],
  ['https://ada:secret@github.com/Octo/App', 'github.com/octo/app'],
  ['git@github.com:octo/app.git', 'github.com/octo/app'],
  ['ssh://git@github.com:22/octo/app.git/', 'github.com/octo/app'],
  ['github.com/octo/app', 'github.com/octo/app'],
  ['http://10.126.0.2:3000/root/deploy', '10.126.0.2/root/deploy'],
  ['ssh://vlad@10.126.0.2:2222/root/deploy.git', '10.126.0.2/root/deploy'],
  ['https://gitlab.com/group/sub/app.git', 'gitlab.com/group/sub/app'],
  ['https://dev.azure.com/fabrikam/My%20Project/_git/App', 'dev.azure.com/fabrikam/my project/_git/app'],
  ['https://dev.azure.com/fabrikam/DefaultCollection/_git/App', 'dev.azure.com/fabrikam/app/_git/app'],
  ['https://fabrikam@dev.azure.com/fabrikam/Web/_git/App', 'dev.azure.com/fabrikam/web/_git/app'],
  ['git@ssh.dev.azure.com:v3/fabrikam/Web/App', 'dev.azure.com/fabrikam/web/_git/app'],
  ['https://fabrikam.visualstudio.com/DefaultCollection/Web/_git/App', 'dev.azure.com/fabrikam/web/_git/app'],
  ['file:///srv/git/flows.git', 'file:/srv/git/flows'],
])('%s is %s', ([address, name]) => {
  expect(repositoryName(address ?? '')).toBe(name)
})

test.for(['', 'x', 'https://', 'https://github.com', 'http://[::1', '://'])('%s names none', (address) => {
  expect(repositoryName(address)).toBeNull()
})

test('any text is answered, and a name is its own name', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
      const name = repositoryName(text)
      return name === null || name.startsWith('file:') || name === name.toLowerCase()
    }),
  )
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9.-]{1,20}$/),
      fc.stringMatching(/^[a-z0-9_-]{1,20}$/),
      (host, path) => {
        const name = repositoryName(`https://${host}/${path}/x.git`)
        return name === null || repositoryName(name) === name
      },
    ),
  )
})
