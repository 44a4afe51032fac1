import JSON5 from 'json5';

/** Values of attributes are JSON5 in nearly every public template. Never evaluated. */
export function parse(text: string | null | undefined, what = 'value'): unknown {
  if (text === null || text === undefined || text.trim() === '') return undefined;
  try {
    return JSON5.parse(text);
  } catch (error) {
    console.error(`${what} is not a JSON5 value: ${(error as Error).message}. It reads: ${text.slice(0, 200)}`);
    return undefined;
  }
}

/** A list; one bare word or sentence is a list of one. */
export function parseList(text: string | null, what: string): unknown[] {
  const value = text?.trim() && !/^\s*[[{'"]/.test(text) ? text.trim() : parse(text, what);
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function parseObject(text: string | null, what: string): Record<string, any> | undefined {
  const value = parse(text, what);
  return value && typeof value === 'object' ? (value as Record<string, any>) : undefined;
}

/** As `getAttribute` returns a list after the service's script has read it: compact JSON. */
export function compact(value: unknown): string {
  return JSON.stringify(value);
}

/** Distinguishable for most people with colour blindness, and always shown with a number; the service's order. */
export const PALETTE = [
  '#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f', '#bcbd22', '#17becf',
  '#aec7e8', '#ffbb78', '#98df8a', '#ff9896', '#c5b0d5', '#c49c94', '#f7b6d2', '#c7c7c7', '#dbdb8d', '#9edae5',
];

/** The n-th colour; beyond the palette, hues by the golden angle, so that no two are equal within a few hundred. */
export function colour(index: number): string {
  if (index < PALETTE.length) return PALETTE[index];
  const hue = (index * 137.508) % 360;
  const light = 35 + ((index * 7) % 4) * 10;
  return hslToHex(hue, 65, light);
}

function hslToHex(hue: number, saturation: number, light: number): string {
  const a = (saturation / 100) * Math.min(light / 100, 1 - light / 100);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (light / 100 - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)))).toString(16).padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** `#rrggbb` or `#rgb` as red, green, blue. */
export function rgb(hex: string): [number, number, number] {
  const long = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex;
  const n = parseInt(long.slice(1), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

/** Black or white, whichever is readable on the colour (WCAG contrast). */
export function ink(hex: string): string {
  const [r, g, b] = rgb(hex).map(c => {
    const s = c / 255;
    return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
}
