import {Point} from './geometry';
import {Stage} from './stage';
import {element} from './svg';

/** The polygon that is being drawn, up to the cursor. */
export function outline(stage: Stage, drawing: Point[], cursor: Point | undefined): SVGElement[] {
  if (!drawing.length) return [];
  const points = [...drawing, ...(cursor ? [cursor] : [])].map(point => stage.toScreen(point)).map(({x, y}) => `${x},${y}`).join(' ');
  return [element('polyline', {points, fill: 'none', stroke: '#fff', 'stroke-width': 4}),
    element('polyline', {points, fill: 'none', stroke: '#000', 'stroke-width': 1.5})];
}

/** Where the next act takes place: a circle of the brush's size, or a cross. @param radius of the brush, in pixels of the image */
export function crosshair(stage: Stage, cursor: Point | undefined, radius: number | undefined): SVGElement[] {
  if (!cursor) return [];
  const {x, y} = stage.toScreen(cursor);
  return [radius === undefined ? element('path', {d: `M${x - 12} ${y}h24M${x} ${y - 12}v24`, class: 'cross'})
    : element('circle', {cx: x, cy: y, r: Math.max(2, radius * stage.zoom), class: 'cross'})];
}
