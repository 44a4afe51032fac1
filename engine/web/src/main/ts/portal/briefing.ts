import {Instructions} from '../bridge';
import {toast} from '../app/live';
import {Card} from './card';
import {Reading} from './reading';

/** The instructions of the tasks in a row of frames: which of them the worker has seen, and what is new in them. */
export class Briefing {
  private readonly instructions = new WeakMap<Card, Instructions>();
  private readonly read = new WeakSet<Card>();

  constructor(private readonly reading: Reading) {}

  /** Hash of the instructions that begin folded. */
  get known(): string | undefined {
    return this.reading.known;
  }

  /** The elements of a frame are there. */
  ready(card: Card, instructions: Instructions | undefined): void {
    if (instructions) this.instructions.set(card, instructions);
  }

  /** Whether there are some that open in a dialog. */
  opens(card: Card | undefined): boolean {
    return card !== undefined && this.instructions.get(card)?.full === true;
  }

  open(card: Card | undefined): void {
    card?.focus();
    card?.post({type: 'instructions'});
  }

  /** This task is in front. Instructions that changed must not go unnoticed. */
  shown(card: Card | undefined): void {
    const instructions = card && this.instructions.get(card);
    if (!card || !instructions?.hash || this.read.has(card)) return;
    this.read.add(card);
    if (!this.reading.saw(instructions.hash)) return;
    const action = instructions.full ? {text: 'Read them', run: () => this.open(card)} : undefined;
    toast('The instructions have changed.', {action, seconds: 12});
  }
}
