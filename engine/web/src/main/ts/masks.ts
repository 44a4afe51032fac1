import {css, html, nothing} from 'lit';
import {define} from './element';
import {Raster, Rect, copy, disc, flood, join, paste, polygon, runs, stroke, unrun} from './raster';
import {labelStyles} from './shapes';
import {Point, Stage, pixels} from './stage';
import {Shortcut, Tool, digit, listProperty, objectProperty} from './tool';
import {colour, rgb} from './values';

type Mode = 'brush' | 'eraser' | 'polygon' | 'fill';

interface Layer {
  label: string;
  color: string;
}

interface Change {
  rect: Rect;
  before: Uint8Array;
  after: Uint8Array;
  layersBefore: Layer[];
  layersAfter: Layer[];
}

/** The colour of pixels without a label, as the service's BACKGROUND. */
const BACKGROUND: [number, number, number] = [255, 255, 255];

/**
 * The two tools that paint masks: an array of label numbers, not a drawing, so that the PNG has exactly the palette's
 * colours. A layer is a label (semantic) or an instance (instance segmentation).
 */
abstract class MaskTool extends Tool {
  static properties = {
    ...Tool.properties,
    src: {},
    labels: listProperty('labels'),
    initialValue: objectProperty('initial-value'),
    layers: {state: true},
    armed: {state: true},
    mode: {state: true},
    radius: {state: true},
    opacity: {state: true},
    drawing: {state: true},
  };
  static styles = [...Tool.styles, Stage.styles, labelStyles, css`
    .stage { height: max(260px, calc(100dvh - 232px)); }
    @media (max-width: 720px) { .stage { height: max(220px, calc(100dvh - 430px)); } }
    .cross { fill: none; stroke: #fff; stroke-width: 1.5; mix-blend-mode: difference; }
    .tools button[aria-pressed=true] { box-shadow: inset 0 0 0 2px var(--accent); font-weight: 600; }
  `];
  declare src: string;
  declare labels: unknown[];
  declare initialValue?: Record<string, any>;
  declare layers: Layer[];
  declare armed: number;
  declare mode: Mode;
  declare radius: number;
  declare opacity: number;
  declare drawing: Point[];
  protected stage?: Stage;
  protected raster?: Raster;
  private context?: CanvasRenderingContext2D;
  private past: Change[] = [];
  private future: Change[] = [];
  private pen?: {last: Point; dirty?: Rect; before: Uint8Array; layersBefore: Layer[]};
  private cursor?: Point;
  private penDown = false;
  private modified = false;
  private restored?: {layers: Layer[]; runs: number[]};

  constructor() {
    super();
    this.labels = [];
    this.layers = [];
    this.armed = 0;
    this.mode = 'brush';
    this.radius = 12;
    this.opacity = 55;
    this.drawing = [];
  }

  protected get names(): string[] {
    return this.labels.map(label => String(typeof label === 'object' && label ? (label as {label?: string}).label : label));
  }

  /** Layers before the first stroke, and the number of the layer that a label paints on next. */
  protected abstract startLayers(): Layer[];
  protected abstract layerFor(label: number): number;
  protected abstract describeLayers(answer: Record<string, unknown>): void;
  protected abstract initialLayers(initial: Record<string, any>): Layer[];

  get submittable() {
    const answer: Record<string, unknown> = {
      inputImageProperties: {height: this.stage?.height ?? 0, width: this.stage?.width ?? 0},
      labeledImage: {pngImageData: this.png()},
    };
    this.describeLayers(answer);
    if (this.initialValue) answer.initialValueModified = this.modified;
    return answer;
  }

  get draft(): unknown {
    return this.raster ? {layers: this.layers, runs: runs(this.raster.data)} : this.restored ?? null;
  }
  set draft(state: unknown) {
    this.restored = state as {layers: Layer[]; runs: number[]};
    if (this.raster) this.restore();
  }

  protected used(layer: number): boolean {
    return this.raster?.data.includes(layer + 1) ?? false;
  }

  protected check(): string {
    return this.stage?.loaded ? '' : 'The image has not loaded, so there is nothing to answer yet.';
  }

  protected get shortcuts(): Shortcut[] {
    return [{keys: '1…9 0', does: 'Label 1 to 10'}, {keys: 'B E P G', does: 'Brush, eraser, polygon, fill an area'}, {keys: '[ ]', does: 'Size of the brush'},
      {keys: 'arrows Enter', does: 'Move the crosshair (Shift: far, Alt: 1 pixel); set the brush down or lift it, add a vertex, fill'},
      {keys: 'Esc', does: 'Cancel the polygon, lift the brush'}, {keys: 'Ctrl+Z Ctrl+Shift+Z', does: 'Undo, redo'},
      {keys: '+ - Shift+1 Shift+2', does: 'Zoom, fit, original size; also wheel, Space+drag, two fingers'}];
  }

  protected firstUpdated(): void {
    this.stage = new Stage(this.renderRoot.querySelector('.stage')!, this, {
      down: (point, event) => this.down(point, event),
      move: (point, event) => this.move(point, event),
      up: () => this.endStroke(),
      cancel: () => this.cancelStroke(),
      viewChanged: () => this.drawMarks(),
    });
    this.stage.box.addEventListener('dblclick', () => this.closePolygon());
    this.stage.box.addEventListener('pointerleave', () => { this.cursor = undefined; this.drawMarks(); });
  }

  protected updated(changes: Map<string, unknown>): void {
    if (changes.has('labels')) {
      this.reflect('labels', this.labels);
      if (!this.raster?.data.some(value => value !== 0)) this.layers = this.startLayers();
    }
    if (changes.has('src') && this.src) void this.load();
    if (changes.has('opacity')) this.renderRoot.querySelectorAll<HTMLElement>('canvas.mask').forEach(canvas => { canvas.style.opacity = String(this.opacity / 100); });
    this.drawMarks();
  }

  private async load(): Promise<void> {
    const stage = this.stage!;
    if (!await stage.load(this.src, problem => { this.problem = problem; })) return;
    this.raster = {width: stage.width, height: stage.height, data: new Uint8Array(stage.width * stage.height)};
    const canvas = stage.canvas();
    canvas.style.opacity = String(this.opacity / 100);
    this.context = canvas.getContext('2d')!;
    if (this.restored) this.restore();
    else if (this.initialValue) await this.readInitial();
    this.requestUpdate();
  }

  private restore(): void {
    this.layers = this.restored!.layers;
    unrun(this.restored!.runs, this.raster!.data);
    this.paint([0, 0, this.raster!.width, this.raster!.height]);
  }

  /** Pixels whose colour is exactly that of a layer; all others have no label. */
  private async readInitial(): Promise<void> {
    this.layers = this.initialLayers(this.initialValue!);
    const src = this.initialValue!.src as string | undefined;
    if (!src) return;
    let image: ImageData;
    try {
      image = await pixels(src);
    } catch {
      this.problem = 'The labels made before did not load (initial-value, src).';
      return;
    }
    const raster = this.raster!;
    if (image.width !== raster.width || image.height !== raster.height) {
      this.problem = `The labels made before are ${image.width} by ${image.height} pixels, the image is ${raster.width} by ${raster.height}.`;
      return;
    }
    const numbers = new Map(this.layers.map(({color}, index) => {
      const [r, g, b] = rgb(color);
      return [(r << 16) | (g << 8) | b, index + 1];
    }));
    for (let i = 0; i < raster.data.length; i++) {
      raster.data[i] = numbers.get((image.data[i * 4] << 16) | (image.data[i * 4 + 1] << 8) | image.data[i * 4 + 2]) ?? 0;
    }
    this.paint([0, 0, raster.width, raster.height]);
  }

  private colours(): Uint32Array {
    const table = new Uint32Array(256);
    this.layers.forEach(({color}, index) => {
      const [r, g, b] = rgb(color);
      table[index + 1] = (255 << 24) | (b << 16) | (g << 8) | r;
    });
    return table;
  }

  /** Shows a rectangle of the raster. */
  private paint([l, t, r, b]: Rect): void {
    if (r <= l || b <= t) return;
    const table = this.colours();
    const image = new ImageData(r - l, b - t);
    const out = new Uint32Array(image.data.buffer);
    const {width, data} = this.raster!;
    for (let y = t, at = 0; y < b; y++) for (let x = l; x < r; x++) out[at++] = table[data[y * width + x]];
    this.context!.putImageData(image, l, t);
  }

  /** Opaque pixels only: a canvas keeps their colours exactly. */
  private png(): string {
    const raster = this.raster;
    if (!raster) return '';
    const canvas = document.createElement('canvas');
    canvas.width = raster.width;
    canvas.height = raster.height;
    const image = new ImageData(raster.width, raster.height);
    const out = new Uint32Array(image.data.buffer);
    const table = this.colours();
    table[0] = (255 << 24) | (BACKGROUND[2] << 16) | (BACKGROUND[1] << 8) | BACKGROUND[0];
    raster.data.forEach((value, at) => { out[at] = table[value]; });
    canvas.getContext('2d')!.putImageData(image, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  }

  private down(point: Point, event: PointerEvent): void {
    this.cursor = point;
    if (this.armed < 0 || !this.labels.length) return;
    switch (this.mode) {
      case 'polygon':
        this.addVertex(point, (event.pointerType === 'touch' ? 18 : 9) / this.stage!.zoom);
        break;
      case 'fill':
        this.fill(point);
        break;
      default:
        this.startStroke(point);
    }
  }

  private move(point: Point, event: PointerEvent): void {
    this.cursor = point;
    if (this.pen) for (const each of event.getCoalescedEvents?.() ?? [event]) this.strokeTo(this.stage!.toImage(each));
    this.drawMarks();
  }

  private painted(): number {
    return this.mode === 'eraser' ? 0 : this.layerFor(this.armed) + 1;
  }

  private startStroke(point: Point): void {
    const before = this.raster!.data.slice();
    const layersBefore = this.layers;
    const value = this.painted();
    const dirty = disc(this.raster!, point.x, point.y, this.radius, value);
    this.pen = {last: point, dirty, before, layersBefore};
    this.paint(dirty);
  }

  private strokeTo(point: Point): void {
    const pen = this.pen!;
    const dirty = stroke(this.raster!, pen.last.x, pen.last.y, point.x, point.y, this.radius, this.painted());
    pen.last = point;
    pen.dirty = join(pen.dirty, dirty);
    this.paint(dirty);
  }

  private endStroke(): void {
    const pen = this.pen;
    this.pen = undefined;
    if (pen?.dirty) this.remember(pen.dirty, pen.before, pen.layersBefore, this.mode === 'eraser' ? 'Erased' : `${this.names[this.armed]} painted`);
  }

  private cancelStroke(): void {
    const pen = this.pen;
    this.pen = undefined;
    this.penDown = false;
    if (!pen) return;
    this.raster!.data.set(pen.before);
    this.layers = pen.layersBefore;
    if (pen.dirty) this.paint(pen.dirty);
  }

  private remember(rect: Rect, whole: Uint8Array, layersBefore: Layer[], said: string): void {
    const before = copy({...this.raster!, data: whole}, rect);
    this.past.push({rect, before, after: copy(this.raster!, rect), layersBefore, layersAfter: this.layers});
    if (this.past.length > 100) this.past.shift();
    this.future = [];
    this.modified = true;
    this.say(said);
    this.requestUpdate();
    this.changedByPerson();
  }

  private fill(point: Point): void {
    const before = this.raster!.data.slice();
    const layersBefore = this.layers;
    const dirty = flood(this.raster!, Math.floor(point.x), Math.floor(point.y), this.painted());
    if (!dirty) return;
    this.paint(dirty);
    this.remember(dirty, before, layersBefore, `${this.names[this.armed]} filled`);
  }

  private addVertex(point: Point, near: number): void {
    const [first] = this.drawing;
    if (first && this.drawing.length > 2 && Math.hypot(first.x - point.x, first.y - point.y) <= near) this.closePolygon();
    else this.drawing = [...this.drawing, point];
  }

  private closePolygon(): void {
    if (this.mode !== 'polygon' || this.drawing.length < 3) return;
    const before = this.raster!.data.slice();
    const layersBefore = this.layers;
    const dirty = polygon(this.raster!, this.drawing, this.painted());
    this.drawing = [];
    this.paint(dirty);
    this.remember(dirty, before, layersBefore, `${this.names[this.armed]} painted`);
  }

  private step(from: Change[], to: Change[], undo: boolean): void {
    const change = from.pop();
    if (!change) return;
    to.push(change);
    this.layers = undo ? change.layersBefore : change.layersAfter;
    paste(this.raster!, change.rect, undo ? change.before : change.after);
    this.paint(change.rect);
    this.say(undo ? 'Undone' : 'Done again');
    this.requestUpdate();
    this.changedByPerson();
  }

  private readonly undo = () => {
    if (this.drawing.length) this.drawing = this.drawing.slice(0, -1);
    else this.step(this.past, this.future, true);
  };
  private readonly redo = () => this.step(this.future, this.past, false);

  protected choose(label: number): void {
    this.armed = label;
    if (this.mode === 'eraser') this.mode = 'brush';
    this.say(`${this.names[label]}: paint`);
  }

  private use(mode: Mode): void {
    this.mode = mode;
    this.drawing = [];
    this.cancelStroke();
    this.say(mode);
  }

  protected key(event: KeyboardEvent): boolean {
    const stage = this.stage;
    if (!stage?.loaded || !this.raster) return false;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      if (event.shiftKey) this.redo(); else this.undo();
      return true;
    }
    const label = event.shiftKey && this.labels.length <= 10 ? -1 : digit(event, this.labels.length);
    if (label >= 0) { this.choose(label); return true; }
    const arrow = ({ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]} as Record<string, number[]>)[event.key];
    if (arrow) {
      const big = Math.max(1, Math.round(Math.max(stage.width, stage.height) / 100));
      const step = event.altKey ? 1 : event.shiftKey ? big * 10 : big;
      const from = this.cursor ?? this.centre();
      this.cursor = {x: Math.min(stage.width - 0.5, Math.max(0.5, from.x + arrow[0] * step)), y: Math.min(stage.height - 0.5, Math.max(0.5, from.y + arrow[1] * step))};
      if (this.penDown && this.pen) this.strokeTo(this.cursor);
      stage.reveal(this.cursor);
      this.say(`${Math.floor(this.cursor.x)}, ${Math.floor(this.cursor.y)}`);
      this.drawMarks();
      return true;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    switch (event.key) {
      case 'b': case 'B': this.use('brush'); return true;
      case 'e': case 'E': this.use('eraser'); return true;
      case 'p': case 'P': this.use('polygon'); return true;
      case 'g': case 'G': this.use('fill'); return true;
      case '[': this.radius = Math.max(1, Math.floor(this.radius * 0.8)); return true;
      case ']': this.radius = Math.min(400, Math.ceil(this.radius * 1.25)); return true;
      case 'Escape': this.drawing = []; this.endStroke(); this.penDown = false; return true;
      case 'Enter': return this.enter();
    }
    return stage.key(event);
  }

  private enter(): boolean {
    if (this.armed < 0 || !this.labels.length) return false;
    const at = (this.cursor ??= this.centre());
    if (this.mode === 'fill') this.fill(at);
    else if (this.mode === 'polygon') {
      const last = this.drawing.at(-1);
      if (last && last.x === at.x && last.y === at.y) this.closePolygon();
      else this.addVertex(at, 0.5);
    } else if (this.penDown) {
      this.penDown = false;
      this.endStroke();
    } else {
      this.penDown = true;
      this.startStroke(at);
      this.say('Brush down');
    }
    this.drawMarks();
    return true;
  }

  private centre(): Point {
    const stage = this.stage!;
    return {x: Math.floor((stage.box.clientWidth / 2 - stage.x) / stage.zoom) + 0.5, y: Math.floor((stage.box.clientHeight / 2 - stage.y) / stage.zoom) + 0.5};
  }

  private drawMarks(): void {
    const stage = this.stage;
    if (!stage?.loaded) return;
    const make = (name: string, attributes: Record<string, string | number>) => {
      const node = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
      return node;
    };
    const marks: SVGElement[] = [];
    if (this.drawing.length) {
      const points = [...this.drawing, ...(this.cursor ? [this.cursor] : [])].map(point => stage.toScreen(point));
      const list = points.map(({x, y}) => `${x},${y}`).join(' ');
      marks.push(make('polyline', {points: list, fill: 'none', stroke: '#fff', 'stroke-width': 4}), make('polyline', {points: list, fill: 'none', stroke: '#000', 'stroke-width': 1.5}));
    }
    if (this.cursor) {
      const {x, y} = stage.toScreen(this.cursor);
      const brush = this.mode === 'brush' || this.mode === 'eraser';
      marks.push(brush ? make('circle', {cx: x, cy: y, r: Math.max(2, this.radius * stage.zoom), class: 'cross'})
        : make('path', {d: `M${x - 12} ${y}h24M${x} ${y - 12}v24`, class: 'cross'}));
    }
    stage.marks.replaceChildren(...marks);
  }

  protected renderLayers() {
    return html``;
  }

  protected colourOfLabel(index: number): string {
    return this.layers.find(layer => layer.label === this.names[index])?.color ?? colour(index);
  }

  protected renderTool() {
    const tool = (mode: Mode, name: string, key: string) => html`<button type="button" aria-pressed=${this.mode === mode} title=${key} @click=${() => this.use(mode)}>${name}</button>`;
    return html`<div class="work"><div>
        <div class="stage armed" tabindex="0" role="application" aria-label=${`Image: ${this.mode}, ${this.names[this.armed] ?? 'no label'}. Question mark for shortcuts.`}></div>
        <div class="tools" role="group" aria-label="Tools">${tool('brush', 'Brush', 'B')}${tool('eraser', 'Eraser', 'E')}${tool('polygon', 'Polygon', 'P')}${tool('fill', 'Fill', 'G')}
          ${this.drawing.length > 2 ? html`<button type="button" class="primary" @click=${this.closePolygon}>Finish</button>` : nothing}
          <button type="button" title="Ctrl+Z" ?disabled=${!this.past.length && !this.drawing.length} @click=${this.undo}>Undo</button>
          <button type="button" title="Ctrl+Shift+Z" ?disabled=${!this.future.length} @click=${this.redo}>Redo</button>
          <label>Size <input type="range" min="1" max="120" .value=${String(this.radius)} @input=${(event: Event) => { event.stopPropagation(); this.radius = Number((event.target as HTMLInputElement).value); }}></label>
          <label class="wide">Opacity <input type="range" min="10" max="100" .value=${String(this.opacity)} @input=${(event: Event) => { event.stopPropagation(); this.opacity = Number((event.target as HTMLInputElement).value); }}></label></div>
        <div class="tools">${Stage.buttons(() => this.stage)}</div></div>
      <div class="side"><h2>Labels</h2><div class="labels" role="group" aria-label="Labels">${this.names.map((name, index) => html`
        <button type="button" aria-pressed=${index === this.armed && this.mode !== 'eraser'} @click=${() => this.choose(index)}>
          <span class="swatch" style=${`background:${this.colourOfLabel(index)}`}></span><span class="text">${name}</span>
          ${index < 20 ? html`<kbd aria-hidden="true">${(index + 1) % 10}</kbd>` : nothing}</button>`)}</div>${this.renderLayers()}</div></div>`;
  }
}

class SemanticSegmentation extends MaskTool {
  protected startLayers(): Layer[] {
    return this.names.map((label, index) => ({label, color: colour(index)}));
  }

  protected layerFor(label: number): number {
    return Math.max(0, this.layers.findIndex(layer => layer.label === this.names[label]));
  }

  protected initialLayers(initial: Record<string, any>): Layer[] {
    const before = Object.entries((initial.labelMappings ?? {}) as Record<string, {color: string}>).map(([label, {color}]) => ({label, color}));
    const fresh = this.names.filter(name => !before.some(({label}) => label === name));
    return [...before, ...fresh.map((label, index) => ({label, color: colour(before.length + index)}))];
  }

  protected describeLayers(answer: Record<string, unknown>): void {
    answer.labelMappings = Object.fromEntries(this.layers.map(({label, color}) => [label, {color}]));
  }
}

class InstanceSegmentation extends MaskTool {
  /** Number of the instance that is painted now; a label chosen again begins the next one. */
  private current = -1;

  protected startLayers(): Layer[] { return []; }

  protected layerFor(label: number): number {
    if (this.current < 0 || this.layers[this.current]?.label !== this.names[label]) {
      this.current = this.layers.length;
      this.layers = [...this.layers, {label: this.names[label], color: colour(this.current)}];
    }
    return this.current;
  }

  protected choose(label: number): void {
    this.current = -1;
    super.choose(label);
  }

  protected initialLayers(initial: Record<string, any>): Layer[] {
    return ((initial.instances ?? []) as Layer[]).map(({label, color}) => ({label, color}));
  }

  protected describeLayers(answer: Record<string, unknown>): void {
    answer.instances = this.layers.filter((_, index) => this.used(index)).map(({label, color}) => ({color, label}));
  }

  protected renderLayers() {
    return html`<h2 id="instances">${this.layers.length} instances</h2>${this.layers.length ? html`<ol class="list" aria-labelledby="instances">
      ${this.layers.map(({label, color}, index) => html`<li aria-current=${index === this.current ? 'true' : 'false'}>
        <button type="button" class="pick plain" @click=${() => { this.current = index; this.armed = this.names.indexOf(label); this.requestUpdate(); }}>
          <span class="swatch" style=${`background:${color}`}></span>${label} ${index + 1}</button></li>`)}</ol>` : nothing}`;
  }
}

define('crowd-semantic-segmentation', SemanticSegmentation, true);
define('crowd-instance-segmentation', InstanceSegmentation, true);
