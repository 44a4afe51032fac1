import {Point, Shape, handles, ordered, path, pixel} from './geometry';
import {Board} from './shape-board';
import {Stage} from './stage';
import {SVG, element} from './svg';

/** More names than this on the image hide it; the list beside still has them all. */
const MOST_TAGS = 150;

/** Draws a board over its image: one node for each shape, outside Lit, so that a drag of one of a thousand touches one node. */
export class ShapeLayer {
  /** Where the pointer or the keys are, in pixels of the image. */
  cursor?: Point;
  /** The crosshair is not shown while a shape is dragged. */
  dragging = false;
  private nodes: SVGGElement[] = [];
  private drawn: Array<Shape | undefined> = [];
  /** What a drag shows before it is committed. */
  private live?: {index: number; shape: Shape};

  constructor(private readonly stage: Stage, private readonly board: Board, private readonly colourOf: (label: string) => string) {
    const {kind} = board;
    stage.svg.classList.add(kind === 'point' ? 'points' : kind === 'box' || kind === 'polygon' ? 'closed' : 'open');
  }

  /** Draws each shape again: their colours changed. */
  forget(): void {
    this.drawn = [];
  }

  /** Only what differs from what is on the image. */
  draw(): void {
    const {shapes, selected} = this.board;
    while (this.nodes.length > shapes.length) this.nodes.pop()!.remove();
    shapes.forEach((shape, index) => {
      const node = this.nodes[index] ?? this.create();
      if (this.drawn[index] !== shape) this.drawShape(node, shape);
      node.setAttribute('class', index === selected ? 'shape chosen' : 'shape');
    });
    this.drawn = [...shapes];
    this.drawMarks();
  }

  /** While a drag lasts: one node changes, nothing is rendered. */
  preview(index: number, points: Point[]): void {
    const shape = {...this.board.shapes[index], points};
    this.drawShape(this.nodes[index], shape);
    this.live = {index, shape};
    this.drawn[index] = undefined;
  }

  /** Where the drag left the shape; undefined if nothing was dragged. */
  endPreview(): {index: number; points: Point[]} | undefined {
    const live = this.live && {index: this.live.index, points: this.live.shape.points};
    this.live = undefined;
    return live;
  }

  private create(): SVGGElement {
    const node = document.createElementNS(SVG, 'g');
    node.append(element('path', {class: 'halo'}), element('path', {class: 'line'}));
    this.stage.shapes.append(node);
    this.nodes.push(node);
    return node;
  }

  private drawShape(node: SVGGElement, shape: Shape): void {
    const data = path(this.board.kind, shape.points);
    const paint = this.colourOf(shape.label);
    node.children[0].setAttribute('d', data);
    node.children[1].setAttribute('d', data);
    node.children[1].setAttribute('stroke', paint);
    (node.children[1] as SVGElement).style.fill = paint;
  }

  /** Names, handles and crosshair: of constant size on the screen. */
  drawMarks(): void {
    const {stage, board} = this;
    if (!stage.loaded) return;
    stage.marks.replaceChildren(...this.tags(), ...this.handles(board.selected), ...this.unfinished(), ...this.crosshair());
  }

  private tags(): SVGElement[] {
    const {shapes, chosen} = this.board;
    if (shapes.length <= MOST_TAGS) return shapes.map(shape => this.tag(shape));
    return chosen ? [this.tag(chosen)] : [];
  }

  private tag(shape: Shape): SVGElement {
    const {x, y} = this.stage.toScreen(shape.points.reduce((a, b) => (b.y < a.y ? b : a)));
    const point = this.board.kind === 'point';
    const text = element('text', {x: point ? x + 10 : x + 2, y: point ? y + 4 : Math.max(12, y - 5), class: 'tag'});
    text.textContent = shape.label;
    return text;
  }

  private handles(selected: number): SVGElement[] {
    const {kind, vertex} = this.board;
    const shape = this.live?.shape ?? this.board.shapes[selected];
    if (!shape || kind === 'point') return [];
    return handles(kind, shape.points).map((point, index) => {
      const {x, y} = this.stage.toScreen(point);
      return element('rect', {x: x - 5, y: y - 5, width: 10, height: 10, class: kind !== 'box' && index === vertex ? 'handle active' : 'handle'});
    });
  }

  private unfinished(): SVGElement[] {
    const {stage, board: {kind, drawing}} = this;
    if (!drawing.length) return [];
    const points = [...drawing, ...(this.cursor ? [pixel(this.cursor, stage)] : [])].map(point => stage.toScreen(point));
    const data = kind === 'box' && points.length > 1 ? path('box', ordered(points[0], points[1]))
      : path('polyline', points.length > 1 ? points : [points[0], points[0]]);
    const vertices = kind === 'box' ? [] : points.slice(0, drawing.length);
    return [element('path', {d: data, fill: 'none', stroke: '#fff', 'stroke-width': 4.5}),
      element('path', {d: data, fill: 'none', stroke: this.colourOf(this.board.labelName), 'stroke-width': 2}),
      ...vertices.map(({x, y}) => element('rect', {x: x - 4, y: y - 4, width: 8, height: 8, class: 'handle'}))];
  }

  private crosshair(): SVGElement[] {
    if (this.board.armed < 0 || !this.cursor || this.dragging) return [];
    const {stage} = this;
    const {x, y} = stage.toScreen(this.cursor);
    return [element('line', {x1: 0, x2: stage.box.clientWidth, y1: y, y2: y, class: 'cross'}),
      element('line', {x1: x, x2: x, y1: 0, y2: stage.box.clientHeight, class: 'cross'})];
  }
}
