'use client'

import { Columns3 } from 'lucide-react'
import { useListState } from '@/components/filter/use-list-state'
import { IconButton } from '@/components/ui/button'
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import { columnsFrom, columnsText, LIST_COLUMNS, USUAL_COLUMNS } from '@/lib/query/list-columns'
import { TABLE_COLUMNS } from './list-table-columns'

/** Which columns the table has, kept in the address, so that a view or a link has the same. */
export function ColumnChooser() {
  const [{ columns, view }, setState] = useListState({ shallow: true })
  const shown = columnsFrom(columns) ?? USUAL_COLUMNS
  if (view !== 'table') return null
  return (
    <Menu
      trigger={
        <IconButton size="sm" label="Columns">
          <Columns3 aria-hidden />
        </IconButton>
      }
    >
      <MenuLabel>Columns</MenuLabel>
      {LIST_COLUMNS.map((column) => (
        <MenuCheck
          key={column}
          isChecked={shown.includes(column)}
          onChange={(isChecked) =>
            void setState({
              columns: columnsText(isChecked ? [...shown, column] : shown.filter((each) => each !== column)),
            })
          }
        >
          {TABLE_COLUMNS[column].title}
        </MenuCheck>
      ))}
      <MenuSeparator />
      <MenuItem disabled={columns === ''} onSelect={() => void setState({ columns: '' })}>
        The usual columns
      </MenuItem>
    </Menu>
  )
}
