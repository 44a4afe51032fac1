import {Api} from '../app/api';
import {Card} from './card';
import {Task} from './model';
import {Row} from './row';

/** Of the lease of the task ahead, which the server keeps for two minutes. */
const RENEWAL = 60_000;
const LOOK = 15_000;

/** Leases and loads the task after the one in front, and renews its lease while nobody has come to it. */
export class Ahead {
  private fetching?: Promise<void>;
  private renewed = 0;
  private closed = false;
  private readonly renewal = setInterval(() => this.look(), LOOK);

  /**
   * @param path of the job's tasks
   * @param confirmed the server knows that the task in front is shown
   */
  constructor(private readonly api: Api, private readonly path: string, private readonly row: Row,
    private readonly confirmed: () => Promise<void> | undefined, private readonly cardOf: (task: Task) => Promise<Card>) {}

  /** What is being fetched. */
  get pending(): Promise<void> | undefined {
    return this.fetching;
  }

  /** Fetches if there is nothing behind the task in front, or its lease is old. A failure is tried again later. */
  look(): void {
    const {front, cards, at} = this.row;
    if (this.closed || this.fetching || !front || front.frozen) return;
    if (cards[at + 1] && Date.now() - this.renewed < RENEWAL) return;
    this.fetching = this.fetch().catch(() => {}).finally(() => { this.fetching = undefined; });
  }

  /** @throws Problem when the server refuses or cannot be reached */
  async fetch(): Promise<void> {
    await this.confirmed();
    const seen = this.row.cards.filter(card => !card.unshown && !card.frozen).at(-1);
    if (!seen || this.closed) return;
    const task = await this.api.post<Task>(`${this.path}?after=${encodeURIComponent(seen.task.taskId)}`);
    this.renewed = Date.now();
    const unshown = this.row.cards.find(card => card.unshown && card !== this.row.front);
    if (task && unshown?.task.taskId === task.taskId) {
      unshown.task = {...task, taskUrl: unshown.task.taskUrl};
      return;
    }
    if (unshown) this.row.remove(unshown);
    if (!task || this.row.of(task.taskId)) return;
    const card = await this.cardOf(task);
    if (!this.closed) this.row.append(card);
  }

  close(): void {
    this.closed = true;
    clearInterval(this.renewal);
  }
}
