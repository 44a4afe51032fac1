/** Changes for undo and redo; a new change drops what was undone. */
export class History<Change> {
  private past: Change[] = [];
  private future: Change[] = [];

  /** @param most how many changes can be undone */
  constructor(private readonly most = Infinity) {}

  get canUndo(): boolean { return this.past.length > 0; }
  get canRedo(): boolean { return this.future.length > 0; }

  record(change: Change): void {
    this.past.push(change);
    if (this.past.length > this.most) this.past.shift();
    this.future = [];
  }

  /** The change to take back; undefined if there is none. */
  undo(): Change | undefined {
    return step(this.past, this.future);
  }

  /** The change to apply again; undefined if there is none. */
  redo(): Change | undefined {
    return step(this.future, this.past);
  }
}

function step<Change>(from: Change[], to: Change[]): Change | undefined {
  const change = from.pop();
  if (change !== undefined) to.push(change);
  return change;
}
