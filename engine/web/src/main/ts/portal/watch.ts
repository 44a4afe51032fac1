import {Api, Problem} from '../app/api';
import {say} from '../app/live';
import {Card, Frozen} from './card';
import {left, passedMark} from './limits';
import {Outbox} from './outbox';

const HEARTBEAT = 20_000;

/** Watches the lease of the task in front: the marks of its time limit, its end, and a job that is stopped meanwhile. */
export class Watch {
  private remainingBefore = Infinity;
  private watched?: Card;
  private readonly timers = [setInterval(() => this.tick(), 500), setInterval(() => void this.heartbeat(), HEARTBEAT)];

  constructor(private readonly api: Api, private readonly outbox: Outbox, private readonly front: () => Card | undefined,
    private readonly ended: (card: Card, frozen: Frozen) => void, private readonly alive: () => void) {}

  /** Milliseconds until the task goes back. */
  remaining(card: Card | undefined): number {
    return card ? Date.parse(card.task.expiresAt) - this.api.now() : Infinity;
  }

  close(): void {
    this.timers.forEach(clearInterval);
  }

  /** The lease of a task that nobody has seen is not a time limit. */
  private get leased(): Card | undefined {
    const card = this.front();
    return card && !card.frozen && !card.unshown ? card : undefined;
  }

  private tick(): void {
    const card = this.leased;
    if (card !== this.watched) this.remainingBefore = Infinity;
    this.watched = card;
    if (!card) return;
    const remaining = this.remaining(card);
    if (passedMark(this.remainingBefore, remaining)) say(`${left(remaining)} for this task`);
    this.remainingBefore = remaining;
    if (remaining <= 0) this.ended(card, {reason: 'expired', message: 'The time limit of this task has passed, so it went back. Your work is still here.'});
    this.alive();
  }

  /** Asks whether the task is still the worker's. */
  async heartbeat(): Promise<void> {
    const card = this.leased;
    if (!card || this.outbox.has(card.task.taskId)) return;
    try {
      await this.api.get(`tasks/${encodeURIComponent(card.task.taskId)}`);
    } catch (error) {
      const lost = error instanceof Problem && (error.status === 404 || error.status === 410);
      if (lost && card === this.leased && !this.outbox.has(card.task.taskId)) this.ended(card, {reason: 'gone', message: error.message});
    }
  }
}
