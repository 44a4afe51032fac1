import {Point, area, dragged, handles, hit, moved, nearestEdge, pixel} from './geometry';
import {Board} from './shape-board';
import {ShapeLayer} from './shape-layer';
import {Hand, Stage} from './stage';

/** What the pointer holds: a handle, a shape, or with `shape` -1 the place of a new one. */
interface Grip {
  /** -1 for the shape itself. */
  handle: number;
  from: Point;
  points: Point[];
  shape: number;
  moved: boolean;
}

/** Draws, selects, moves and resizes shapes with a mouse or a finger. */
export class ShapeHand implements Hand {
  private grip?: Grip;
  /** The last click was for a new shape: a double click there ends it. */
  private placing = false;

  constructor(private readonly stage: () => Stage, private readonly layer: () => ShapeLayer, private readonly board: Board) {}

  down(point: Point, event: PointerEvent): void {
    const {board} = this;
    const near = this.near(event);
    this.layer().cursor = point;
    const {chosen} = board;
    if (chosen && !board.drawing.length) {
      const at = handles(board.kind, chosen.points).findIndex(h => Math.hypot(h.x - point.x, h.y - point.y) <= near * 1.5);
      if (at >= 0 || hit(board.kind, chosen.points, point, near)) {
        if (at >= 0) board.vertex = at;
        this.grip = {handle: board.kind === 'point' ? -1 : at, from: point, points: chosen.points, shape: board.selected, moved: false};
        return;
      }
    }
    if (board.armed < 0) {
      const at = this.shapeAt(point, near);
      board.select(at);
      if (at >= 0) this.grip = {handle: -1, from: point, points: board.shapes[at].points, shape: at, moved: false};
      return;
    }
    const at = pixel(point, this.stage());
    this.grip = {handle: -1, from: point, points: [at], shape: -1, moved: false};
    if (!board.several && !board.drawing.length && board.kind !== 'point') board.begin(at);
  }

  move(point: Point, event: PointerEvent): void {
    const {grip, board} = this;
    const stage = this.stage();
    const layer = this.layer();
    layer.cursor = point;
    if (grip) {
      const away = Math.hypot(point.x - grip.from.x, point.y - grip.from.y) * stage.zoom;
      if (!grip.moved && away < (event.pointerType === 'touch' ? 6 : 3)) return;
      grip.moved = layer.dragging = true;
      if (grip.shape >= 0) {
        layer.preview(grip.shape, grip.handle >= 0 ? dragged(board.kind, grip.points, grip.handle, pixel(point, stage))
          : moved(grip.points, point.x - grip.from.x, point.y - grip.from.y, stage));
      }
    }
    layer.drawMarks();
  }

  up(point: Point, event: PointerEvent): void {
    const {grip} = this;
    const live = this.drop();
    if (!grip) return;
    this.placing = grip.shape < 0;
    if (grip.shape >= 0) this.release(grip, live, point, event);
    else this.place(grip, point, event);
  }

  /** Ends what is drawn; of a selected polygon or polyline it removes the vertex below, or adds one to the edge below. */
  doubleClick(event: MouseEvent): void {
    const {board} = this;
    const stage = this.stage();
    if (this.placing || !board.chosen) return board.finish();
    const {points} = board.chosen;
    const point = stage.toImage(event);
    const near = 12 / stage.zoom;
    const vertex = points.findIndex(p => Math.hypot(p.x - point.x, p.y - point.y) <= near);
    if (vertex >= 0) return void board.removeVertex(vertex);
    const edge = nearestEdge(board.kind, points, point);
    if (edge.distance <= near) board.insertVertex(edge.after, pixel(point, stage));
  }

  /** A second finger touched, or the pointer was lost: what the first one began does not count. */
  cancel(): void {
    this.drop();
    if (this.board.several) this.layer().draw();
    else this.board.dropDrawing();
  }

  viewChanged(): void {
    this.layer().drawMarks();
  }

  private drop(): {index: number; points: Point[]} | undefined {
    const layer = this.layer();
    this.grip = undefined;
    layer.dragging = false;
    return layer.endPreview();
  }

  /** The end of a drag, or of a click on the selected shape. */
  private release(grip: Grip, live: {index: number; points: Point[]} | undefined, point: Point, event: PointerEvent): void {
    if (live && grip.moved) this.board.replace(live.index, live.points, 'moved');
    this.layer().draw();
    if (grip.moved || this.board.armed < 0 || grip.handle >= 0) return;
    const at = this.shapeAt(point, this.near(event));
    if (at >= 0 && at !== grip.shape) this.board.select(at);
  }

  private place(grip: Grip, point: Point, event: PointerEvent): void {
    const {board} = this;
    const at = pixel(point, this.stage());
    if (board.several) {
      if (!board.drawing.length && this.pickInstead(point, event)) return;
      const [first] = board.drawing;
      const closes = board.kind === 'polygon' && board.drawing.length >= 3
        && Math.hypot(first.x - point.x, first.y - point.y) <= this.near(event) * 1.5;
      if (closes) board.finish();
      else board.addVertex(at);
    } else if (board.kind === 'point') {
      if (!this.pickInstead(point, event)) board.add([at]);
    } else if (grip.moved || board.drawing[0].x !== grip.points[0].x || board.drawing[0].y !== grip.points[0].y) {
      board.complete(at);
    } else if (this.pickInstead(point, event)) {
      board.dropDrawing();
    }
  }

  /** A click without a drag on an existing shape selects it. */
  private pickInstead(point: Point, event: PointerEvent): boolean {
    const at = this.shapeAt(point, this.near(event) / 2);
    if (at < 0) return false;
    this.board.select(at);
    return true;
  }

  /** 12 pixels of the screen for a mouse, 24 for a finger (WCAG 2.5.8), in pixels of the image. */
  private near(event: PointerEvent): number {
    return (event.pointerType === 'touch' ? 24 : 12) / 2 / this.stage().zoom;
  }

  private shapeAt(point: Point, near: number): number {
    const {kind, shapes} = this.board;
    let best = -1;
    shapes.forEach((shape, index) => {
      if (hit(kind, shape.points, point, near) && (best < 0 || area(kind, shape.points) <= area(kind, shapes[best].points))) best = index;
    });
    return best;
  }
}
