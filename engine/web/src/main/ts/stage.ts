import {LitElement} from 'lit';
import {Look, View, bridge} from './bridge';
import {Point, pixel} from './geometry';
import {SVG} from './svg';

/** How a tool handles one pointer. Coordinates are those of the stored pixels, not rounded. */
export interface Hand {
  down?(point: Point, event: PointerEvent): void;
  move?(point: Point, event: PointerEvent): void;
  up?(point: Point, event: PointerEvent): void;
  /** A second finger touched: what the first one began does not count. */
  cancel?(): void;
  viewChanged?(): void;
}

/**
 * An image with a layer above, zoom and pan. It is shown as it is stored (`image-orientation: none` and
 * `crossorigin`, since without CORS browsers turn it by its EXIF data), so that coordinates are those of its pixels.
 */
export class Stage {
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

  /** The worker moved the view or changed the look in this frame: what the portal remembers of other tasks does not count. */
  private own = false;
  private timer?: ReturnType<typeof setTimeout>;
  look: Look;

  /** @param opacity of what is drawn on the image, in percent, until the worker chooses */
  constructor(readonly box: HTMLElement, private readonly owner: LitElement, private readonly hand: Hand = {}, private readonly opacity = 100) {
    this.look = this.usual;
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
    new ResizeObserver(() => (this.fitted ? this.fit() : this.own ? this.apply() : this.adopt())).observe(box);
    bridge.listen(message => { if (message.type === 'labelops:connect' || message.type === 'settings') this.adopt(); });
  }

  private get usual(): Look {
    return {brightness: 100, contrast: 100, opacity: this.opacity, names: true};
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
    this.adopt();
    requestAnimationFrame(() => requestAnimationFrame(() => bridge.post({type: 'shown'})));
    return true;
  }

  /** Adds a canvas of the image's size below the shapes. */
  canvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = this.width;
    canvas.height = this.height;
    canvas.className = 'mask';
    canvas.style.opacity = String(this.look.opacity / 100);
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
    const zoom = within(this.zoom * factor);
    this.x = x - (x - this.x) * (zoom / this.zoom);
    this.y = y - (y - this.y) * (zoom / this.zoom);
    this.zoom = zoom;
    this.fitted = false;
    this.apply();
  }

  // What the worker does: it is kept for the next image ---------------------------------------------------------------

  showAll(): void {
    this.fit();
    this.chosen();
  }

  zoomTo(factor: number, at?: Point): void {
    this.zoomBy(factor, at);
    this.chosen();
  }

  originalSize(): void {
    this.zoomTo(1 / this.zoom);
  }

  see(change: Partial<Look>): void {
    this.look = {...this.look, ...change};
    this.applyLook();
    this.chosen();
  }

  resetLook(): void {
    this.see(this.usual);
  }

  private chosen(): void {
    this.own = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => bridge.post({type: 'view', view: this.view}), 100);
  }

  private get view(): View {
    const {width, height, zoom, look} = this;
    const {clientWidth, clientHeight} = this.box;
    const place = this.fitted ? undefined : {zoom, x: (clientWidth / 2 - this.x) / zoom, y: (clientHeight / 2 - this.y) / zoom};
    return {width, height, place, look};
  }

  /** As the worker saw the image before, if this one has the same size. */
  private adopt(): void {
    const {view} = bridge.settings;
    if (!view || this.own || !this.loaded) return;
    this.look = {...this.usual, ...view.look};
    this.applyLook();
    const {place} = view;
    if (!place || view.width !== this.width || view.height !== this.height) return this.fit();
    this.zoom = within(place.zoom);
    this.x = this.box.clientWidth / 2 - place.x * this.zoom;
    this.y = this.box.clientHeight / 2 - place.y * this.zoom;
    this.fitted = false;
    this.apply();
  }

  private applyLook(): void {
    const {brightness, contrast, opacity, names} = this.look;
    this.image.style.filter = brightness === 100 && contrast === 100 ? '' : `brightness(${brightness}%) contrast(${contrast}%)`;
    this.shapes.setAttribute('opacity', String(opacity / 100));
    for (const canvas of this.canvases) canvas.style.opacity = String(opacity / 100);
    this.box.toggleAttribute('nameless', !names);
    this.owner.requestUpdate();
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

  /** The pixel of the image in the middle of the view. */
  centre(): Point {
    return pixel({x: (this.box.clientWidth / 2 - this.x) / this.zoom, y: (this.box.clientHeight / 2 - this.y) / this.zoom}, this);
  }

  /** How far an arrow key moves the crosshair: a hundredth of the image, with Shift a tenth, with Alt one pixel. */
  step(event: KeyboardEvent): number {
    const big = Math.max(1, Math.round(Math.max(this.width, this.height) / 100));
    return event.altKey ? 1 : event.shiftKey ? big * 10 : big;
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
    if (event.key === '+' || event.key === '=') this.zoomTo(1.25);
    else if (event.key === '-') this.zoomTo(0.8);
    else if (event.shiftKey && event.code === 'Digit1') this.showAll();
    else if (event.shiftKey && event.code === 'Digit2') this.originalSize();
    else if (event.key.toLowerCase() === 'r') this.resetLook();
    else if (event.key === ' ') this.space = true;
    else return false;
    return true;
  }

  apply(): void {
    const transform = `translate(${this.x}px, ${this.y}px) scale(${this.zoom})`;
    this.image.style.transform = this.upper.style.transform = transform;
    for (const canvas of this.canvases) canvas.style.transform = transform;
    this.shapes.setAttribute('transform', `translate(${this.x} ${this.y}) scale(${this.zoom})`);
    this.box.toggleAttribute('pixels', this.zoom >= 3);
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
      // What was between the fingers stays between them.
      this.zoomBy(distance(event) / Math.max(1, distance(before)),
        {x: (before.clientX + other.clientX) / 2 - left, y: (before.clientY + other.clientY) / 2 - top});
      this.x += (event.clientX - before.clientX) / 2;
      this.y += (event.clientY - before.clientY) / 2;
    } else {
      this.x += event.clientX - before.clientX;
      this.y += event.clientY - before.clientY;
    }
    this.apply();
    this.chosen();
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
    this.zoomTo(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), {x: event.clientX - left, y: event.clientY - top});
  };
}

function within(zoom: number): number {
  return Math.min(40, Math.max(0.02, zoom));
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
