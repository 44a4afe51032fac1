/** Which rows of a long grid are in the page: those on the screen, and some around them. */
export interface Rows {
  first: number;
  /** Behind the last one. */
  end: number;
}

/** Rows above and below the screen, so that scrolling and the arrows find their tiles. */
const AROUND = 3;

/**
 * @param top of the grid's first row, from the upper edge of the screen, in pixels; negative when it is above
 * @param height of the screen
 * @param row height of a row with its gap
 * @param count of all rows
 */
export function rowsOnScreen(top: number, height: number, row: number, count: number): Rows {
  const first = Math.floor(-top / row) - AROUND;
  const end = Math.ceil((height - top) / row) + AROUND;
  const last = Math.max(0, count);
  return {first: Math.min(Math.max(0, first), Math.max(0, last - 1)), end: Math.min(last, Math.max(1, end))};
}
