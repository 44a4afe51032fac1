import {Card} from './card';

/** The frames of a job in the order of their tasks; one of them, or none, is in front. No frame is ever moved: it would load again. */
export class Row {
  readonly cards: Card[] = [];
  /** Place of the one in front; the number of cards when there is none. */
  at = 0;

  constructor(private readonly host: HTMLElement) {}

  get front(): Card | undefined {
    return this.cards[this.at];
  }

  /** The place of the new card, which is behind the one in front. */
  append(card: Card): number {
    this.cards.push(card);
    this.host.append(card.frame);
    return this.cards.length - 1;
  }

  remove(card: Card): void {
    const index = this.cards.indexOf(card);
    if (index < 0) return;
    this.cards.splice(index, 1);
    if (index < this.at) this.at--;
    card.close();
  }

  of(taskId: string | undefined): Card | undefined {
    return this.cards.find(card => card.task.taskId === taskId);
  }

  /** Brings one to the front, with the keys. */
  bring(card: Card): void {
    this.at = this.cards.indexOf(card);
    for (const other of this.cards) if (other !== card) other.front(false);
    card.front(true);
    card.focus();
  }

  /** Nothing is in front; what is there can come back. */
  hide(): void {
    for (const card of this.cards) card.front(false);
    this.at = this.cards.length;
  }

  close(): void {
    this.cards.splice(0).forEach(card => card.close());
  }
}
