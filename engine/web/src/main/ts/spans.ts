/** Pure part of text spans. Offsets count UTF-16 code units, as JavaScript strings do; the end is exclusive. */
export interface Span {
  label: string;
  startOffset: number;
  endOffset: number;
}

/** Without the white space at its ends, and never through the middle of a surrogate pair; undefined if nothing is left. */
export function trimmed(text: string, a: number, b: number): [number, number] | undefined {
  let start = Math.max(0, Math.min(a, b));
  let end = Math.min(text.length, Math.max(a, b));
  while (start < end && /\s/.test(text[start])) start++;
  while (end > start && /\s/.test(text[end - 1])) end--;
  const low = (at: number) => at > 0 && at < text.length && /[\udc00-\udfff]/.test(text[at]) && /[\ud800-\udbff]/.test(text[at - 1]);
  if (low(start)) start--;
  if (low(end)) end++;
  return start < end ? [start, end] : undefined;
}

export function valid(value: any, length: number): Span | undefined {
  const start = Number(value?.startOffset);
  const end = Number(value?.endOffset);
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > length || start >= end) return undefined;
  return {label: String(value.label ?? ''), startOffset: start, endOffset: end};
}

export function inOrder(spans: Span[]): Span[] {
  return [...spans].sort((a, b) => a.startOffset - b.startOffset || a.endOffset - b.endOffset);
}

export function overlaps(a: Span, b: Span): boolean {
  return a.startOffset < b.endOffset && b.startOffset < a.endOffset;
}

/** Words as people count them: runs of anything but white space. */
export function words(text: string): number {
  return text.trim() ? text.trim().split(/\s+/).length : 0;
}
