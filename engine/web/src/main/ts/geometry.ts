/** Pure geometry of shapes, in pixels of the stored image. */
export interface Point {
  x: number;
  y: number;
}

export type Kind = 'box' | 'point' | 'line' | 'polyline' | 'polygon';

export interface Shape {
  label: string;
  /** A box has its top left and bottom right corner. */
  points: Point[];
}

export interface Size {
  width: number;
  height: number;
}

const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));

export function pixel({x, y}: Point, {width, height}: Size): Point {
  return {x: Math.round(clamp(x, width)), y: Math.round(clamp(y, height))};
}

/** A box with its corners in order. */
export function ordered(a: Point, b: Point): Point[] {
  return [{x: Math.min(a.x, b.x), y: Math.min(a.y, b.y)}, {x: Math.max(a.x, b.x), y: Math.max(a.y, b.y)}];
}

/** Moved as far as the image allows, without changing its form. */
export function moved(points: Point[], dx: number, dy: number, {width, height}: Size): Point[] {
  const xs = points.map(p => p.x);
  const ys = points.map(p => p.y);
  const x = Math.min(width - Math.max(...xs), Math.max(-Math.min(...xs), Math.round(dx)));
  const y = Math.min(height - Math.max(...ys), Math.max(-Math.min(...ys), Math.round(dy)));
  return points.map(p => ({x: p.x + x, y: p.y + y}));
}

/** Handles of a shape; those of a box clockwise from the top left, edges between corners. */
export function handles(kind: Kind, points: Point[]): Point[] {
  if (kind !== 'box') return points;
  const [{x: l, y: t}, {x: r, y: b}] = points;
  const cx = (l + r) / 2;
  const cy = (t + b) / 2;
  return [{x: l, y: t}, {x: cx, y: t}, {x: r, y: t}, {x: r, y: cy}, {x: r, y: b}, {x: cx, y: b}, {x: l, y: b}, {x: l, y: cy}];
}

/** The shape with its handle at a new place. A flipped box stays a box. */
export function dragged(kind: Kind, points: Point[], handle: number, to: Point): Point[] {
  if (kind !== 'box') return points.map((point, index) => (index === handle ? to : point));
  const [{x: l, y: t}, {x: r, y: b}] = points;
  const left = [0, 6, 7].includes(handle) ? to.x : l;
  const right = [2, 3, 4].includes(handle) ? to.x : r;
  const top = [0, 1, 2].includes(handle) ? to.y : t;
  const bottom = [4, 5, 6].includes(handle) ? to.y : b;
  return ordered({x: left, y: top}, {x: right, y: bottom});
}

function segmentDistance(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length ? clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 1) : 0;
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

export function contains(polygon: Point[], {x, y}: Point): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const a = polygon[i];
    const b = polygon[j];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** Whether a click at the point means this shape, `near` pixels around included. */
export function hit(kind: Kind, points: Point[], p: Point, near: number): boolean {
  switch (kind) {
    case 'box': {
      const [a, b] = points;
      return p.x >= a.x - near && p.x <= b.x + near && p.y >= a.y - near && p.y <= b.y + near;
    }
    case 'point':
      return Math.hypot(p.x - points[0].x, p.y - points[0].y) <= near * 1.5;
    case 'polygon':
      if (contains(points, p)) return true;
  }
  const closed = kind === 'polygon' ? [...points, points[0]] : points;
  return closed.some((point, index) => index > 0 && segmentDistance(p, closed[index - 1], point) <= near);
}

/** The edge next to a point: the number of the vertex before it, and how far it is. */
export function nearestEdge(kind: Kind, points: Point[], p: Point): {after: number; distance: number} {
  const ends = kind === 'polygon' ? [...points.slice(1), points[0]] : points.slice(1);
  return ends.map((end, after) => ({after, distance: segmentDistance(p, points[after], end)}))
    .reduce((best, edge) => (edge.distance < best.distance ? edge : best), {after: -1, distance: Infinity});
}

export function area(kind: Kind, points: Point[]): number {
  const xs = points.map(p => p.x);
  const ys = points.map(p => p.y);
  return kind === 'point' ? 0 : (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
}

/** Path data of a shape. A point is a line of no length, which round caps draw as a dot of constant size. */
export function path(kind: Kind, points: Point[]): string {
  if (kind === 'box') {
    const [{x: l, y: t}, {x: r, y: b}] = points;
    return `M${l} ${t}H${r}V${b}H${l}Z`;
  }
  if (kind === 'point') return `M${points[0].x} ${points[0].y}h0`;
  return `M${points.map(p => `${p.x} ${p.y}`).join('L')}${kind === 'polygon' ? 'Z' : ''}`;
}

/** For screen readers: "120 by 80 at 40, 30". */
export function describe(kind: Kind, points: Point[]): string {
  const [a, b] = points;
  switch (kind) {
    case 'box': return `${b.x - a.x} by ${b.y - a.y} at ${a.x}, ${a.y}`;
    case 'point': return `at ${a.x}, ${a.y}`;
    case 'line': return `from ${a.x}, ${a.y} to ${b.x}, ${b.y}`;
    default: return `${points.length} vertices, first at ${a.x}, ${a.y}`;
  }
}

/** One shape as the answer has it. */
export function toAnswer(kind: Kind, {label, points}: Shape): Record<string, unknown> {
  const [a, b] = points;
  switch (kind) {
    case 'box': return {height: b.y - a.y, label, left: a.x, top: a.y, width: b.x - a.x};
    case 'point': return {label, x: a.x, y: a.y};
    default: return {label, vertices: points.map(({x, y}) => ({x, y}))};
  }
}

/** One shape of an initial-value, which is written as answers are; undefined if it is none. */
export function fromAnswer(kind: Kind, value: any): Shape | undefined {
  if (!value || typeof value !== 'object') return undefined;
  const label = String(value.label ?? '');
  const number = (n: unknown) => Number(n);
  const valid = (points: Point[]) => points.length > 0 && points.every(p => Number.isFinite(p.x) && Number.isFinite(p.y));
  const points: Point[] = kind === 'box'
    ? [{x: number(value.left), y: number(value.top)}, {x: number(value.left) + number(value.width), y: number(value.top) + number(value.height)}]
    : kind === 'point' ? [{x: number(value.x), y: number(value.y)}]
      : Array.isArray(value.vertices) ? value.vertices.map((v: any) => ({x: number(v.x), y: number(v.y)})) : [];
  return valid(points) ? {label, points} : undefined;
}

/** How many vertices a finished shape has at least. */
export const LEAST: Record<Kind, number> = {box: 2, point: 1, line: 2, polyline: 2, polygon: 3};
