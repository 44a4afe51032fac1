import {pixel} from './geometry';
import {Board} from './shape-board';
import {ShapeLayer} from './shape-layer';
import {Shortcut, digit} from './tool';
import {Stage} from './stage';
import {RESET_LOOK} from './stage-controls';

const ARROWS: Record<string, [number, number]> = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

export function shortcutsOf(board: Board): Shortcut[] {
  return [
    {keys: '1…9 0', does: 'Label 1 to 10: of the next shapes; of a shape that you have selected'},
    {keys: 'Shift+1…0', does: 'Label 11 to 20 (where there are so many)'},
    {keys: 'N', does: 'Draw again with the last label'}, {keys: 'Esc', does: 'Cancel; then stop drawing, to select and move'},
    {keys: 'Enter', does: board.several ? 'Add a vertex at the crosshair; twice at one place finishes' : 'Start and end at the crosshair'},
    {keys: '← ↑ → ↓', does: 'Move the selected shape by 1 pixel, with Shift by 10; without one, the crosshair (Alt: 1 pixel)'},
    {keys: 'Alt+arrows', does: board.kind === 'box' ? 'Resize, with Shift by 10 pixels' : 'Move the active vertex, with Shift by 10 pixels'},
    ...(board.kind === 'box' || board.kind === 'point' ? [] : [{keys: 'V Shift+V', does: 'Next and previous vertex'}]),
    ...(board.several ? [{keys: 'I Shift+Delete', does: 'Add a vertex after the active one; remove the active one (or double-click an edge or a vertex)'}] : []),
    {keys: 'Tab Shift+Tab', does: 'Next and previous shape; directly after Esc: leave the image'}, {keys: 'Delete', does: 'Remove'}, {keys: 'Ctrl+D', does: 'Duplicate'},
    {keys: 'Ctrl+Z Ctrl+Shift+Z', does: 'Undo, redo'}, {keys: 'H', does: 'Hide or show the others'}, RESET_LOOK,
    {keys: '+ - Shift+1 Shift+2', does: 'Zoom, fit, original size; also wheel, Space+drag, two fingers'},
  ];
}

/** The keys of the tools that draw shapes. */
export class ShapeKeys {
  /** Esc was the key before: Tab leaves the image, however many shapes it has. */
  private escaped = false;

  /** @param hide hides the shapes that are not selected, or shows them */
  constructor(private readonly stage: Stage, private readonly layer: ShapeLayer, private readonly board: Board, private readonly labels: () => number,
    private readonly say: (text: string) => void, private readonly hide: () => void) {}

  /** Whether the key was used. @param onImage the image itself has the focus */
  press(event: KeyboardEvent, onImage: boolean): boolean {
    const {board} = this;
    const leaving = this.escaped;
    if (event.key !== 'Shift') this.escaped = event.key === 'Escape';
    if (event.ctrlKey || event.metaKey) {
      const used = this.command(event);
      if (used !== undefined) return used;
    }
    const label = event.shiftKey && this.labels() <= 10 ? -1 : digit(event, this.labels());
    if (label >= 0) {
      this.board.useLabel(label);
      return true;
    }
    const arrow = ARROWS[event.key];
    if (arrow) return this.arrow(arrow, event);
    switch (event.key) {
      case 'Enter': return this.enter();
      case 'Escape': return this.board.escape();
      case 'Delete': case 'Backspace': return event.shiftKey && board.several && board.chosen ? board.removeVertex(board.vertex) : this.remove();
      case 'Tab': return onImage && !leaving && this.walk(event.shiftKey);
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    return this.letter(event.key.toLowerCase(), event.shiftKey) || this.stage.key(event);
  }

  /** Undefined where another rule decides. */
  private command(event: KeyboardEvent): boolean | undefined {
    const {board} = this;
    switch (event.key.toLowerCase()) {
      case 'z':
        if (event.shiftKey) board.redo(); else board.undo();
        return true;
      case 'y':
        board.redo();
        return true;
      case 'd':
        if (!board.chosen) return false;
        board.duplicate();
        return true;
    }
    return undefined;
  }

  private letter(key: string, back: boolean): boolean {
    const {board} = this;
    switch (key) {
      case 'n':
        this.layer.cursor = this.stage.centre();
        board.again();
        return true;
      case 'h':
        this.hide();
        return true;
      case 'v':
        if (!board.chosen || board.kind === 'box' || board.kind === 'point') return false;
        board.nextVertex(back ? -1 : 1);
        return true;
      case 'i':
        return board.insertVertex(board.vertex);
    }
    return false;
  }

  private remove(): boolean {
    const {board} = this;
    if (board.drawing.length) board.stepBack();
    else if (board.chosen) board.drop(board.selected);
    else return false;
    return true;
  }

  /** To the next shape; after the last one the key leaves the image, as everywhere. */
  private walk(back: boolean): boolean {
    const {board} = this;
    const next = back ? (board.selected < 0 ? board.shapes.length : board.selected) - 1 : board.selected + 1;
    if (next < 0 || next >= board.shapes.length || board.drawing.length) {
      board.deselect();
      return false;
    }
    board.select(next);
    return true;
  }

  private arrow([dx, dy]: [number, number], event: KeyboardEvent): boolean {
    const {stage, board, layer} = this;
    if (board.chosen && !board.drawing.length) {
      const step = event.shiftKey ? 10 : 1;
      if (event.altKey) board.resize(dx * step, dy * step);
      else board.nudge(dx * step, dy * step);
      return true;
    }
    if (board.armed < 0) return false;
    const step = stage.step(event);
    const from = layer.cursor ? pixel(layer.cursor, stage) : stage.centre();
    layer.cursor = pixel({x: from.x + dx * step, y: from.y + dy * step}, stage);
    stage.reveal(layer.cursor);
    this.say(`${layer.cursor.x}, ${layer.cursor.y}`);
    layer.drawMarks();
    return true;
  }

  private enter(): boolean {
    if (this.board.armed < 0) return false;
    const at = pixel(this.layer.cursor ?? this.stage.centre(), this.stage);
    this.layer.cursor = at;
    this.board.enter(at);
    return true;
  }
}
