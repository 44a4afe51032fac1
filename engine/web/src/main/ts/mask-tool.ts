import {css, html, nothing} from 'lit';
import {Point} from './geometry';
import {labelStyles} from './label-styles';
import {crosshair, outline} from './mask-marks';
import {Layer, MOST_LAYERS, Painting} from './mask-painting';
import {Stage, pixels} from './stage';
import {RESET_LOOK, looks, stageStyles, viewButtons} from './stage-controls';
import {Shortcut, Tool, digit, listProperty, objectProperty} from './tool';
import {colour} from './values';

type Mode = 'brush' | 'eraser' | 'polygon' | 'fill';

/** Of masks, in percent. */
const OPACITY = 55;
const ARROWS: Record<string, [number, number]> = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
const MODES: Record<string, Mode> = {b: 'brush', e: 'eraser', p: 'polygon', g: 'fill'};

/**
 * What the two tools that paint masks have in common: an array of label numbers, not a drawing, so that the PNG has
 * exactly the palette's colours. A layer is a label (semantic) or an instance (instance segmentation).
 */
export abstract class MaskTool extends Tool {
  static properties = {
    ...Tool.properties,
    src: {},
    labels: listProperty('labels'),
    initialValue: objectProperty('initial-value'),
    armed: {state: true},
    mode: {state: true},
    radius: {state: true},
    hiding: {state: true},
    drawing: {state: true},
  };
  static styles = [...Tool.styles, stageStyles, labelStyles, css`
    :host { --around: 232px; }
    @media (max-width: 720px) { :host { --around: 430px; } }
    .hiding canvas.mask { display: none; }
    .cross { fill: none; stroke: #fff; stroke-width: 1.5; mix-blend-mode: difference; }
    .tools button[aria-pressed=true] { box-shadow: inset 0 0 0 2px var(--accent); font-weight: 600; }
  `];
  declare src: string;
  declare labels: unknown[];
  declare initialValue?: Record<string, any>;
  declare armed: number;
  declare mode: Mode;
  declare radius: number;
  declare hiding: boolean;
  declare drawing: Point[];
  protected stage?: Stage;
  protected readonly painting = new Painting();
  private cursor?: Point;
  private penDown = false;
  private modified = false;
  private restored?: {layers: Layer[]; runs: number[]};

  constructor() {
    super();
    this.labels = [];
    this.armed = 0;
    this.mode = 'brush';
    this.radius = 12;
    this.hiding = false;
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
      labeledImage: {pngImageData: this.painting.png()},
    };
    this.describeLayers(answer);
    if (this.initialValue) answer.initialValueModified = this.modified;
    return answer;
  }

  get draft(): unknown {
    return this.painting.raster ? {layers: this.painting.layers, runs: this.painting.runs} : this.restored ?? null;
  }
  set draft(state: unknown) {
    this.restored = state as {layers: Layer[]; runs: number[]};
    if (this.painting.raster) this.restore();
  }

  protected check(): string {
    return this.stage?.loaded ? '' : 'The image has not loaded, so there is nothing to answer yet.';
  }

  get shortcuts(): Shortcut[] {
    return [{keys: '1…9 0', does: 'Label 1 to 10'}, {keys: 'N', does: 'Paint again with the last label; another instance of it, where instances are painted'}, {keys: 'B E P G', does: 'Brush, eraser, polygon, fill an area'}, {keys: '[ ]', does: 'Size of the brush'},
      {keys: 'arrows Enter', does: 'Move the crosshair (Shift: far, Alt: 1 pixel); set the brush down or lift it, add a vertex, fill'},
      {keys: 'Esc', does: 'Cancel the polygon, lift the brush'}, {keys: 'Ctrl+Z Ctrl+Shift+Z', does: 'Undo, redo'}, {keys: 'H', does: 'Hide or show the mask'}, RESET_LOOK,
      {keys: '+ - Shift+1 Shift+2', does: 'Zoom, fit, original size; also wheel, Space+drag, two fingers'}];
  }

  protected firstUpdated(): void {
    this.stage = new Stage(this.renderRoot.querySelector('.stage')!, this, {
      down: (point, event) => this.down(point, event),
      move: (point, event) => this.move(point, event),
      up: () => this.endStroke(),
      cancel: () => this.cancelStroke(),
      viewChanged: () => this.drawMarks(),
    }, OPACITY);
    this.stage.box.addEventListener('dblclick', () => this.closePolygon());
    this.stage.box.addEventListener('pointerleave', () => { this.cursor = undefined; this.drawMarks(); });
  }

  protected updated(changes: Map<string, unknown>): void {
    if (changes.has('labels')) {
      this.reflect('labels', this.labels);
      if (this.painting.empty) {
        this.painting.layers = this.startLayers();
        this.requestUpdate();
      }
    }
    if (changes.has('src') && this.src) void this.load();
    this.drawMarks();
  }

  private async load(): Promise<void> {
    const stage = this.stage!;
    if (!await stage.load(this.src, problem => { this.problem = problem; })) return;
    this.painting.open(stage.canvas());
    if (this.restored) this.restore();
    else if (this.initialValue) await this.readInitial();
    this.requestUpdate();
  }

  private restore(): void {
    this.painting.restore(this.restored!.layers, this.restored!.runs);
    this.requestUpdate();
  }

  private async readInitial(): Promise<void> {
    this.painting.layers = this.initialLayers(this.initialValue!);
    const src = this.initialValue!.src as string | undefined;
    if (!src) return;
    let image: ImageData;
    try {
      image = await pixels(src);
    } catch {
      this.problem = 'The labels made before did not load (initial-value, src).';
      return;
    }
    const {width, height} = this.stage!;
    if (image.width !== width || image.height !== height) {
      this.problem = `The labels made before are ${image.width} by ${image.height} pixels, the image is ${width} by ${height}.`;
      return;
    }
    this.painting.read(image);
  }

  // Painting ----------------------------------------------------------------------------------------------------------

  private down(point: Point, event: PointerEvent): void {
    this.cursor = point;
    if (!this.canPaint()) return;
    if (this.mode === 'polygon') this.addVertex(point, (event.pointerType === 'touch' ? 18 : 9) / this.stage!.zoom);
    else if (this.mode === 'fill') this.fill(point);
    else this.startStroke(point);
  }

  private move(point: Point, event: PointerEvent): void {
    this.cursor = point;
    if (this.painting.painting) {
      for (const each of event.getCoalescedEvents?.() ?? [event]) this.strokeTo(this.stage!.toImage(each));
    }
    this.drawMarks();
  }

  /** Whether a stroke of this label needs a layer that does not exist yet. */
  protected abstract needsLayer(label: number): boolean;

  private canPaint(): boolean {
    if (this.armed < 0 || !this.labels.length) return false;
    if (this.mode === 'eraser' || this.painting.layers.length < MOST_LAYERS || !this.needsLayer(this.armed)) return true;
    this.problem = `An image can have ${MOST_LAYERS} instances.`;
    return false;
  }

  private get number(): number {
    return this.mode === 'eraser' ? 0 : this.layerFor(this.armed) + 1;
  }

  private startStroke(point: Point): void {
    const before = this.painting.before();
    this.painting.begin(before, point, this.radius, this.number);
  }

  private strokeTo(point: Point): void {
    this.painting.extend(point, this.radius, this.number);
  }

  private endStroke(): void {
    if (this.painting.end()) this.done(this.mode === 'eraser' ? 'Erased' : `${this.names[this.armed]} painted`);
  }

  private cancelStroke(): void {
    this.penDown = false;
    this.painting.cancel();
  }

  private fill(point: Point): void {
    const before = this.painting.before();
    if (this.painting.fill(before, point, this.number)) this.done(`${this.names[this.armed]} filled`);
  }

  private addVertex(point: Point, near: number): void {
    const [first] = this.drawing;
    if (first && this.drawing.length > 2 && Math.hypot(first.x - point.x, first.y - point.y) <= near) this.closePolygon();
    else this.drawing = [...this.drawing, point];
  }

  private closePolygon(): void {
    if (this.mode !== 'polygon' || this.drawing.length < 3) return;
    const before = this.painting.before();
    this.painting.polygon(before, this.drawing, this.number);
    this.drawing = [];
    this.done(`${this.names[this.armed]} painted`);
  }

  /** After a change by a person. */
  protected done(said: string): void {
    this.modified = true;
    this.say(said);
    this.requestUpdate();
    this.changedByPerson();
  }

  private readonly undo = () => {
    if (this.drawing.length) this.drawing = this.drawing.slice(0, -1);
    else if (this.painting.undo()) this.done('Undone');
  };
  private readonly redo = () => {
    if (this.painting.redo()) this.done('Done again');
  };

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

  // Keys --------------------------------------------------------------------------------------------------------------

  protected key(event: KeyboardEvent): boolean {
    const stage = this.stage;
    if (!stage?.loaded || !this.painting.raster) return false;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      if (event.shiftKey) this.redo(); else this.undo();
      return true;
    }
    const label = event.shiftKey && this.labels.length <= 10 ? -1 : digit(event, this.labels.length);
    if (label >= 0) {
      this.choose(label);
      return true;
    }
    const arrow = ARROWS[event.key];
    if (arrow) return this.arrow(arrow, stage.step(event));
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    const mode = MODES[event.key.toLowerCase()];
    if (mode) {
      this.use(mode);
      return true;
    }
    switch (event.key) {
      case 'n': case 'N': this.choose(this.armed); return true;
      case 'h': case 'H': this.hiding = !this.hiding; return true;
      case '[': this.radius = Math.max(1, Math.floor(this.radius * 0.8)); return true;
      case ']': this.radius = Math.min(400, Math.ceil(this.radius * 1.25)); return true;
      case 'Escape': this.drawing = []; this.endStroke(); this.penDown = false; return true;
      case 'Enter': return this.enter();
    }
    return stage.key(event);
  }

  private arrow([dx, dy]: [number, number], step: number): true {
    const stage = this.stage!;
    const from = this.cursor ?? this.centre();
    this.cursor = {x: Math.min(stage.width - 0.5, Math.max(0.5, from.x + dx * step)), y: Math.min(stage.height - 0.5, Math.max(0.5, from.y + dy * step))};
    if (this.penDown && this.painting.painting) this.strokeTo(this.cursor);
    stage.reveal(this.cursor);
    this.say(`${Math.floor(this.cursor.x)}, ${Math.floor(this.cursor.y)}`);
    this.drawMarks();
    return true;
  }

  private enter(): boolean {
    if (!this.canPaint()) return false;
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
    const brush = this.mode === 'brush' || this.mode === 'eraser';
    stage.marks.replaceChildren(...outline(stage, this.drawing, this.cursor), ...crosshair(stage, this.cursor, brush ? this.radius : undefined));
  }

  protected renderLayers() {
    return html``;
  }

  protected colourOfLabel(index: number): string {
    return this.painting.layers.find(layer => layer.label === this.names[index])?.color ?? colour(index);
  }

  protected renderTool() {
    const tool = (mode: Mode, name: string, key: string) => html`<button type="button" aria-pressed=${this.mode === mode} title=${key} @click=${() => this.use(mode)}>${name}</button>`;
    return html`<div class="work"><div>
        <div class=${`stage armed ${this.hiding ? 'hiding' : ''}`} tabindex="0" role="application" aria-label=${`Image: ${this.mode}, ${this.names[this.armed] ?? 'no label'}. Question mark for shortcuts.`}></div>
        <div class="tools" role="group" aria-label="Tools">${tool('brush', 'Brush', 'B')}${tool('eraser', 'Eraser', 'E')}${tool('polygon', 'Polygon', 'P')}${tool('fill', 'Fill', 'G')}
          ${this.drawing.length > 2 ? html`<button type="button" class="primary" @click=${this.closePolygon}>Finish</button>` : nothing}
          <button type="button" title="Ctrl+Z" ?disabled=${!this.painting.canUndo && !this.drawing.length} @click=${this.undo}>Undo</button>
          <button type="button" title="Ctrl+Shift+Z" ?disabled=${!this.painting.canRedo} @click=${this.redo}>Redo</button>
          <label>Size <input type="range" min="1" max="120" .value=${String(this.radius)} @input=${(event: Event) => { event.stopPropagation(); this.radius = Number((event.target as HTMLInputElement).value); }}></label></div>
        <div class="tools">${viewButtons(() => this.stage)}
          <button type="button" title="H" aria-pressed=${this.hiding} @click=${() => { this.hiding = !this.hiding; }}>Hide</button></div>${looks(() => this.stage, 'the mask')}</div>
      <div class="side"><h2>Labels</h2><div class="labels" role="group" aria-label="Labels">${this.names.map((name, index) => html`
        <button type="button" aria-pressed=${index === this.armed && this.mode !== 'eraser'} @click=${() => this.choose(index)}>
          <span class="swatch" style=${`background:${this.colourOfLabel(index)}`}></span><span class="text">${name}</span>
          ${index < 20 ? html`<kbd aria-hidden="true">${(index + 1) % 10}</kbd>` : nothing}</button>`)}</div>${this.renderLayers()}</div></div>`;
  }
}
