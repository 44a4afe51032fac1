import {Problem} from '../app/api';
import {backOff} from './limits';
import {Held} from './model';

/** Where the answers are kept; an app/storage Store. */
export interface Shelf {
  get(key: string): Promise<Held | undefined>;
  put(key: string, entry: Held): Promise<void>;
  delete(key: string): Promise<void>;
  all(): Promise<Held[]>;
}

export interface Surroundings {
  /** Sends one answer; the same one twice has the effect of once. */
  send(entry: Held, leaving: boolean): Promise<void>;
  /** Among tabs, one sends at a time. */
  alone<T>(act: () => Promise<T>): Promise<T>;
  now(): number;
  later(act: () => void, milliseconds: number): unknown;
  changed(): void;
  /** Without a problem the server has the answer; with one it refused it for good. */
  settled(entry: Held, problem?: Problem): void;
}

/** Browsers allow 64 KiB of requests that outlive their page. */
const LEAVING_BYTES = 60_000;

/**
 * Answers between Submit and the server's acknowledgement, in the order of submission. Each is stored before anything
 * else happens to it, held for a while so that it can be undone, and sent until the server answers.
 */
export class Outbox {
  /** Answers of this tab, by task. */
  private readonly mine = new Map<string, Held>();
  /** Tasks whose answers the server has. */
  private readonly answered = new Set<string>();
  private writes: Promise<unknown> = Promise.resolve();
  private pumping?: Promise<void>;
  private more = false;
  private failures = 0;
  private sending?: string;
  private closed = false;
  /** The connection or the session is missing: answers wait. */
  waiting = false;

  constructor(private readonly sub: string, private readonly shelf: Shelf, private readonly around: Surroundings) {}

  /** How many answers of this tab the server does not have yet. */
  get size(): number {
    return this.mine.size;
  }

  has(taskId: string): boolean {
    return this.mine.has(taskId);
  }

  /** Submitted in this browser: the server may offer the task until it has the answer. */
  async knows(taskId: string): Promise<boolean> {
    return this.mine.has(taskId) || this.answered.has(taskId) || (await this.stored()).some(entry => entry.taskId === taskId);
  }

  /** The answer that can be undone now. */
  get undoable(): Held | undefined {
    return [...this.mine.values()].reverse().find(entry => this.canUndo(entry));
  }

  private canUndo(entry: Held): boolean {
    return entry.heldUntil > this.around.now() && this.sending !== entry.taskId;
  }

  /** Takes an answer; earlier ones are held no longer. */
  add(entry: Held): void {
    for (const earlier of this.mine.values()) this.due(earlier);
    this.mine.set(entry.taskId, entry);
    this.write(() => this.shelf.put(entry.key, entry));
    this.around.changed();
    void this.pump();
  }

  /** Takes back the latest answer if it has not been sent. */
  undo(): Held | undefined {
    const entry = this.undoable;
    if (!entry) return undefined;
    this.mine.delete(entry.taskId);
    this.write(() => this.shelf.delete(entry.key));
    this.around.changed();
    return entry;
  }

  /** Sends everything now; resolves when it was tried. */
  async flush(): Promise<void> {
    for (const entry of this.mine.values()) this.due(entry);
    this.failures = 0;
    await this.pump();
  }

  /**
   * Sends at once what pages that are gone left of a job: nobody can undo it any more. For the tab that has the job;
   * resolves when it was tried.
   */
  async sendLeft(jobName: string): Promise<void> {
    const left = (await this.stored()).filter(entry => entry.jobName === jobName && !this.mine.has(entry.taskId));
    for (const entry of left) if (entry.heldUntil > 0) await this.shelf.put(entry.key, {...entry, heldUntil: 0}).catch(() => {});
    // Else a long upload of another tab is nothing to wait for.
    if (left.length > 0) await this.pump();
  }

  /** The page goes away: what fits is sent with it, all of it stays stored and is sent again by the next page. */
  leave(): void {
    let bytes = 0;
    for (const entry of this.mine.values()) {
      bytes += JSON.stringify(entry.answer).length * 2;
      if (bytes < LEAVING_BYTES && this.sending !== entry.taskId) this.around.send(entry, true).catch(() => {});
    }
  }

  close(): void {
    this.closed = true;
  }

  /** Sends what is due, also of pages that are gone. */
  pump(): Promise<void> {
    this.more = true;
    this.pumping ??= this.pumpAll();
    return this.pumping;
  }

  /** Whoever pumps while the lock is being given back is heard too. */
  private async pumpAll(): Promise<void> {
    try {
      while (this.more && !this.closed) await this.around.alone(() => this.drain());
    } finally {
      this.pumping = undefined;
      this.around.changed();
    }
  }

  /** This worker's answers of all pages, in their order; none where the browser's database fails. */
  private async stored(): Promise<Held[]> {
    return (await this.shelf.all().catch((): Held[] => [])).filter(entry => entry.sub === this.sub).sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  private due(entry: Held): void {
    if (entry.heldUntil === 0) return;
    entry.heldUntil = 0;
    this.write(() => this.shelf.put(entry.key, entry));
  }

  private write(act: () => Promise<void>): void {
    this.writes = this.writes.then(act).catch(() => {});
  }

  private async drain(): Promise<void> {
    this.more = false;
    await this.writes;
    const entries = await this.stored();
    // Another tab may have sent one of these; in memory are some that the store refused.
    const unstored = () => [...this.mine.values()].filter(entry => !entries.some(other => other.key === entry.key));
    for (const entry of entries) if (!(await this.sent(entry))) return this.pause();
    for (const entry of unstored()) if (!(await this.sent(entry))) return this.pause();
  }

  /** Whoever pumped before the failure waits with it; whoever does later may know that it has passed. */
  private pause(): void {
    this.more = false;
  }

  /** False if sending must stop for now. */
  private async sent(stored: Held): Promise<boolean> {
    const entry = this.mine.get(stored.taskId) ?? stored;
    const wait = entry.heldUntil - this.around.now();
    if (wait > 0) {
      this.around.later(() => void this.pump(), wait + 10);
      return true;
    }
    if (!this.mine.has(entry.taskId) && !(await this.shelf.get(entry.key))) return true;
    this.sending = entry.taskId;
    this.around.changed();
    try {
      await this.around.send(entry, false);
      await this.settle(entry);
      return true;
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0, 'Error', String(error));
      if (problem.passes || problem.status === 401) {
        this.waiting = true;
        const wait = problem.retryAfter ? problem.retryAfter * 1000 : backOff(++this.failures);
        if (problem.status !== 401) this.around.later(() => void this.pump(), wait);
        return false;
      }
      await this.settle(entry, problem);
      return true;
    } finally {
      this.sending = undefined;
    }
  }

  private async settle(entry: Held, problem?: Problem): Promise<void> {
    this.failures = 0;
    this.waiting = false;
    this.mine.delete(entry.taskId);
    if (!problem) this.answered.add(entry.taskId);
    await this.shelf.delete(entry.key);
    this.around.settled(entry, problem);
    this.around.changed();
  }
}
