/** Two columns where there is room, whose cards are in one column of their own `order` where there is none. */
export const COLUMNS = 'flex flex-col gap-4 lg:grid lg:grid-cols-12 lg:items-start'
export const COLUMN = 'contents min-w-0 lg:flex lg:flex-col lg:gap-4'
