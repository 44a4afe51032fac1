/** Figures as people read them. */
export const count = (n: number): string => n.toLocaleString('en');

export const objects = (n: number): string => `${count(n)} ${n === 1 ? 'object' : 'objects'}`;

/** A figure of 0 to 1 with three digits. */
export const share = (value: number | null | undefined): string => value === null || value === undefined ? '–' : value.toFixed(3).replace(/^0\./, '.');

/** The least confidence of a group of answers; boxes count from -1, which every answer has. */
export const threshold = (value: number | null | undefined): string => value === -1 ? 'none' : share(value);

/** Date and time where the reader is. */
export function time(iso: string | null | undefined): string {
  return iso ? new Date(iso).toLocaleString('en-GB', {day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit'}) : '–';
}

/** A length of time, in the unit that fits. */
export function seconds(value: number): string {
  if (value < 10) return `${Math.round(value * 10) / 10} s`;
  if (value < 120) return `${Math.round(value)} s`;
  if (value < 7200) return `${Math.round(value / 60)} min`;
  return value < 172_800 ? `${Math.round(value / 3600)} h` : `${Math.round(value / 86_400)} days`;
}

/** How long from now until then; empty when it has passed. */
export function until(iso: string | null, now: number): string {
  const left = iso ? (Date.parse(iso) - now) / 1000 : -1;
  return left > 0 ? `in ${seconds(left)}` : '';
}
