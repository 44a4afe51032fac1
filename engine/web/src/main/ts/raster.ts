/** Pure part of masks: one byte for each pixel of the stored image, 0 for none, else 1 + the number of its layer. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Left, top, right and bottom of what changed; right and bottom exclusive. */
export type Rect = [number, number, number, number];

export function join(a: Rect | undefined, b: Rect | undefined): Rect | undefined {
  if (!a || !b) return a ?? b;
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

function clip({width, height}: Raster, [l, t, r, b]: Rect): Rect {
  return [Math.max(0, l), Math.max(0, t), Math.min(width, r), Math.min(height, b)];
}

/** A disc without soft edges. */
export function disc(raster: Raster, cx: number, cy: number, radius: number, value: number): Rect {
  const rect = clip(raster, [Math.floor(cx - radius), Math.floor(cy - radius), Math.ceil(cx + radius) + 1, Math.ceil(cy + radius) + 1]);
  const most = radius * radius;
  for (let y = rect[1]; y < rect[3]; y++) {
    const dy = y + 0.5 - cy;
    const half = most - dy * dy;
    if (half < 0) continue;
    const dx = Math.sqrt(half);
    const from = Math.max(rect[0], Math.ceil(cx - dx - 0.5));
    const to = Math.min(rect[2], Math.floor(cx + dx - 0.5) + 1);
    if (to > from) raster.data.fill(value, y * raster.width + from, y * raster.width + to);
  }
  return rect;
}

/** Discs along a line, close enough to leave no gap. */
export function stroke(raster: Raster, x0: number, y0: number, x1: number, y1: number, radius: number, value: number): Rect {
  const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / Math.max(1, radius / 3)));
  let dirty: Rect | undefined;
  for (let i = 0; i <= steps; i++) dirty = join(dirty, disc(raster, x0 + ((x1 - x0) * i) / steps, y0 + ((y1 - y0) * i) / steps, radius, value));
  return dirty!;
}

/** The pixels whose centre is in the polygon. */
export function polygon(raster: Raster, points: Array<{x: number; y: number}>, value: number): Rect {
  const ys = points.map(p => p.y);
  const xs = points.map(p => p.x);
  const rect = clip(raster, [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys)), Math.ceil(Math.max(...xs)) + 1, Math.ceil(Math.max(...ys)) + 1]);
  for (let y = rect[1]; y < rect[3]; y++) {
    const at = y + 0.5;
    const crossings: number[] = [];
    points.forEach((a, index) => {
      const b = points[(index + 1) % points.length];
      if (a.y > at !== b.y > at) crossings.push(a.x + ((at - a.y) * (b.x - a.x)) / (b.y - a.y));
    });
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(crossings[i] - 0.5));
      const to = Math.min(raster.width, Math.floor(crossings[i + 1] - 0.5) + 1);
      if (to > from) raster.data.fill(value, y * raster.width + from, y * raster.width + to);
    }
  }
  return rect;
}

/** Fills the area of equal value around a pixel (4 neighbours), by spans. */
export function flood(raster: Raster, x: number, y: number, value: number): Rect | undefined {
  const {width, height, data} = raster;
  const old = data[y * width + x];
  if (old === undefined || old === value) return undefined;
  let dirty: Rect = [x, y, x + 1, y + 1];
  const stack = [x, y];
  while (stack.length) {
    const row = stack.pop()!;
    let left = stack.pop()!;
    if (data[row * width + left] !== old) continue;
    let right = left;
    while (left > 0 && data[row * width + left - 1] === old) left--;
    while (right + 1 < width && data[row * width + right + 1] === old) right++;
    data.fill(value, row * width + left, row * width + right + 1);
    dirty = [Math.min(dirty[0], left), Math.min(dirty[1], row), Math.max(dirty[2], right + 1), Math.max(dirty[3], row + 1)];
    for (const next of [row - 1, row + 1]) {
      if (next < 0 || next >= height) continue;
      let open = false;
      for (let at = left; at <= right; at++) {
        const same = data[next * width + at] === old;
        if (same && !open) stack.push(at, next);
        open = same;
      }
    }
  }
  return dirty;
}

export function copy(raster: Raster, [l, t, r, b]: Rect): Uint8Array {
  const out = new Uint8Array((r - l) * (b - t));
  for (let y = t; y < b; y++) out.set(raster.data.subarray(y * raster.width + l, y * raster.width + r), (y - t) * (r - l));
  return out;
}

export function paste(raster: Raster, [l, t, r, b]: Rect, bytes: Uint8Array): void {
  for (let y = t; y < b; y++) raster.data.set(bytes.subarray((y - t) * (r - l), (y - t + 1) * (r - l)), y * raster.width + l);
}

/** Run lengths, for drafts: value, count, value, count… */
export function runs(data: Uint8Array): number[] {
  const out: number[] = [];
  for (let i = 0; i < data.length;) {
    let end = i + 1;
    while (end < data.length && data[end] === data[i]) end++;
    out.push(data[i], end - i);
    i = end;
  }
  return out;
}

export function unrun(lengths: number[], data: Uint8Array): void {
  let at = 0;
  for (let i = 0; i + 1 < lengths.length; i += 2) data.fill(lengths[i], at, (at += lengths[i + 1]));
}
