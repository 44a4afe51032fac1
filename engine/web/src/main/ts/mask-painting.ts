import {Point} from './geometry';
import {History} from './history';
import {Raster, Rect, copy, disc, flood, join, paste, polygon, runs, stroke, unrun} from './raster';
import {rgb} from './values';

/** A label, or an instance of one. */
export interface Layer {
  label: string;
  color: string;
  /** An instance that the worker removed: its number stays taken. */
  removed?: boolean;
}

/** A pixel has one byte, and 0 is for none. */
export const MOST_LAYERS = 255;

interface Change {
  rect: Rect;
  before: Uint8Array;
  after: Uint8Array;
  layersBefore: Layer[];
  layersAfter: Layer[];
}

/** What was there before a change began. */
interface Before {
  data: Uint8Array;
  layers: Layer[];
}

/** A brush that is down. */
interface Stroke {
  last: Point;
  dirty: Rect;
  before: Before;
}

/** The colour of pixels without a label, as the service's BACKGROUND. */
const BACKGROUND: [number, number, number] = [255, 255, 255];

/** Of one painting: each keeps the pixels around its stroke. */
const MOST_CHANGES = 100;

/** Numbers of the layers of an image's pixels, the canvas that shows them, and what was changed. */
export class Painting {
  layers: Layer[] = [];
  /** Undefined until the image is there. */
  raster?: Raster;
  private context?: CanvasRenderingContext2D;
  private stroke?: Stroke;
  private readonly history = new History<Change>(MOST_CHANGES);

  get canUndo(): boolean { return this.history.canUndo; }
  get canRedo(): boolean { return this.history.canRedo; }
  get painting(): boolean { return this.stroke !== undefined; }
  get empty(): boolean { return !this.raster?.data.some(value => value !== 0); }

  /** Begins with an empty mask of the canvas' size. */
  open(canvas: HTMLCanvasElement): void {
    this.raster = {width: canvas.width, height: canvas.height, data: new Uint8Array(canvas.width * canvas.height)};
    this.context = canvas.getContext('2d')!;
  }

  /** For a draft: number of layer and number of pixels, alternately. */
  get runs(): number[] { return runs(this.raster!.data); }

  restore(layers: Layer[], lengths: number[]): void {
    this.layers = layers;
    unrun(lengths, this.raster!.data);
    this.showAll();
  }

  /** Pixels whose colour is exactly that of a layer; all others have none. The image must have this mask's size. */
  read(image: ImageData): void {
    const {data} = this.raster!;
    const numbers = new Map(this.layers.map(({color}, index) => {
      const [r, g, b] = rgb(color);
      return [(r << 16) | (g << 8) | b, index + 1];
    }));
    for (let i = 0; i < data.length; i++) {
      data[i] = numbers.get((image.data[i * 4] << 16) | (image.data[i * 4 + 1] << 8) | image.data[i * 4 + 2]) ?? 0;
    }
    this.showAll();
  }

  used(layer: number): boolean {
    return this.raster?.data.includes(layer + 1) ?? false;
  }

  // Changes: each begins with `before`, since a new layer may come with it ---------------------------------------------

  before(): Before {
    return {data: this.raster!.data.slice(), layers: this.layers};
  }

  /** Sets the brush down. */
  begin(before: Before, at: Point, radius: number, value: number): void {
    const dirty = disc(this.raster!, at.x, at.y, radius, value);
    this.stroke = {last: at, dirty, before};
    this.show(dirty);
  }

  /** Moves the brush that is down. */
  extend(to: Point, radius: number, value: number): void {
    const pen = this.stroke!;
    const dirty = stroke(this.raster!, pen.last.x, pen.last.y, to.x, to.y, radius, value);
    pen.last = to;
    pen.dirty = join(pen.dirty, dirty)!;
    this.show(dirty);
  }

  /** Lifts the brush; false if it was not down. */
  end(): boolean {
    const pen = this.stroke;
    this.stroke = undefined;
    if (pen) this.record(pen.dirty, pen.before);
    return pen !== undefined;
  }

  /** Takes back what the brush that is down has painted. */
  cancel(): void {
    const pen = this.stroke;
    this.stroke = undefined;
    if (!pen) return;
    this.raster!.data.set(pen.before.data);
    this.layers = pen.before.layers;
    this.show(pen.dirty);
  }

  /** Fills the area around a pixel; false if there is nothing to fill. */
  fill(before: Before, at: Point, value: number): boolean {
    const dirty = flood(this.raster!, Math.floor(at.x), Math.floor(at.y), value);
    if (dirty) this.record(dirty, before);
    return dirty !== undefined;
  }

  /** Removes a layer with its pixels. */
  removeLayer(layer: number): void {
    const before = this.before();
    const {data, width} = this.raster!;
    let rect: Rect | undefined;
    data.forEach((value, at) => {
      if (value !== layer + 1) return;
      data[at] = 0;
      const x = at % width;
      const y = (at - x) / width;
      rect = rect ? [Math.min(rect[0], x), rect[1], Math.max(rect[2], x + 1), y + 1] : [x, y, x + 1, y + 1];
    });
    this.layers = this.layers.map((each, index) => (index === layer ? {...each, removed: true} : each));
    this.record(rect ?? [0, 0, 0, 0], before);
  }

  polygon(before: Before, points: Point[], value: number): void {
    this.record(polygon(this.raster!, points, value), before);
  }

  undo(): boolean {
    const change = this.history.undo();
    return change !== undefined && this.apply(change.rect, change.before, change.layersBefore);
  }

  redo(): boolean {
    const change = this.history.redo();
    return change !== undefined && this.apply(change.rect, change.after, change.layersAfter);
  }

  private apply(rect: Rect, pixels: Uint8Array, layers: Layer[]): true {
    this.layers = layers;
    paste(this.raster!, rect, pixels);
    this.show(rect);
    return true;
  }

  private record(rect: Rect, before: Before): void {
    this.show(rect);
    this.history.record({
      rect, before: copy({...this.raster!, data: before.data}, rect), after: copy(this.raster!, rect),
      layersBefore: before.layers, layersAfter: this.layers,
    });
  }

  // Colours -----------------------------------------------------------------------------------------------------------

  private colours(): Uint32Array {
    const table = new Uint32Array(256);
    this.layers.forEach(({color}, index) => { table[index + 1] = opaque(rgb(color)); });
    return table;
  }

  private showAll(): void {
    this.show([0, 0, this.raster!.width, this.raster!.height]);
  }

  private show([l, t, r, b]: Rect): void {
    if (r <= l || b <= t) return;
    const table = this.colours();
    const image = new ImageData(r - l, b - t);
    const out = new Uint32Array(image.data.buffer);
    const {width, data} = this.raster!;
    for (let y = t, at = 0; y < b; y++) for (let x = l; x < r; x++) out[at++] = table[data[y * width + x]];
    this.context!.putImageData(image, l, t);
  }

  /** In base64. Opaque pixels only: a canvas keeps their colours exactly. */
  png(): string {
    const {raster} = this;
    if (!raster) return '';
    const canvas = document.createElement('canvas');
    canvas.width = raster.width;
    canvas.height = raster.height;
    const image = new ImageData(raster.width, raster.height);
    const out = new Uint32Array(image.data.buffer);
    const table = this.colours();
    table[0] = opaque(BACKGROUND);
    raster.data.forEach((value, at) => { out[at] = table[value]; });
    canvas.getContext('2d')!.putImageData(image, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  }
}

/** As a canvas stores it. */
function opaque([r, g, b]: [number, number, number]): number {
  return (255 << 24) | (b << 16) | (g << 8) | r;
}
