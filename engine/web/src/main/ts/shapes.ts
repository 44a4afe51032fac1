import {css, html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {define} from './element';
import {Kind, LEAST, Shape, fromAnswer, toAnswer} from './geometry';
import {labelStyles} from './label-styles';
import {Board} from './shape-board';
import {ShapeHand} from './shape-hand';
import {ShapeKeys, shortcutsOf} from './shape-keys';
import {ShapeLayer} from './shape-layer';
import {Stage} from './stage';
import {looks, stageStyles, viewButtons} from './stage-controls';
import {Shortcut, Tool, listProperty} from './tool';
import {colour, ink, parse} from './values';

/** The five tools that draw shapes on an image: attributes, answer and what is around the image. */
abstract class ShapeTool extends Tool {
  static properties = {
    ...Tool.properties,
    src: {},
    labels: listProperty('labels'),
    labelColors: listProperty('label-colors'),
    initialValue: {attribute: 'initial-value'},
    hiding: {state: true},
  };
  static styles = [...Tool.styles, stageStyles, labelStyles, css`
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
  declare hiding: boolean;
  protected abstract readonly kind: Kind;
  /** One of what it draws, and several. */
  protected abstract readonly nouns: [string, string];
  protected abstract readonly member: string;
  protected readonly reportsModified: boolean = false;
  private made?: Board;
  private stage?: Stage;
  private layer?: ShapeLayer;
  private keys?: ShapeKeys;
  private initial: Shape[] = [];
  private started = false;

  constructor() {
    super();
    this.labels = [];
    this.labelColors = [];
    this.initialValue = null;
    this.hiding = false;
  }

  get labelNames(): string[] {
    return this.labels.map(label => typeof label === 'object' && label ? String((label as {label?: unknown}).label ?? '') : String(label));
  }

  private get board(): Board {
    const tool = this;
    return this.made ??= new Board(this.kind, {
      get labels() { return tool.labelNames; },
      get size() { return {width: tool.stage?.width ?? 0, height: tool.stage?.height ?? 0}; },
      count: shapes => this.count(shapes),
      say: text => this.say(text),
      changed: () => this.changedByPerson(),
      redraw: () => this.requestUpdate(),
      reveal: point => this.stage!.reveal(point),
    });
  }

  get submittable() {
    const {shapes} = this.board;
    const answer: Record<string, unknown> = {
      [this.member]: shapes.map(shape => toAnswer(this.kind, shape)),
      inputImageProperties: {height: this.stage?.height ?? 0, width: this.stage?.width ?? 0},
    };
    if (this.reportsModified && this.initialValue !== null) {
      answer.initialValueModified = JSON.stringify(shapes) !== JSON.stringify(this.initial);
    }
    return answer;
  }

  get draft(): unknown { return this.board.shapes; }
  set draft(state: unknown) {
    this.started = true;
    this.board.load(state as Shape[]);
  }

  protected check(): string {
    return this.stage?.loaded ? '' : 'The image has not loaded, so there is nothing to answer yet.';
  }

  get shortcuts(): Shortcut[] {
    return shortcutsOf(this.board);
  }

  private count(shapes: number): string {
    return `${shapes} ${this.nouns[shapes === 1 ? 0 : 1]}`;
  }

  private colourOf(label: string): string {
    const index = this.labelNames.indexOf(label);
    return this.labelColors[index] ?? colour(index < 0 ? this.labels.length : index);
  }

  protected willUpdate(): void {
    const {board} = this;
    if (!this.started && this.initialValue !== null) {
      this.started = true;
      const value = parse(this.initialValue, 'initial-value') as any;
      const list = Array.isArray(value) ? value : value?.[this.member] ?? [];
      board.shapes = this.initial = (list as unknown[]).map(item => fromAnswer(this.kind, item)).filter(shape => shape !== undefined);
      if (board.shapes.length) board.armed = -1;
    }
    if (board.armed >= this.labels.length) board.armed = this.labels.length ? 0 : -1;
    if (board.armed < 0 && !this.hasUpdated && !board.shapes.length && this.labels.length) board.armed = 0;
  }

  protected firstUpdated(): void {
    const {board} = this;
    const hand = new ShapeHand(() => this.stage!, () => this.layer!, board);
    const stage = this.stage = new Stage(this.renderRoot.querySelector('.stage')!, this, hand);
    const layer = this.layer = new ShapeLayer(stage, board, label => this.colourOf(label));
    this.keys = new ShapeKeys(stage, layer, board, () => this.labels.length, text => this.say(text), () => { this.hiding = !this.hiding; });
    stage.box.addEventListener('dblclick', event => hand.doubleClick(event));
    stage.box.addEventListener('pointerleave', () => { layer.cursor = undefined; layer.drawMarks(); });
  }

  protected updated(changes: Map<string, unknown>): void {
    if (changes.has('labels')) {
      this.reflect('labels', this.labels);
      if (changes.get('labels') !== undefined && this.board.armed < 0 && !this.board.shapes.length && this.labels.length) {
        this.board.armed = 0;
        this.requestUpdate();
      }
      this.layer!.forget();
    }
    if (changes.has('src') && this.src) void this.stage!.load(this.src, problem => { this.problem = problem; }).then(() => this.requestUpdate());
    this.layer!.draw();
  }

  protected key(event: KeyboardEvent): boolean {
    return this.stage?.loaded === true && this.keys!.press(event, (this.renderRoot as ShadowRoot).activeElement === this.stage.box);
  }

  protected renderTool() {
    const {board} = this;
    const armed = this.labelNames[board.armed];
    return html`<div class="work">
      <div><div class=${`stage ${board.armed >= 0 ? 'armed' : ''} ${this.hiding ? 'hiding' : ''}`} tabindex="0" role="application"
          aria-label=${`Image: ${armed ? `draws ${armed}` : 'select and move'}. ${this.count(board.shapes.length)}. Question mark for shortcuts.`}></div>
        <div class="tools">${viewButtons(() => this.stage)}
          <button type="button" title="Ctrl+Z" ?disabled=${!board.canUndo} @click=${() => board.undo()}>Undo</button>
          <button type="button" title="Ctrl+Shift+Z" ?disabled=${!board.canRedo} @click=${() => board.redo()}>Redo</button>
          <button type="button" class="wide" title="H" aria-pressed=${this.hiding} @click=${() => { this.hiding = !this.hiding; }}>Hide</button>
          ${board.several && board.drawing.length >= LEAST[this.kind]
            ? html`<button type="button" class="primary" @click=${() => board.finish()}>Finish</button>` : nothing}</div>${looks(() => this.stage, this.nouns[1], true)}</div>
      <div class="side"><h2>Labels</h2>
        <div class="labels" role="group" aria-label="Labels">${this.labelNames.map((name, index) => html`
          <button type="button" aria-pressed=${index === board.armed} @click=${() => board.useLabel(index)}>
            <span class="swatch" style=${`background:${this.colourOf(name)};color:${ink(this.colourOf(name))}`}></span><span class="text">${name}</span>
            ${index < 20 ? html`<kbd aria-hidden="true">${index > 9 ? '⇧' : ''}${(index + 1) % 10}</kbd>` : nothing}</button>`)}
          <button type="button" aria-pressed=${board.armed < 0} @click=${() => board.disarm()}><span class="text">Select and move</span><kbd aria-hidden="true">Esc</kbd></button></div>
        <h2 id="drawn">${this.count(board.shapes.length)}</h2>
        ${board.shapes.length ? html`<ol class="list" aria-labelledby="drawn">${repeat(board.shapes, (_, index) => index, (shape, index) => html`
          <li aria-current=${index === board.selected ? 'true' : 'false'}>
            <button type="button" class="pick plain" aria-label=${board.nameOf(index)} @click=${() => board.select(index)}>
              <span class="swatch" style=${`background:${this.colourOf(shape.label)}`}></span>${shape.label} ${index + 1}</button>
            <button type="button" class="plain" aria-label=${`Remove ${shape.label} ${index + 1}`} @click=${() => board.drop(index)}>✕</button></li>`)}</ol>` : nothing}
      </div></div>`;
  }
}

class BoundingBox extends ShapeTool {
  protected readonly kind = 'box';
  protected readonly nouns: [string, string] = ['box', 'boxes'];
  protected readonly member = 'boundingBoxes';
  protected readonly reportsModified = true;
}
class Keypoint extends ShapeTool {
  protected readonly kind = 'point';
  protected readonly nouns: [string, string] = ['keypoint', 'keypoints'];
  protected readonly member = 'keypoints';
}
class Line extends ShapeTool {
  protected readonly kind = 'line';
  protected readonly nouns: [string, string] = ['line', 'lines'];
  protected readonly member = 'lines';
  protected readonly reportsModified = true;
}
class Polyline extends ShapeTool {
  protected readonly kind = 'polyline';
  protected readonly nouns: [string, string] = ['polyline', 'polylines'];
  protected readonly member = 'polylines';
  protected readonly reportsModified = true;
}
class Polygon extends ShapeTool {
  protected readonly kind = 'polygon';
  protected readonly nouns: [string, string] = ['polygon', 'polygons'];
  protected readonly member = 'polygons';
}

define('crowd-bounding-box', BoundingBox, true);
define('crowd-keypoint', Keypoint, true);
define('crowd-line', Line, true);
define('crowd-polyline', Polyline, true);
define('crowd-polygon', Polygon, true);
