import {css, html} from 'lit';
import {bridge} from './bridge';
import {colour, rgb} from './values';

export interface Point {
  x: number;
  y: number;
}

/** Of crowd-image-classifier's `overlay`: what a verification job shows over the image. */
export interface Overlay {
  boundingBox?: {labels?: string[]; value?: Array<{label: string; left: number; top: number; width: number; height: number}>};
  semanticSegmentation?: {labels?: string[]; labelMappings?: Record<string, {color: string}>; src?: string};
  instanceSegmentation?: {labels?: string[]; instances?: Array<{label: string; color: string}>; src?: string};
}

/** How a tool handles one pointer. Coordinates are those of the stored pixels, not rounded. */
export interface Hand {
  down?(point: Point, event: PointerEvent): void;
  move?(point: Point, event: PointerEvent): void;
  up?(point: Point, event: PointerEvent): void;
  /** A second finger touched: what the first one began does not count. */
  cancel?(): void;
  viewChanged?(): void;
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An image with a layer above, zoom and pan. It is shown as it is stored (`image-orientation: none` and
 * `crossorigin`, since without CORS browsers turn it by its EXIF data), so that coordinates are those of its pixels.
 */
export class Stage {
  static readonly styles = css`
    .stage { position: relative; overflow: hidden; background: #2b2f33; border-radius: var(--radius); touch-action: none; user-select: none;
      height: max(260px, calc(100dvh - 190px)); }
    .stage img { position: absolute; left: 0; top: 0; transform-origin: 0 0; image-orientation: none; max-width: none; -webkit-user-drag: none; }
    .stage.pixels img { image-rendering: pixelated; }
    .stage canvas { position: absolute; left: 0; top: 0; transform-origin: 0 0; pointer-events: none; }
    .stage canvas.mask { image-rendering: pixelated; }
    .stage svg.layer { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; overflow: hidden; }
    .stage .wait { position: absolute; inset: 0; display: grid; place-content: center; color: #fff; padding: 20px; text-align: center; }
    .stage .wait:empty { display: none; }
    .zoom { display: flex; gap: 4px; margin-top: 6px; align-items: center; flex-wrap: wrap; } .zoom button { min-width: 34px; padding: 2px 8px; }
    @media (max-width: 720px) { .stage { height: max(220px, calc(100dvh - 318px)); } }
  `;
  readonly image = new Image();
  readonly svg = document.createElementNS(SVG, 'svg');
  /** In pixels of the image. */
  readonly shapes = document.createElementNS(SVG, 'g');
  /** In pixels of the screen. */
  readonly marks = document.createElementNS(SVG, 'g');
  private readonly upper = document.createElement('canvas');
  private readonly wait = document.createElement('div');
  private readonly canvases: HTMLCanvasElement[] = [];
  private readonly pointers = new Map<number, PointerEvent>();
  private fitted = true;
  private panning = false;
  private space = false;
  zoom = 1;
  x = 0;
  y = 0;

  constructor(readonly box: HTMLElement, private readonly owner: HTMLElement, private readonly hand: Hand = {}) {
    this.image.alt = '';
    this.image.draggable = false;
    this.svg.classList.add('layer');
    this.svg.setAttribute('aria-hidden', 'true');
    this.svg.append(this.shapes, this.marks);
    // Templates position their own elements over the tool by this canvas' position on the page.
    this.upper.className = 'upper-canvas';
    this.wait.className = 'wait';
    this.wait.textContent = 'Loading the image…';
    box.append(this.image, this.upper, this.svg, this.wait);
    box.addEventListener('pointerdown', this.down);
    box.addEventListener('pointermove', this.move);
    box.addEventListener('pointerup', this.up);
    box.addEventListener('pointercancel', this.lost);
    box.addEventListener('wheel', this.wheel, {passive: false});
    box.addEventListener('contextmenu', event => event.preventDefault());
    owner.ownerDocument.addEventListener('keyup', event => { if (event.key === ' ') this.space = false; });
    new ResizeObserver(() => (this.fitted ? this.fit() : this.apply())).observe(box);
  }

  /** Of the stored image: naturalWidth is that of the rotated one, whatever image-orientation is. */
  width = 0;
  height = 0;
  get loaded(): boolean { return this.width > 0; }

  /** Resolves when the image is decoded; on failure reports the cause and leaves the stage empty. */
  async load(src: string, failed: (problem: string) => void): Promise<boolean> {
    this.wait.textContent = 'Loading the image…';
    this.width = this.height = 0;
    this.image.crossOrigin = 'anonymous';
    this.image.src = src;
    try {
      await this.image.decode();
    } catch {
      if (this.image.getAttribute('src') !== src) return false;
      const text = 'The image did not load. Either its address has expired or is wrong, or the bucket\'s CORS rule does not'
        + ' allow it: the rule needs AllowedOrigins "*", because this frame has no origin of its own.';
      this.wait.textContent = text;
      failed('The image did not load.');
      bridge.post({type: 'violation', directive: 'img-src', blocked: new URL(src, document.baseURI).href.split('?')[0]});
      return false;
    }
    this.wait.textContent = '';
    this.width = this.image.width || this.image.naturalWidth;
    this.height = this.image.height || this.image.naturalHeight;
    this.upper.width = this.upper.height = 1;
    this.upper.style.width = `${this.width}px`;
    this.upper.style.height = `${this.height}px`;
    this.fit();
    requestAnimationFrame(() => requestAnimationFrame(() => bridge.post({type: 'shown'})));
    return true;
  }

  /** Adds a canvas of the image's size below the shapes. */
  canvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = this.width;
    canvas.height = this.height;
    canvas.className = 'mask';
    this.image.after(canvas);
    this.canvases.push(canvas);
    this.apply();
    return canvas;
  }

  fit(): void {
    const {clientWidth, clientHeight} = this.box;
    if (!this.width || !clientWidth) return;
    this.zoom = Math.min(clientWidth / this.width, clientHeight / this.height);
    this.x = (clientWidth - this.width * this.zoom) / 2;
    this.y = (clientHeight - this.height * this.zoom) / 2;
    this.fitted = true;
    this.apply();
  }

  zoomBy(factor: number, at?: Point): void {
    const {clientWidth, clientHeight} = this.box;
    const {x, y} = at ?? {x: clientWidth / 2, y: clientHeight / 2};
    const zoom = Math.min(40, Math.max(0.02, this.zoom * factor));
    this.x = x - (x - this.x) * (zoom / this.zoom);
    this.y = y - (y - this.y) * (zoom / this.zoom);
    this.zoom = zoom;
    this.fitted = false;
    this.apply();
  }

  originalSize(): void {
    this.zoomBy(1 / this.zoom);
  }

  /** Moves the view so that the point can be seen. */
  reveal({x, y}: Point): void {
    const px = x * this.zoom + this.x;
    const py = y * this.zoom + this.y;
    const {clientWidth, clientHeight} = this.box;
    const dx = px < 0 ? 20 - px : px > clientWidth ? clientWidth - 20 - px : 0;
    const dy = py < 0 ? 20 - py : py > clientHeight ? clientHeight - 20 - py : 0;
    if (dx || dy) {
      this.x += dx;
      this.y += dy;
      this.fitted = false;
      this.apply();
    }
  }

  toImage(event: {clientX: number; clientY: number}): Point {
    const {left, top} = this.box.getBoundingClientRect();
    return {x: (event.clientX - left - this.x) / this.zoom, y: (event.clientY - top - this.y) / this.zoom};
  }

  toScreen({x, y}: Point): Point {
    return {x: x * this.zoom + this.x, y: y * this.zoom + this.y};
  }

  /** Keys of the view, the same in every tool. */
  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.key === '+' || event.key === '=') this.zoomBy(1.25);
    else if (event.key === '-') this.zoomBy(0.8);
    else if (event.shiftKey && event.code === 'Digit1') this.fit();
    else if (event.shiftKey && event.code === 'Digit2') this.originalSize();
    else if (event.key === ' ') this.space = true;
    else return false;
    return true;
  }

  static buttons(stage: () => Stage | undefined) {
    return html`<div class="zoom" role="group" aria-label="View">
      <button type="button" aria-label="Zoom out" title="-" @click=${() => stage()?.zoomBy(0.8)}>−</button>
      <button type="button" aria-label="Zoom in" title="+" @click=${() => stage()?.zoomBy(1.25)}>+</button>
      <button type="button" title="Shift+1" @click=${() => stage()?.fit()}>Fit</button>
      <button type="button" title="Shift+2" aria-label="Original size" @click=${() => stage()?.originalSize()}>100%</button></div>`;
  }

  /** Shows what is to be verified; nothing of it can be edited. */
  overlay(overlay: Overlay): void {
    const boxes = overlay.boundingBox;
    const labels = boxes?.labels ?? [];
    this.shapes.replaceChildren(...(boxes?.value ?? []).flatMap(({label, left, top, width, height}) => {
      const stroke = colour(Math.max(0, labels.indexOf(label)));
      return ['#fff', stroke].map((paint, index) => {
        const rect = document.createElementNS(SVG, 'rect');
        for (const [name, value] of Object.entries({x: left, y: top, width, height, fill: 'none', stroke: paint,
          'stroke-width': index ? 2 : 4, 'vector-effect': 'non-scaling-stroke'})) rect.setAttribute(name, String(value));
        const title = document.createElementNS(SVG, 'title');
        title.textContent = label;
        rect.append(title);
        return rect;
      });
    }));
    const mask = overlay.semanticSegmentation ?? overlay.instanceSegmentation;
    if (mask?.src) {
      const picture = document.createElementNS(SVG, 'image');
      const size = () => { picture.setAttribute('width', String(this.width)); picture.setAttribute('height', String(this.height)); };
      picture.setAttribute('href', mask.src);
      picture.setAttribute('opacity', '0.5');
      picture.setAttribute('preserveAspectRatio', 'none');
      picture.setAttribute('style', 'image-rendering: pixelated; mix-blend-mode: multiply');
      this.shapes.append(picture);
      if (this.loaded) size(); else this.image.addEventListener('load', size);
    }
  }

  apply(): void {
    const transform = `translate(${this.x}px, ${this.y}px) scale(${this.zoom})`;
    this.image.style.transform = this.upper.style.transform = transform;
    for (const canvas of this.canvases) canvas.style.transform = transform;
    this.shapes.setAttribute('transform', `translate(${this.x} ${this.y}) scale(${this.zoom})`);
    this.box.classList.toggle('pixels', this.zoom >= 3);
    this.hand.viewChanged?.();
  }

  private readonly down = (event: PointerEvent): void => {
    if (!this.loaded || this.owner.closest('crowd-form')?.hasAttribute('frozen')) return;
    this.box.focus({preventScroll: true});
    this.pointers.set(event.pointerId, event);
    this.box.setPointerCapture(event.pointerId);
    if (this.pointers.size === 2) {
      this.hand.cancel?.();
      this.panning = true;
    } else if (event.button === 1 || (event.button === 0 && (this.space || !this.hand.down))) {
      this.panning = true;
      event.preventDefault();
    } else if (event.button === 0) {
      this.hand.down?.(this.toImage(event), event);
    }
  };

  private readonly move = (event: PointerEvent): void => {
    const before = this.pointers.get(event.pointerId);
    if (before) this.pointers.set(event.pointerId, event);
    if (!this.panning) {
      this.hand.move?.(this.toImage(event), event);
      return;
    }
    if (!before) return;
    const {left, top} = this.box.getBoundingClientRect();
    const others = [...this.pointers.values()].filter(pointer => pointer.pointerId !== event.pointerId);
    this.fitted = false;
    if (others.length === 1) {
      const [other] = others;
      const distance = (a: PointerEvent) => Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY);
      this.zoomBy(distance(event) / Math.max(1, distance(before)),
        {x: (event.clientX + other.clientX) / 2 - left, y: (event.clientY + other.clientY) / 2 - top});
      this.x += (event.clientX - before.clientX) / 2;
      this.y += (event.clientY - before.clientY) / 2;
    } else {
      this.x += event.clientX - before.clientX;
      this.y += event.clientY - before.clientY;
    }
    this.apply();
  };

  private readonly up = (event: PointerEvent): void => {
    if (!this.pointers.delete(event.pointerId)) return;
    if (this.panning) {
      if (this.pointers.size === 0) this.panning = false;
    } else {
      this.hand.up?.(this.toImage(event), event);
    }
  };

  private readonly lost = (event: PointerEvent): void => {
    this.pointers.delete(event.pointerId);
    if (this.pointers.size === 0) this.panning = false;
    this.hand.cancel?.();
  };

  private readonly wheel = (event: WheelEvent): void => {
    if (!this.loaded) return;
    event.preventDefault();
    const {left, top} = this.box.getBoundingClientRect();
    this.zoomBy(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), {x: event.clientX - left, y: event.clientY - top});
  };
}

/** An image's pixels, decoded without its EXIF rotation. */
export async function pixels(src: string): Promise<ImageData> {
  const image = new Image();
  image.crossOrigin = 'anonymous';
  image.src = src;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d', {colorSpace: 'srgb', willReadFrequently: true})!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

export {rgb};
