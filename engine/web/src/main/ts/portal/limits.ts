/** How long a submitted answer can be undone, in milliseconds. */
export const HOLD = 5_000;

/** An answer is never held into the last seconds of its task's time limit. */
const MARGIN = 10_000;

/** Until when to hold an answer: now for one whose time limit is nearly over. */
export function heldUntil(now: number, remaining: number): number {
  return now + Math.max(0, Math.min(HOLD, remaining - MARGIN));
}

/** Whether the remaining time is shown: in the last fifth of the limit, and in the last two minutes. */
export function isLate(remaining: number, limit: number): boolean {
  return remaining < Math.max(120_000, limit / 5);
}

/** The mark that has just been passed and is told to a screen reader, in seconds. */
export function passedMark(before: number, after: number): number | undefined {
  return [30, 120].find(mark => before > mark * 1000 && after <= mark * 1000);
}

/** `1:05`, or `1:02:05` from an hour on. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** `2 minutes left`, `30 seconds left`. */
export function left(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${seconds > 90 ? `${Math.round(seconds / 60)} minutes` : `${seconds} seconds`} left`;
}

/** The last midnight where the worker is, as the server wants it. */
export function dayStart(now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}

/** `5 minutes`, `1 hour`, `90 seconds`. */
export function duration(seconds: number): string {
  const [n, unit] = seconds % 3600 === 0 ? [seconds / 3600, 'hour'] : seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second'];
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}

/** Wait before the n-th attempt after a failure, in milliseconds: 1, 2, 4 … 30 seconds. */
export function backOff(failures: number): number {
  return Math.min(30_000, 1000 * 2 ** Math.max(0, failures - 1));
}
