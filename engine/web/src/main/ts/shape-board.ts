import {Kind, LEAST, Point, Shape, Size, describe, dragged, moved, ordered, pixel} from './geometry';
import {History} from './history';

/** What a board needs of the element around it. */
export interface Surface {
  /** Names of the labels. */
  readonly labels: string[];
  /** Of the image, in stored pixels. */
  readonly size: Size;
  /** `3 boxes`. */
  count(shapes: number): string;
  /** Tells a screen reader. */
  say(text: string): void;
  /** A person changed the shapes. */
  changed(): void;
  /** Something that is shown changed. */
  redraw(): void;
  reveal(point: Point): void;
}

/** Shapes of one image, and what is selected, drawn and undone. Shapes are values: changes create new ones, so undo keeps the old list. */
export class Board {
  shapes: Shape[] = [];
  selected = -1;
  /** Number of the label that the next shape gets; -1 while the pointer selects and moves. */
  armed = 0;
  /** Points of the shape that is being drawn. */
  drawing: Point[] = [];
  /** Number of the point of the selected shape that the keys move. */
  vertex = 0;
  private lastLabel = 0;
  /** The selected shape has just been drawn: the keys move it, but a label is for the next one. */
  private fresh = false;
  private readonly history = new History<{before: Shape[]; after: Shape[]}>();

  constructor(readonly kind: Kind, private readonly surface: Surface) {}

  get chosen(): Shape | undefined { return this.shapes[this.selected]; }
  /** The name of the label that is drawn; empty for none. */
  get labelName(): string { return this.surface.labels[this.armed] ?? ''; }
  get several(): boolean { return this.kind === 'polygon' || this.kind === 'polyline'; }
  get canUndo(): boolean { return this.history.canUndo || this.drawing.length > 0; }
  get canRedo(): boolean { return this.history.canRedo; }

  /** Restores a draft or an initial value; nothing of it can be undone. */
  load(shapes: Shape[]): void {
    this.shapes = shapes;
    this.surface.redraw();
  }

  /** For screen readers: `Star 3 of 7, 120 by 80 at 40, 30`. */
  nameOf(index: number): string {
    const {label, points} = this.shapes[index];
    return `${label} ${index + 1} of ${this.shapes.length}, ${describe(this.kind, points)}`;
  }

  // Drawing -----------------------------------------------------------------------------------------------------------

  addVertex(at: Point): void {
    const last = this.drawing.at(-1);
    if (last && last.x === at.x && last.y === at.y) {
      this.finish();
      return;
    }
    this.drawing = [...this.drawing, at];
    this.selected = -1;
    this.surface.say(`Vertex ${this.drawing.length} at ${at.x}, ${at.y}`);
    this.surface.redraw();
  }

  /** The first corner of a box or the first end of a line. */
  begin(at: Point): void {
    this.drawing = [at];
    this.surface.redraw();
  }

  /** The second corner of a box or the second end of a line. */
  complete(at: Point): void {
    const [from] = this.drawing;
    this.drawing = [];
    const points = this.kind === 'box' ? ordered(from, at) : [from, at];
    if (this.kind === 'box' ? points[0].x === points[1].x || points[0].y === points[1].y : from.x === at.x && from.y === at.y) {
      this.surface.say('Too small, not added');
      this.surface.redraw();
      return;
    }
    this.add(points);
  }

  finish(): void {
    if (!this.several || this.drawing.length < LEAST[this.kind]) return;
    const points = this.drawing;
    this.drawing = [];
    this.add(points);
  }

  add(points: Point[]): void {
    const label = this.surface.labels[this.armed];
    if (label === undefined) return;
    this.commit([...this.shapes, {label, points}], `${label} added, ${describe(this.kind, points)}`);
    this.select(this.shapes.length - 1, false);
  }

  /** The start, a vertex or the end of a shape at the crosshair. */
  enter(at: Point): void {
    this.selected = -1;
    if (this.kind === 'point') {
      this.add([at]);
    } else if (this.several) {
      this.addVertex(at);
    } else if (this.drawing.length) {
      this.complete(at);
    } else {
      this.begin(at);
      this.surface.say(`Started at ${at.x}, ${at.y}`);
    }
  }

  /** Forgets the last point of what is being drawn. */
  stepBack(): void {
    this.drawing = this.drawing.slice(0, -1);
    this.surface.redraw();
  }

  dropDrawing(): void {
    this.drawing = [];
    this.surface.redraw();
  }

  /** Draws again with the last label. */
  again(): void {
    this.selected = -1;
    this.armed = Math.min(this.lastLabel, this.surface.labels.length - 1);
    this.surface.say(`${this.surface.labels[this.armed] ?? ''}: draw`);
    this.surface.redraw();
  }

  // What there is -----------------------------------------------------------------------------------------------------

  select(index: number, say = true): void {
    this.selected = index;
    this.vertex = 0;
    this.fresh = !say;
    if (index >= 0 && say) {
      this.surface.say(this.nameOf(index));
      this.surface.reveal(this.shapes[index].points[0]);
    }
    this.surface.redraw();
  }

  replace(index: number, points: Point[], done: string): void {
    if (JSON.stringify(points) === JSON.stringify(this.shapes[index].points)) return;
    const shapes = this.shapes.map((shape, at) => (at === index ? {...shape, points} : shape));
    this.commit(shapes, `${shapes[index].label} ${done}, ${describe(this.kind, points)}`);
  }

  /** Moves the selected shape, in pixels of the image. */
  nudge(dx: number, dy: number): void {
    this.replace(this.selected, moved(this.chosen!.points, dx, dy, this.surface.size), 'moved');
  }

  /** Moves the active vertex, or the bottom right corner of a box. */
  resize(dx: number, dy: number): void {
    const {points} = this.chosen!;
    const handle = this.kind === 'box' ? 4 : this.vertex;
    const at = this.kind === 'box' ? points[1] : points[handle];
    const to = pixel({x: at.x + dx, y: at.y + dy}, this.surface.size);
    if (this.kind === 'box' && (to.x <= points[0].x || to.y <= points[0].y)) return;
    this.replace(this.selected, dragged(this.kind, points, handle, to), 'resized');
  }

  /** @param step 1 for the next, -1 for the one before */
  nextVertex(step: number): void {
    const {points} = this.chosen!;
    this.vertex = (this.vertex + step + points.length) % points.length;
    const {x, y} = points[this.vertex];
    this.surface.say(`Vertex ${this.vertex + 1} of ${points.length} at ${x}, ${y}`);
    this.surface.redraw();
  }

  /** Adds a vertex to the selected polygon or polyline after one of its vertices: there, or half-way. False where there is no edge. */
  insertVertex(after: number, there?: Point): boolean {
    const points = this.chosen?.points;
    if (!points || !this.several) return false;
    const next = points[after + 1] ?? (this.kind === 'polygon' ? points[0] : undefined);
    if (!next) return false;
    const at = there ?? {x: Math.round((points[after].x + next.x) / 2), y: Math.round((points[after].y + next.y) / 2)};
    this.replace(this.selected, [...points.slice(0, after + 1), at, ...points.slice(after + 1)], 'has a vertex more');
    this.vertex = after + 1;
    return true;
  }

  /** Removes a vertex of the selected polygon or polyline; false if it needs all that it has. */
  removeVertex(vertex: number): boolean {
    const points = this.chosen?.points;
    if (!points || !this.several) return false;
    if (points.length <= LEAST[this.kind]) {
      this.surface.say(`A ${this.kind} needs ${LEAST[this.kind]} vertices`);
      return true;
    }
    this.replace(this.selected, points.filter((_, at) => at !== vertex), 'has a vertex less');
    this.vertex = Math.min(vertex, points.length - 2);
    return true;
  }

  duplicate(): void {
    const {label, points} = this.chosen!;
    this.commit([...this.shapes, {label, points: moved(points, 10, 10, this.surface.size)}], `${label} duplicated`);
    this.select(this.shapes.length - 1, false);
  }

  drop(index: number): void {
    const {label} = this.shapes[index];
    this.selected = -1;
    this.commit(this.shapes.filter((_, at) => at !== index), `${label} removed`);
  }

  /** A label for the selected shape, or for the next ones. */
  useLabel(index: number): void {
    const label = this.surface.labels[index];
    const at = this.selected;
    if (at >= 0 && !this.fresh && !this.drawing.length && this.shapes[at].label !== label) {
      this.commit(this.shapes.map((shape, i) => (i === at ? {...shape, label} : shape)), `Now ${label}`);
    } else {
      if (this.fresh) this.selected = -1;
      this.surface.say(`${label}: draw`);
    }
    this.armed = this.lastLabel = index;
    this.surface.redraw();
  }

  disarm(): void {
    this.armed = -1;
    this.surface.redraw();
  }

  /** One step back to selecting and moving; false when there is none. */
  escape(): boolean {
    if (this.drawing.length) this.drawing = [];
    else if (this.selected >= 0) this.selected = -1;
    else if (this.armed >= 0) this.armed = -1;
    else return false;
    this.surface.say(this.armed >= 0 ? 'Cancelled' : 'Select and move');
    this.surface.redraw();
    return true;
  }

  /** Deselects without a word, where the keys leave the image. */
  deselect(): void {
    this.selected = -1;
    this.surface.redraw();
  }

  // Undo --------------------------------------------------------------------------------------------------------------

  undo(): void {
    if (this.drawing.length) this.stepBack();
    else this.show(this.history.undo()?.before, 'Undone');
  }

  redo(): void {
    this.show(this.history.redo()?.after, 'Done again');
  }

  private show(shapes: Shape[] | undefined, said: string): void {
    if (!shapes) return;
    this.shapes = shapes;
    if (this.selected >= shapes.length) this.selected = -1;
    this.surface.say(`${said}: ${this.surface.count(shapes.length)}`);
    this.surface.redraw();
    this.surface.changed();
  }

  private commit(shapes: Shape[], said: string): void {
    this.history.record({before: this.shapes, after: shapes});
    this.shapes = shapes;
    this.surface.say(said);
    this.surface.redraw();
    this.surface.changed();
  }
}
