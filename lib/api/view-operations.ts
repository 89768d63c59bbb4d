import { z } from 'zod'
import { newViewBody, viewNameBody } from '@/lib/input/view-form'
import { HIT_KINDS } from '@/lib/model/search-hit'
import { named, optionalText, uuid } from './components'
import { state } from './execution-operations'
import { nothing, operation } from './operation'

const view = named(
  'View',
  z.object({
    id: uuid,
    name: z.string(),
    query: z.string().describe('The search part of the address of the executions list.'),
    teamId: uuid.nullable().describe('Null for a view of one’s own.'),
    teamName: optionalText,
    isDefault: z.boolean(),
  }),
)

const ofView = { id: z.guid().describe('The id of the view.') }

export const listViewsOperation = operation({
  id: 'listViews',
  tag: 'home',
  path: '/views',
  summary: 'The saved views of the executions list',
  description: 'Your own and those of teams that you read, two hundred at most.',
  answer: named('Views', z.object({ items: z.array(view) })),
})

export const createViewOperation = operation({
  id: 'createView',
  tag: 'home',
  method: 'post',
  path: '/views',
  summary: 'Keeps a question under a name',
  body: newViewBody,
  status: 201,
  answer: view,
  exampleBody: { name: 'Failed today', query: 'q=state:failed&range=24h', teamId: null },
})

export const getViewOperation = operation({
  id: 'getView',
  tag: 'home',
  path: '/views/{id}',
  summary: 'One saved view',
  params: ofView,
  answer: view,
})

export const renameViewOperation = operation({
  id: 'renameView',
  tag: 'home',
  method: 'patch',
  path: '/views/{id}',
  summary: 'Gives a view another name',
  params: ofView,
  body: viewNameBody,
  status: 204,
  answer: nothing,
  exampleBody: { name: 'Failed since yesterday' },
})

export const deleteViewOperation = operation({
  id: 'deleteView',
  tag: 'home',
  method: 'delete',
  path: '/views/{id}',
  summary: 'Forgets a view',
  params: ofView,
  status: 204,
  answer: nothing,
})

export const makeDefaultViewOperation = operation({
  id: 'makeDefaultView',
  tag: 'home',
  method: 'put',
  path: '/views/{id}/default',
  summary: 'Makes a view what the list opens with',
  params: ofView,
  status: 204,
  answer: nothing,
})

export const dropDefaultViewOperation = operation({
  id: 'dropDefaultView',
  tag: 'home',
  method: 'delete',
  path: '/views/{id}/default',
  summary: 'Lets the list open with it no more',
  params: ofView,
  status: 204,
  answer: nothing,
})

const favourite = z.object({
  id: uuid,
  name: z.string(),
  namespace: z.string(),
  sourceKind: z.string(),
  outcomes: z.array(z.object({ id: uuid, state, at: z.string().meta({ format: 'date-time' }) })),
})

export const listFavouritesOperation = operation({
  id: 'listFavourites',
  tag: 'home',
  path: '/favourites',
  summary: 'The flows that you have starred',
  description: 'Those that you may still read, with their newest executions, 24 at most.',
  answer: named('Favourites', z.object({ items: z.array(favourite) })),
})

const ofFlow = { id: z.guid().describe('The id of the flow.') }

export const addFavouriteOperation = operation({
  id: 'addFavourite',
  tag: 'home',
  method: 'put',
  path: '/favourites/{id}',
  summary: 'Stars a flow; twice is once',
  params: ofFlow,
  status: 204,
  answer: nothing,
})

export const removeFavouriteOperation = operation({
  id: 'removeFavourite',
  tag: 'home',
  method: 'delete',
  path: '/favourites/{id}',
  summary: 'Takes the star of a flow away',
  params: ofFlow,
  status: 204,
  answer: nothing,
})

export const searchOperation = operation({
  id: 'search',
  tag: 'home',
  path: '/search',
  summary: 'What a few words or a pasted id may mean',
  description:
    'Executions by any id or address, traces by id, flows, sources and people by name, six of each at most.',
  query: { q: z.string().max(1000).default('').describe('What was typed.') },
  answer: named(
    'SearchHits',
    z.object({
      items: z.array(
        z.object({
          kind: z.enum(HIT_KINDS),
          id: z.string(),
          title: z.string(),
          says: z.string().describe('What tells it from others of the same name.'),
          state: state.nullable(),
        }),
      ),
    }),
  ),
  example: 'q=checkout',
})
