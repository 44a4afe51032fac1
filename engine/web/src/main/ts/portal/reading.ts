/** Instructions fold after so many tasks. */
const READ_OFTEN = 3;
/** Jobs that are remembered. */
const MOST_JOBS = 50;

interface Read {
  hash: string;
  /** Tasks with these instructions. */
  tasks: number;
}

/** Where it is kept: localStorage. */
type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

/** Which instructions of a job a worker has read, in this browser. They fold when they are known, and open when they changed. */
export class Reading {
  private read: Read | undefined;
  private readonly key: string;

  constructor(sub: string, private readonly jobName: string, private readonly shelf: () => Shelf = () => localStorage) {
    this.key = `labelops.read.${sub}`;
    this.read = this.all()[jobName];
  }

  /** Hash of the instructions that the worker knows; undefined while there are none. */
  get known(): string | undefined {
    return this.read && this.read.tasks >= READ_OFTEN ? this.read.hash : undefined;
  }

  /** A task with instructions of this hash is shown. True if the worker knew others: they changed. */
  saw(hash: string): boolean {
    const changed = this.known !== undefined && this.known !== hash;
    this.read = {hash, tasks: this.read?.hash === hash ? Math.min(READ_OFTEN, this.read.tasks + 1) : 1};
    const {[this.jobName]: _, ...others} = this.all();
    const kept = Object.entries({...others, [this.jobName]: this.read}).slice(-MOST_JOBS);
    try {
      this.shelf().setItem(this.key, JSON.stringify(Object.fromEntries(kept)));
    } catch {
      // Without storage it is known as long as the page lasts.
    }
    return changed;
  }

  private all(): Record<string, Read> {
    try {
      return JSON.parse(this.shelf().getItem(this.key) ?? '{}');
    } catch {
      return {};
    }
  }
}
