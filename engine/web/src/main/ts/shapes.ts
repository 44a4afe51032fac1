import {css, html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {define} from './element';
import {Kind, LEAST, Point, Shape, area, describe, dragged, fromAnswer, handles, hit, moved, ordered, path, pixel, toAnswer} from './geometry';
import {Stage} from './stage';
import {Shortcut, Tool, digit, listProperty} from './tool';
import {colour, ink, parse} from './values';

const SVG = 'http://www.w3.org/2000/svg';
/** More names than this on the image hide it; the list beside still has them all. */
const MOST_TAGS = 150;

export const labelStyles = css`
  .work { display: grid; grid-template-columns: minmax(0, 1fr) 240px; gap: 12px; }
  .labels { display: flex; flex-direction: column; gap: 4px; } .labels button { justify-content: flex-start; text-align: left; overflow-wrap: anywhere; }
  .labels button[aria-pressed=true] { box-shadow: inset 0 0 0 2px var(--accent); font-weight: 600; }
  .labels span.text { flex: 1; } .swatch { width: 16px; height: 16px; border-radius: 4px; flex: none; border: 1px solid rgb(0 0 0 / .4); }
  h2 { font-size: 14px; margin: 0 0 6px; } .side h2:not(:first-child) { margin-top: 14px; }
  .list { list-style: none; margin: 0; padding: 0; max-height: 38vh; overflow: auto; }
  .list li { display: flex; gap: 4px; align-items: center; content-visibility: auto; contain-intrinsic-size: auto 34px; }
  .list .pick { flex: 1; justify-content: flex-start; text-align: left; min-width: 0; font-size: 13px; }
  .list li[aria-current=true] .pick { background: var(--soft); box-shadow: inset 3px 0 0 var(--accent); }
  .tools { display: flex; gap: 4px; flex-wrap: wrap; align-items: center; margin-top: 6px; } .tools .zoom { margin: 0; }
  .tools button { padding: 2px 10px; } .tools label { display: inline-flex; gap: 6px; align-items: center; font-size: 13px; color: var(--muted); }
  .tools input[type=range] { width: 80px; accent-color: var(--accent); }
  .stage.armed { cursor: none; } .empty { color: var(--muted); margin: 0; }
  @media (max-width: 720px) {
    .work { display: flex; flex-direction: column; gap: 8px; } .side { display: contents; } .side h2 { display: none; }
    .side .labels { order: -1; }
    .labels { flex-direction: row; overflow-x: auto; padding: 2px; } .labels button { white-space: nowrap; flex: none; } .labels kbd { display: none; }
    .list { display: flex; overflow: auto hidden; } .list li { flex: none; contain-intrinsic-size: auto 120px auto 44px; } .tools .wide { display: none; } .tools button, .zoom button { min-height: 36px; }
  }
`;

/** The five tools that draw shapes on an image. Shapes are values: changes create new ones, so undo keeps the old list. */
abstract class ShapeTool extends Tool {
  static properties = {
    ...Tool.properties,
    src: {},
    labels: listProperty('labels'),
    labelColors: listProperty('label-colors'),
    initialValue: {attribute: 'initial-value'},
    shapes: {state: true},
    selected: {state: true},
    armed: {state: true},
    drawing: {state: true},
    hiding: {state: true},
    brightness: {state: true},
  };
  static styles = [...Tool.styles, Stage.styles, labelStyles, css`
    .shape path { fill-opacity: 0; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
    .shape .halo { stroke: #fff; stroke-width: 4.5; stroke-opacity: .85; } .shape .line { stroke-width: 2; }
    .shape.chosen .line { stroke-width: 3; fill-opacity: .18; } .shape.chosen .halo { stroke: #000; stroke-width: 6; }
    .points .shape path { stroke-linecap: round; } .points .shape .halo { stroke-width: 16; stroke: #fff; } .points .shape .line { stroke-width: 10; }
    .points .shape.chosen .halo { stroke: #000; stroke-width: 20; }
    .open .shape.chosen .line { fill-opacity: 0; }
    .handle { fill: #fff; stroke: #000; stroke-width: 1.5; } .handle.active { fill: #ffd400; }
    .cross { stroke: #fff; stroke-width: 1; mix-blend-mode: difference; } .tag { font: 600 12px system-ui, sans-serif; paint-order: stroke; stroke: #fff; stroke-width: 3.5px; fill: #000; }
    .hiding .shape:not(.chosen), .hiding .tag { display: none; }
  `];
  declare src: string;
  declare labels: unknown[];
  declare labelColors: string[];
  declare initialValue: string | null;
  declare shapes: Shape[];
  declare selected: number;
  /** Number of the label that the next shape gets; -1 while the pointer selects and moves. */
  declare armed: number;
  /** Points of the shape that is being drawn. */
  declare drawing: Point[];
  declare hiding: boolean;
  declare brightness: number;
  protected abstract readonly kind: Kind;
  protected abstract readonly noun: string;
  protected abstract readonly member: string;
  protected readonly reportsModified: boolean = false;
  private stage?: Stage;
  private past: Shape[][] = [];
  private future: Shape[][] = [];
  private nodes: SVGGElement[] = [];
  private drawn: Shape[] = [];
  private initial: Shape[] = [];
  private started = false;
  private lastLabel = 0;
  private cursor?: Point;
  private grip?: {handle: number; from: Point; points: Point[]; shape: number; moved: boolean; index?: number};
  private vertex = 0;
  /** The selected shape has just been drawn: the keys move it, but a label is for the next one. */
  private fresh = false;
  /** What a drag shows before it is committed. */
  private live?: {index: number; shape: Shape};

  constructor() {
    super();
    this.labels = [];
    this.labelColors = [];
    this.initialValue = null;
    this.shapes = [];
    this.selected = -1;
    this.armed = 0;
    this.drawing = [];
    this.hiding = false;
    this.brightness = 100;
  }

  get labelNames(): string[] {
    return this.labels.map(label => typeof label === 'object' && label ? String((label as {label?: unknown}).label ?? '') : String(label));
  }

  get submittable() {
    const answer: Record<string, unknown> = {
      [this.member]: this.shapes.map(shape => toAnswer(this.kind, shape)),
      inputImageProperties: {height: this.stage?.height ?? 0, width: this.stage?.width ?? 0},
    };
    if (this.reportsModified && this.initialValue !== null) {
      answer.initialValueModified = JSON.stringify(this.shapes) !== JSON.stringify(this.initial);
    }
    return answer;
  }

  get draft(): unknown { return this.shapes; }
  set draft(state: unknown) {
    this.started = true;
    this.shapes = state as Shape[];
  }

  protected check(): string {
    return this.stage?.loaded ? '' : 'The image has not loaded, so there is nothing to answer yet.';
  }

  protected get shortcuts(): Shortcut[] {
    const several = this.kind === 'polygon' || this.kind === 'polyline';
    return [
      {keys: '1…9 0', does: 'Label 1 to 10: of the next shapes; of a shape that you have selected'},
      {keys: 'Shift+1…0', does: 'Label 11 to 20 (where there are so many)'},
      {keys: 'N', does: 'Draw again with the last label'}, {keys: 'Esc', does: 'Cancel; then stop drawing, to select and move'},
      {keys: 'Enter', does: several ? 'Add a vertex at the crosshair; twice at one place finishes' : 'Start and end at the crosshair'},
      {keys: '← ↑ → ↓', does: 'Move the selected shape by 1 pixel, with Shift by 10; without one, the crosshair (Alt: 1 pixel)'},
      {keys: 'Alt+arrows', does: 'Resize, or move the active vertex (V: next vertex)'},
      {keys: 'Tab Shift+Tab', does: 'Next and previous shape'}, {keys: 'Delete', does: 'Remove'}, {keys: 'Ctrl+D', does: 'Duplicate'},
      {keys: 'Ctrl+Z Ctrl+Shift+Z', does: 'Undo, redo'}, {keys: 'H', does: 'Hide or show the others'},
      {keys: '+ - Shift+1 Shift+2', does: 'Zoom, fit, original size; also wheel, Space+drag, two fingers'},
    ];
  }

  private colourOf(label: string): string {
    const index = this.labelNames.indexOf(label);
    return this.labelColors[index] ?? colour(index < 0 ? this.labels.length : index);
  }

  protected willUpdate(): void {
    if (!this.started && this.initialValue !== null) {
      this.started = true;
      const value = parse(this.initialValue, 'initial-value') as any;
      const list = Array.isArray(value) ? value : value?.[this.member] ?? [];
      this.shapes = (list as unknown[]).map(item => fromAnswer(this.kind, item)).filter(shape => shape !== undefined);
      this.initial = this.shapes;
      if (this.shapes.length) this.armed = -1;
    }
    if (this.armed >= this.labels.length) this.armed = this.labels.length ? 0 : -1;
    if (this.armed < 0 && !this.hasUpdated && !this.shapes.length && this.labels.length) this.armed = 0;
  }

  protected firstUpdated(): void {
    this.stage = new Stage(this.renderRoot.querySelector('.stage')!, this, {
      down: (point, event) => this.down(point, event),
      move: (point, event) => this.move(point, event),
      up: (point, event) => this.up(point, event),
      cancel: () => this.cancel(),
      viewChanged: () => this.drawMarks(),
    });
    this.stage.svg.classList.add(this.kind === 'point' ? 'points' : this.kind === 'box' || this.kind === 'polygon' ? 'closed' : 'open');
    this.stage.box.addEventListener('dblclick', () => this.finish());
    this.stage.box.addEventListener('pointerleave', () => { this.cursor = undefined; this.drawMarks(); });
  }

  protected updated(changes: Map<string, unknown>): void {
    if (changes.has('labels')) {
      this.reflect('labels', this.labels);
      if (changes.get('labels') !== undefined && this.armed < 0 && !this.shapes.length && this.labels.length) this.armed = 0;
      this.drawn = [];
    }
    if (changes.has('src') && this.src) void this.stage!.load(this.src, problem => { this.problem = problem; }).then(() => this.requestUpdate());
    this.draw();
  }

  /** Only what differs from what is on the image: a drag of one of a thousand shapes touches one node. */
  private draw(): void {
    const layer = this.stage!.shapes;
    while (this.nodes.length > this.shapes.length) this.nodes.pop()!.remove();
    this.shapes.forEach((shape, index) => {
      let node = this.nodes[index];
      if (!node) {
        node = document.createElementNS(SVG, 'g');
        node.append(element('path', {class: 'halo'}), element('path', {class: 'line'}));
        layer.append(node);
        this.nodes.push(node);
      }
      if (this.drawn[index] !== shape) this.drawShape(node, shape);
      node.setAttribute('class', index === this.selected ? 'shape chosen' : 'shape');
    });
    this.drawn = this.shapes;
    this.drawMarks();
  }

  private drawShape(node: SVGGElement, shape: Shape): void {
    const data = path(this.kind, shape.points);
    const paint = this.colourOf(shape.label);
    node.children[0].setAttribute('d', data);
    node.children[1].setAttribute('d', data);
    node.children[1].setAttribute('stroke', paint);
    (node.children[1] as SVGElement).style.fill = paint;
  }

  /** Names, handles and crosshair: of constant size on the screen. */
  private drawMarks(): void {
    const stage = this.stage;
    if (!stage?.loaded) return;
    const marks: SVGElement[] = [];
    if (this.shapes.length <= MOST_TAGS) {
      for (const shape of this.shapes) marks.push(this.tag(shape));
    } else if (this.shapes[this.selected]) {
      marks.push(this.tag(this.shapes[this.selected]));
    }
    const selected = this.live?.shape ?? this.shapes[this.selected];
    if (selected && this.kind !== 'point') {
      handles(this.kind, selected.points).forEach((point, index) => {
        const {x, y} = stage.toScreen(point);
        const active = this.kind !== 'box' && index === this.vertex;
        marks.push(element('rect', {x: x - 5, y: y - 5, width: 10, height: 10, class: active ? 'handle active' : 'handle'}));
      });
    }
    if (this.drawing.length) {
      const points = [...this.drawing, ...(this.cursor ? [pixel(this.cursor, stage)] : [])].map(point => stage.toScreen(point));
      const data = this.kind === 'box' && points.length > 1 ? path('box', ordered(points[0], points[1]))
        : path('polyline', points.length > 1 ? points : [points[0], points[0]]);
      marks.push(element('path', {d: data, fill: 'none', stroke: '#fff', 'stroke-width': 4.5}),
        element('path', {d: data, fill: 'none', stroke: this.colourOf(this.labelNames[this.armed] ?? ''), 'stroke-width': 2}));
      if (this.kind !== 'box') for (const {x, y} of points.slice(0, this.drawing.length)) marks.push(element('rect', {x: x - 4, y: y - 4, width: 8, height: 8, class: 'handle'}));
    }
    if (this.armed >= 0 && this.cursor && !this.grip?.moved) {
      const {x, y} = stage.toScreen(this.cursor);
      marks.push(element('line', {x1: 0, x2: stage.box.clientWidth, y1: y, y2: y, class: 'cross'}),
        element('line', {x1: x, x2: x, y1: 0, y2: stage.box.clientHeight, class: 'cross'}));
    }
    stage.marks.replaceChildren(...marks);
  }

  private tag(shape: Shape): SVGElement {
    const {x, y} = this.stage!.toScreen(shape.points.reduce((a, b) => (b.y < a.y ? b : a)));
    const text = element('text', {x: this.kind === 'point' ? x + 10 : x + 2, y: this.kind === 'point' ? y + 4 : Math.max(12, y - 5), class: 'tag'});
    text.textContent = shape.label;
    return text;
  }

  private near(event: PointerEvent): number {
    return (event.pointerType === 'touch' ? 24 : 12) / 2 / this.stage!.zoom;
  }

  private shapeAt(point: Point, near: number): number {
    let best = -1;
    this.shapes.forEach((shape, index) => {
      if (hit(this.kind, shape.points, point, near)
        && (best < 0 || area(this.kind, shape.points) <= area(this.kind, this.shapes[best].points))) best = index;
    });
    return best;
  }

  private down(point: Point, event: PointerEvent): void {
    const near = this.near(event);
    this.cursor = point;
    const selected = this.shapes[this.selected];
    if (selected && !this.drawing.length) {
      const at = handles(this.kind, selected.points).findIndex(h => Math.hypot(h.x - point.x, h.y - point.y) <= near * 1.5);
      if (at >= 0 || hit(this.kind, selected.points, point, near)) {
        if (at >= 0) this.vertex = at;
        this.grip = {handle: this.kind === 'point' ? -1 : at, from: point, points: selected.points, shape: this.selected, moved: false};
        return;
      }
    }
    if (this.armed < 0) {
      const at = this.shapeAt(point, near);
      this.select(at);
      if (at >= 0) this.grip = {handle: -1, from: point, points: this.shapes[at].points, shape: at, moved: false};
      return;
    }
    const at = pixel(point, this.stage!);
    this.grip = {handle: -2, from: point, points: [at], shape: -1, moved: false};
    if (this.kind === 'polygon' || this.kind === 'polyline') return;
    if (!this.drawing.length && this.kind !== 'point') this.drawing = [at];
  }

  private move(point: Point, event: PointerEvent): void {
    this.cursor = point;
    const grip = this.grip;
    if (grip) {
      const away = Math.hypot(point.x - grip.from.x, point.y - grip.from.y) * this.stage!.zoom;
      if (!grip.moved && away < (event.pointerType === 'touch' ? 6 : 3)) return;
      grip.moved = true;
      if (grip.shape >= 0) {
        const points = grip.handle >= 0 ? dragged(this.kind, grip.points, grip.handle, pixel(point, this.stage!))
          : moved(grip.points, point.x - grip.from.x, point.y - grip.from.y, this.stage!);
        this.preview(grip.shape, points);
      }
    }
    this.drawMarks();
  }

  /** While a drag lasts: one node changes, nothing is rendered. */
  private preview(index: number, points: Point[]): void {
    const shape = {...this.shapes[index], points};
    this.drawShape(this.nodes[index], shape);
    this.live = {index, shape};
  }

  private up(point: Point, event: PointerEvent): void {
    const grip = this.grip;
    this.grip = undefined;
    if (!grip) return;
    if (grip.shape >= 0) {
      if (this.live && grip.moved) this.replace(this.live.index, this.live.shape.points, 'moved');
      this.live = undefined;
      if (!grip.moved && this.armed >= 0 && grip.handle < 0) {
        const at = this.shapeAt(point, this.near(event));
        if (at >= 0 && at !== grip.shape) this.select(at);
      }
      return;
    }
    const at = pixel(point, this.stage!);
    if (this.kind === 'polygon' || this.kind === 'polyline') {
      if (!this.drawing.length && this.pickInstead(point, event)) return;
      const first = this.drawing[0];
      if (this.kind === 'polygon' && this.drawing.length >= 3 && Math.hypot(first.x - point.x, first.y - point.y) <= this.near(event) * 1.5) {
        this.finish();
      } else {
        this.addVertex(at);
      }
    } else if (this.kind === 'point') {
      if (!this.pickInstead(point, event)) this.add([at]);
    } else if (grip.moved || this.drawing[0].x !== grip.points[0].x || this.drawing[0].y !== grip.points[0].y) {
      this.complete(at);
    } else if (this.pickInstead(point, event)) {
      this.drawing = [];
    }
  }

  /** A click without a drag on an existing shape selects it. */
  private pickInstead(point: Point, event: PointerEvent): boolean {
    const at = this.shapeAt(point, this.near(event) / 2);
    if (at < 0) return false;
    this.select(at);
    return true;
  }

  private addVertex(at: Point): void {
    const last = this.drawing.at(-1);
    if (last && last.x === at.x && last.y === at.y) {
      this.finish();
      return;
    }
    this.drawing = [...this.drawing, at];
    this.selected = -1;
    this.say(`Vertex ${this.drawing.length} at ${at.x}, ${at.y}`);
  }

  /** The second corner of a box or the second end of a line. */
  private complete(at: Point): void {
    const [from] = this.drawing;
    this.drawing = [];
    const points = this.kind === 'box' ? ordered(from, at) : [from, at];
    if (this.kind === 'box' ? points[0].x === points[1].x || points[0].y === points[1].y : from.x === at.x && from.y === at.y) {
      this.say('Too small, not added');
      return;
    }
    this.add(points);
  }

  private finish(): void {
    if (this.kind !== 'polygon' && this.kind !== 'polyline') return;
    if (this.drawing.length < LEAST[this.kind]) return;
    const points = this.drawing;
    this.drawing = [];
    this.add(points);
  }

  private add(points: Point[]): void {
    const label = this.labelNames[this.armed];
    if (label === undefined) return;
    this.commit([...this.shapes, {label, points}], `${label} added, ${describe(this.kind, points)}`);
    this.select(this.shapes.length - 1, false);
  }

  private replace(index: number, points: Point[], done: string): void {
    if (JSON.stringify(points) === JSON.stringify(this.shapes[index].points)) {
      this.drawn = [];
      this.requestUpdate();
      return;
    }
    const shapes = this.shapes.map((shape, at) => (at === index ? {...shape, points} : shape));
    this.commit(shapes, `${shapes[index].label} ${done}, ${describe(this.kind, points)}`);
  }

  private commit(shapes: Shape[], said: string): void {
    this.past.push(this.shapes);
    this.future = [];
    this.shapes = shapes;
    this.say(said);
    this.changedByPerson();
  }

  private undo(): void {
    if (this.drawing.length) {
      this.drawing = this.drawing.slice(0, -1);
      return;
    }
    this.step(this.past, this.future, 'Undone');
  }

  private redo(): void {
    this.step(this.future, this.past, 'Done again');
  }

  private step(from: Shape[][], to: Shape[][], said: string): void {
    const shapes = from.pop();
    if (!shapes) return;
    to.push(this.shapes);
    this.shapes = shapes;
    if (this.selected >= shapes.length) this.selected = -1;
    this.say(`${said}: ${shapes.length} ${this.noun}`);
    this.changedByPerson();
  }

  private select(index: number, say = true): void {
    this.selected = index;
    this.vertex = 0;
    this.fresh = !say;
    if (index >= 0 && say) {
      this.say(this.nameOf(index));
      this.stage!.reveal(this.shapes[index].points[0]);
    }
  }

  private nameOf(index: number): string {
    return `${this.shapes[index].label} ${index + 1} of ${this.shapes.length}, ${describe(this.kind, this.shapes[index].points)}`;
  }

  private drop(index: number): void {
    const {label} = this.shapes[index];
    this.commit(this.shapes.filter((_, at) => at !== index), `${label} removed`);
    this.selected = -1;
  }

  private useLabel(index: number): void {
    const label = this.labelNames[index];
    if (this.selected >= 0 && !this.fresh && !this.drawing.length && this.shapes[this.selected].label !== label) {
      const at = this.selected;
      this.commit(this.shapes.map((shape, i) => (i === at ? {...shape, label} : shape)), `Now ${label}`);
    } else {
      if (this.fresh) this.selected = -1;
      this.say(`${label}: draw`);
    }
    this.armed = this.lastLabel = index;
  }

  private cancel(): void {
    this.grip = undefined;
    if (this.live) {
      this.live = undefined;
      this.drawn = [];
      this.requestUpdate();
    }
    if (this.kind === 'box' || this.kind === 'line') this.drawing = [];
    this.drawMarks();
  }

  protected key(event: KeyboardEvent): boolean {
    const stage = this.stage;
    if (!stage?.loaded) return false;
    const command = event.ctrlKey || event.metaKey;
    const lower = event.key.toLowerCase();
    if (command && lower === 'z') {
      if (event.shiftKey) this.redo(); else this.undo();
      return true;
    }
    if (command && lower === 'y') { this.redo(); return true; }
    if (command && lower === 'd') {
      if (this.selected < 0) return false;
      const {label, points} = this.shapes[this.selected];
      this.commit([...this.shapes, {label, points: moved(points, 10, 10, stage)}], `${label} duplicated`);
      this.select(this.shapes.length - 1, false);
      return true;
    }
    const label = event.shiftKey && this.labels.length <= 10 ? -1 : digit(event, this.labels.length);
    if (label >= 0) { this.useLabel(label); return true; }
    const arrow = ({ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]} as Record<string, number[]>)[event.key];
    if (arrow) return this.arrow(arrow, event);
    switch (event.key) {
      case 'Enter': return this.enter();
      case 'Escape':
        if (this.drawing.length) this.drawing = [];
        else if (this.selected >= 0) this.selected = -1;
        else if (this.armed >= 0) this.armed = -1;
        else return false;
        this.say(this.armed >= 0 ? 'Cancelled' : 'Select and move');
        return true;
      case 'Delete': case 'Backspace':
        if (this.drawing.length) { this.drawing = this.drawing.slice(0, -1); return true; }
        if (this.selected < 0) return false;
        this.drop(this.selected);
        return true;
      case 'Tab': {
        if (this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement !== stage.box) return false;
        const next = event.shiftKey ? (this.selected < 0 ? this.shapes.length : this.selected) - 1 : this.selected + 1;
        // After the last one the key leaves the image, as everywhere.
        if (next < 0 || next >= this.shapes.length || this.drawing.length) { this.selected = -1; return false; }
        this.select(next);
        return true;
      }
    }
    if (command || event.altKey) return false;
    switch (lower) {
      case 'n':
        this.selected = -1;
        this.armed = Math.min(this.lastLabel, this.labels.length - 1);
        this.cursor = this.centre();
        this.say(`${this.labelNames[this.armed] ?? ''}: draw`);
        this.drawMarks();
        return true;
      case 'h': this.hiding = !this.hiding; return true;
      case 'v':
        if (this.selected < 0 || this.kind === 'box' || this.kind === 'point') return false;
        this.vertex = (this.vertex + 1) % this.shapes[this.selected].points.length;
        this.say(`Vertex ${this.vertex + 1}`);
        this.drawMarks();
        return true;
    }
    return stage.key(event);
  }

  private centre(): Point {
    const stage = this.stage!;
    return pixel({x: (stage.box.clientWidth / 2 - stage.x) / stage.zoom, y: (stage.box.clientHeight / 2 - stage.y) / stage.zoom}, stage);
  }

  private arrow([dx, dy]: number[], event: KeyboardEvent): boolean {
    const stage = this.stage!;
    if (this.selected >= 0 && !this.drawing.length) {
      const step = event.shiftKey ? 10 : 1;
      const {points} = this.shapes[this.selected];
      if (!event.altKey) {
        this.replace(this.selected, moved(points, dx * step, dy * step, stage), 'moved');
      } else {
        const handle = this.kind === 'box' ? 4 : this.vertex;
        const at = this.kind === 'box' ? points[1] : points[handle];
        const to = pixel({x: at.x + dx * step, y: at.y + dy * step}, stage);
        if (this.kind === 'box' && (to.x <= points[0].x || to.y <= points[0].y)) return true;
        this.replace(this.selected, dragged(this.kind, points, handle, to), 'resized');
      }
      return true;
    }
    if (this.armed < 0) return false;
    const big = Math.max(1, Math.round(Math.max(stage.width, stage.height) / 100));
    const step = event.altKey ? 1 : event.shiftKey ? big * 10 : big;
    const from = this.cursor ? pixel(this.cursor, stage) : this.centre();
    this.cursor = pixel({x: from.x + dx * step, y: from.y + dy * step}, stage);
    stage.reveal(this.cursor);
    this.say(`${this.cursor.x}, ${this.cursor.y}`);
    this.drawMarks();
    return true;
  }

  private enter(): boolean {
    if (this.armed < 0) return false;
    this.selected = -1;
    this.cursor = pixel(this.cursor ?? this.centre(), this.stage!);
    const at = this.cursor;
    if (this.kind === 'point') this.add([at]);
    else if (this.kind === 'polygon' || this.kind === 'polyline') this.addVertex(at);
    else if (this.drawing.length) this.complete(at);
    else {
      this.drawing = [at];
      this.say(`Started at ${at.x}, ${at.y}`);
    }
    return true;
  }

  protected renderTool() {
    const armed = this.labelNames[this.armed];
    return html`<div class="work">
      <div><div class=${`stage ${this.armed >= 0 ? 'armed' : ''} ${this.hiding ? 'hiding' : ''}`} tabindex="0" role="application"
          aria-label=${`Image: ${armed ? `draws ${armed}` : 'select and move'}. ${this.shapes.length} ${this.noun}. Question mark for shortcuts.`}
          style=${this.brightness === 100 ? '' : `filter: brightness(${this.brightness}%)`}></div>
        <div class="tools">${Stage.buttons(() => this.stage)}
          <button type="button" title="Ctrl+Z" ?disabled=${!this.past.length && !this.drawing.length} @click=${this.undo}>Undo</button>
          <button type="button" title="Ctrl+Shift+Z" ?disabled=${!this.future.length} @click=${this.redo}>Redo</button>
          <button type="button" class="wide" title="H" aria-pressed=${this.hiding} @click=${() => { this.hiding = !this.hiding; }}>Hide</button>
          ${(this.kind === 'polygon' || this.kind === 'polyline') && this.drawing.length >= LEAST[this.kind]
            ? html`<button type="button" class="primary" @click=${this.finish}>Finish</button>` : nothing}
          <label class="wide">Brightness <input type="range" min="50" max="250" .value=${String(this.brightness)}
            @input=${(event: Event) => { event.stopPropagation(); this.brightness = Number((event.target as HTMLInputElement).value); }}
            @dblclick=${() => { this.brightness = 100; }}></label></div></div>
      <div class="side"><h2>Labels</h2>
        <div class="labels" role="group" aria-label="Labels">${this.labelNames.map((name, index) => html`
          <button type="button" aria-pressed=${index === this.armed} @click=${() => this.useLabel(index)}>
            <span class="swatch" style=${`background:${this.colourOf(name)};color:${ink(this.colourOf(name))}`}></span><span class="text">${name}</span>
            ${index < 20 ? html`<kbd aria-hidden="true">${index > 9 ? '⇧' : ''}${(index + 1) % 10}</kbd>` : nothing}</button>`)}
          <button type="button" aria-pressed=${this.armed < 0} @click=${() => { this.armed = -1; }}><span class="text">Select and move</span><kbd aria-hidden="true">Esc</kbd></button></div>
        <h2 id="drawn">${this.shapes.length} ${this.noun}</h2>
        ${this.shapes.length ? html`<ol class="list" aria-labelledby="drawn">${repeat(this.shapes, (_, index) => index, (shape, index) => html`
          <li aria-current=${index === this.selected ? 'true' : 'false'}>
            <button type="button" class="pick plain" aria-label=${this.nameOf(index)} @click=${() => this.select(index)}>
              <span class="swatch" style=${`background:${this.colourOf(shape.label)}`}></span>${shape.label} ${index + 1}</button>
            <button type="button" class="plain" aria-label=${`Remove ${shape.label} ${index + 1}`} @click=${() => this.drop(index)}>✕</button></li>`)}</ol>` : nothing}
      </div></div>`;
  }
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

class BoundingBox extends ShapeTool {
  protected readonly kind = 'box';
  protected readonly noun = 'boxes';
  protected readonly member = 'boundingBoxes';
  protected readonly reportsModified = true;
}
class Keypoint extends ShapeTool {
  protected readonly kind = 'point';
  protected readonly noun = 'keypoints';
  protected readonly member = 'keypoints';
}
class Line extends ShapeTool {
  protected readonly kind = 'line';
  protected readonly noun = 'lines';
  protected readonly member = 'lines';
  protected readonly reportsModified = true;
}
class Polyline extends ShapeTool {
  protected readonly kind = 'polyline';
  protected readonly noun = 'polylines';
  protected readonly member = 'polylines';
  protected readonly reportsModified = true;
}
class Polygon extends ShapeTool {
  protected readonly kind = 'polygon';
  protected readonly noun = 'polygons';
  protected readonly member = 'polygons';
}

define('crowd-bounding-box', BoundingBox, true);
define('crowd-keypoint', Keypoint, true);
define('crowd-line', Line, true);
define('crowd-polyline', Polyline, true);
define('crowd-polygon', Polygon, true);
