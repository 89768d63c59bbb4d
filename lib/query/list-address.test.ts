import { expect, test } from 'vitest'
import { DEFAULT_LIST, listAddress, stateOfView, viewQuery, zoomedIn, zoomedOut } from './list-address'
import { columnsFrom, columnsText, LIST_COLUMNS, USUAL_COLUMNS } from './list-columns'

test('an address leaves out what is as usual, but never says nothing', () => {
  expect(listAddress(DEFAULT_LIST)).toBe('/executions?range=7d')
  expect(listAddress({ ...DEFAULT_LIST, q: 'state:failed' })).toBe('/executions?q=state%3Afailed')
  expect(listAddress({ ...DEFAULT_LIST, view: 'timeline', before: 'x' })).toBe(
    '/executions?view=timeline&before=x',
  )
})

test('what a view saves comes back as it was, without the page that was open', () => {
  const state = {
    ...DEFAULT_LIST,
    q: 'flow:"a b" duration:>5m',
    range: '24h',
    view: 'heatmap',
    sort: 'slowest',
    columns: 'started,id',
  } as const
  expect(stateOfView(viewQuery(state))).toEqual(state)
  const onLaterPage = { ...state, before: 'somewhere' }
  expect(stateOfView(viewQuery(onLaterPage))).toEqual(state)
})

test('a saved query that means nothing any more is the usual list', () => {
  expect(stateOfView('view=galaxy&sort=luck&range=9y&density=none&more=1')).toEqual(DEFAULT_LIST)
  expect(stateOfView('')).toEqual(DEFAULT_LIST)
})

test('columns are named in the address only where they are not the usual ones', () => {
  expect(columnsText(USUAL_COLUMNS)).toBe('')
  expect(columnsFrom('')).toBeNull()
  expect(columnsText(['id', 'started'])).toBe('started,id')
  expect(columnsFrom('id,started,gone')).toEqual(['started', 'id'])
  expect(columnsFrom(columnsText([]))).toEqual([])
  expect(columnsFrom(columnsText(LIST_COLUMNS))).toEqual([...LIST_COLUMNS])
})

test('zooming out takes back each zooming in, and nothing else that the address says', () => {
  const start = { ...DEFAULT_LIST, q: 'state:failed', range: '24h', before: 'somewhere' } as const
  const once = zoomedIn(start, '100-200')
  const twice = zoomedIn(once, '120-130')
  expect(twice).toMatchObject({ range: '120-130', wider: '24h~100-200', before: '', q: 'state:failed' })
  expect(zoomedOut(twice)).toEqual(once)
  expect(zoomedOut(once)).toEqual({ ...start, before: '' })
  expect(zoomedOut(start)).toBeNull()
  expect(listAddress(twice)).toContain('wider=24h%7E100-200')
  expect(viewQuery(twice)).not.toContain('wider')
})

test('a stretch that came by a link, or with nonsense beside it, zooms out to the usual range', () => {
  expect(zoomedOut({ ...DEFAULT_LIST, range: '100-200', wider: 'x~<b>' })).toEqual(DEFAULT_LIST)
})
