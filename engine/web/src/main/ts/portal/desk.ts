import {Answer, FrameMessage, Settings, View} from '../bridge';
import {Api, Problem, inWords} from '../app/api';
import {say, toast} from '../app/live';
import {prefer, preferences} from '../app/settings';
import {Ahead} from './ahead';
import {Briefing} from './briefing';
import {Card, Frozen} from './card';
import {copy} from './copy';
import {Drafts} from './drafts';
import {backOff, heldUntil} from './limits';
import {Held, Task} from './model';
import {Outbox} from './outbox';
import {Reading} from './reading';
import {Row} from './row';
import {Vacancy} from './vacancy';
import {Watch} from './watch';

/** What the screen around the desk does for it. */
export interface Around {
  api: Api;
  outbox: Outbox;
  drafts: Drafts;
  sub: string;
  changed(): void;
  /** A shortcut of the portal, pressed in the frame. */
  key(key: string): void;
}

/** Answers above this are refused before they are sent; a mask of 12 megapixels takes about 1 MB. */
const MOST_CHARACTERS = 32_000_000;
/** Of one task: a page that fails in a loop must not flood the server. */
const MOST_VIOLATIONS = 20;

/**
 * The tasks of one job in a row: submitted but not yet sent, the one in front, the next one ready behind it. Undo goes
 * back in the row, Submit forward; frames in between keep everything that was in them.
 */
export class Desk {
  state: 'starting' | 'working' | 'empty' | 'failed' = 'starting';
  problem = '';
  private done = 0;
  private closed = false;
  private confirming?: Promise<void>;
  private keeping?: Promise<void>;
  private readonly watch: Watch;
  private retry?: ReturnType<typeof setTimeout>;
  private failures = 0;
  private readonly row: Row;
  private readonly vacancy: Vacancy;
  private readonly briefing: Briefing;
  private readonly ahead: Ahead;
  /** How the worker saw the latest image. */
  private view?: View;

  constructor(readonly jobName: string, host: HTMLElement, private readonly around: Around) {
    this.row = new Row(host);
    this.ahead = new Ahead(around.api, this.path, this.row, () => this.confirming, task => this.cardOf(task));
    this.briefing = new Briefing(new Reading(around.sub, jobName));
    this.vacancy = new Vacancy(around.api, jobName, () => { if (this.state === 'empty') void this.start(); });
    this.watch = new Watch(around.api, around.outbox, () => this.card, (card, frozen) => this.freeze(card, frozen), () => around.changed());
    document.addEventListener('visibilitychange', this.visibility);
  }

  get card(): Card | undefined {
    return this.row.front;
  }

  /** Milliseconds until the task in front goes back. */
  get remaining(): number {
    return this.watch.remaining(this.card);
  }

  private get path(): string {
    return `jobs/${encodeURIComponent(this.jobName)}/tasks`;
  }

  async start(): Promise<void> {
    this.state = this.state === 'empty' ? 'empty' : 'starting';
    this.around.changed();
    try {
      const task = await this.take();
      if (this.closed) return;
      if (task) await this.open(task);
      else this.nothing();
    } catch (problem) {
      this.fail(problem);
    }
  }

  /** The task in hand, or a new one; one whose answer waits in this browser is sent first. */
  private async take(): Promise<Task | undefined> {
    const {api, outbox} = this.around;
    await outbox.sendLeft(this.jobName);
    for (let tries = 0; tries < 4; tries++) {
      const task = await api.post<Task>(this.path);
      if (!task || !(await outbox.knows(task.taskId))) return task;
      await outbox.flush();
    }
    throw new Problem(0, 'Offline', 'The answer of the task before this one is not sent yet. It is kept, and sent as soon as the server can be reached.');
  }

  private async open(task: Task): Promise<void> {
    const card = await this.cardOf(task);
    if (this.closed) return;
    this.row.append(card);
    this.show(card);
  }

  private async cardOf(task: Task): Promise<Card> {
    return new Card(task, await this.around.drafts.of(task), () => this.settings, (card, message) => this.heard(card, message));
  }

  private get settings(): Settings {
    const {singleKeys, submitOnChoice} = preferences();
    return {singleKeys, submitOnChoice, readInstructions: this.briefing.known, view: this.view, portalHelp: true};
  }

  get hasInstructions(): boolean {
    return this.briefing.opens(this.card);
  }

  openInstructions(): void {
    this.briefing.open(this.card);
  }

  settingsChanged(): void {
    for (const card of this.row.cards) card.post({type: 'settings', settings: this.settings});
  }

  private show(card: Card): void {
    this.state = 'working';
    this.problem = '';
    this.failures = 0;
    this.vacancy.stop();
    this.row.bring(card);
    this.done++;
    this.confirming = card.unshown ? this.confirm(card) : Promise.resolve();
    if (card.draft && !card.touched) toast('Your earlier work on this task is restored.', {seconds: 4});
    else say(this.done === 1 ? 'Task' : 'Next task');
    this.around.changed();
    this.briefing.shown(this.card);
    if (card.painted) this.ahead.look();
    // A template without an image never says that it is painted.
    else setTimeout(() => this.ahead.look(), 1500);
  }

  /** The time limit of a task that was leased ahead starts when it is shown. */
  private async confirm(card: Card): Promise<void> {
    for (let failures = 1; !this.closed && card.unshown; failures++) {
      try {
        const task = await this.around.api.post<Task>(`tasks/${card.task.taskId}/shown`);
        card.unshown = false;
        if (task) card.task = {...task, taskUrl: card.task.taskUrl};
        this.around.changed();
      } catch (error) {
        const problem = error as Problem;
        if (problem.status === 404 || problem.status === 410) return this.lost(card, problem.message);
        await new Promise(resolve => setTimeout(resolve, backOff(failures)));
      }
    }
  }

  private lost(card: Card, message: string): void {
    if (card.touched) {
      this.freeze(card, {reason: 'gone', message});
    } else {
      const front = card === this.card;
      this.row.remove(card);
      if (!front) return;
      toast('That task went to somebody else, so here is another one.');
      void this.forward(this.row.at);
    }
  }

  // The next task ---------------------------------------------------------------------------------------------------

  /** To the task at a place of the row: immediately if it is ready. */
  private async forward(next: number): Promise<void> {
    const late = (card: Card) => card.unshown && Date.parse(card.task.expiresAt) < this.around.api.now();
    this.row.cards.filter(late).forEach(card => this.row.remove(card));
    if (!this.row.cards[next]) {
      this.row.hide();
      this.state = 'starting';
      this.around.changed();
      try {
        await this.ahead.pending;
        if (!this.row.cards.some(card => card.unshown)) await this.ahead.fetch();
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.passes || problem.status === 401) return this.fail(problem);
        // The task before is not the worker's any more: a new one needs no predecessor.
      }
      // Undo may have brought a task back meanwhile.
      if (this.closed || this.state !== 'starting') return;
      next = this.row.cards.findIndex(card => card.unshown);
    }
    if (this.row.cards[next]) this.show(this.row.cards[next]);
    else if (this.around.outbox.size) this.nothing();
    else await this.start();
  }

  // No task ---------------------------------------------------------------------------------------------------------

  private nothing(): void {
    this.row.hide();
    if (this.state !== 'empty') say('Nothing to label now');
    this.state = 'empty';
    this.around.changed();
    // What is held counts as a task of this worker until it is sent.
    if (!this.around.outbox.size) this.vacancy.start();
  }

  private fail(problem: unknown): void {
    if (problem instanceof Problem && problem.status === 401) {
      this.state = 'starting';
    } else if (problem instanceof Problem && problem.passes) {
      this.state = 'starting';
      this.problem = problem.message;
      clearTimeout(this.retry);
      this.retry = setTimeout(() => { if (!this.closed && this.state === 'starting') void this.start(); }, backOff(++this.failures));
    } else {
      this.state = 'failed';
      this.problem = inWords(problem);
    }
    this.around.changed();
  }

  /** The connection or the session is back. */
  resume(): void {
    if (this.state === 'starting') void this.start();
    else this.ahead.look();
  }

  // What the frame says -----------------------------------------------------------------------------------------------

  private heard(card: Card, message: FrameMessage): void {
    switch (message.type) {
      case 'ready':
        this.briefing.ready(card, message.instructions);
        this.briefing.shown(this.card);
        break;
      case 'view':
        this.view = message.view;
        // Where the worker is, the frame knows best.
        for (const other of this.row.cards) if (other !== card) other.post({type: 'settings', settings: this.settings});
        break;
      case 'shown':
        if (card === this.card) this.ahead.look();
        break;
      case 'draft':
        card.touched = true;
        if (!this.around.outbox.has(card.task.taskId)) this.keeping = this.around.drafts.keep(card.task, message.draft);
        card.draft = message.draft;
        break;
      case 'submit':
        if (card === this.card && !card.frozen) this.submit(card, message.answer);
        break;
      case 'key':
        if (card === this.card) this.around.key(message.key);
        break;
      case 'settings':
        prefer(message.settings);
        this.settingsChanged();
        break;
      case 'violation':
        this.violated(card, message.directive, message.blocked);
        break;
    }
    this.around.changed();
  }

  /** The worker can see it, and the owner too. */
  private violated(card: Card, directive: string, blocked: string): void {
    const text = `${blocked} (${directive})`;
    if (card.blocked.has(text) || card.blocked.size >= MOST_VIOLATIONS) return;
    card.blocked.add(text);
    void this.around.api.post(`tasks/${card.task.taskId}/violations`, {violations: [{directive, blocked}]}).catch(() => {});
  }

  private submit(card: Card, answer: Answer): void {
    const text = answer && typeof answer === 'object' && !Array.isArray(answer) ? JSON.stringify(answer) : '';
    if (!text || text.length > MOST_CHARACTERS) {
      toast(text ? 'This answer is larger than the server takes. Use fewer or simpler shapes.' : 'The template sent an answer of a wrong form: it must be an object.', {error: true});
      return;
    }
    card.refused = '';
    this.around.outbox.add({
      key: `${String(Date.now()).padStart(15, '0')} ${card.task.taskId}`, sub: this.around.sub, jobName: this.jobName,
      taskId: card.task.taskId, draftKey: this.around.drafts.key(card.task), answer, draft: card.draft, seconds: card.spent,
      heldUntil: heldUntil(Date.now(), this.remaining),
    });
    void this.forward(this.row.at + 1);
  }

  /** Back to the task whose answer has not been sent yet. */
  undo(): void {
    const entry = this.around.outbox.undo();
    const card = this.row.of(entry?.taskId);
    if (!card) return;
    this.done -= 2;
    this.show(card);
    say('Submit undone');
  }

  /** The server has an answer, or refused it for good. */
  settled(entry: Held, problem?: Problem): void {
    const card = this.row.of(entry.taskId);
    if (!problem) {
      void this.around.drafts.drop(entry.draftKey);
      if (card && card !== this.card) this.row.remove(card);
      if (this.state === 'empty') this.vacancy.soon(200);
      return;
    }
    if (!card) {
      toast(`An answer was not accepted: ${problem.message}`, {error: true, action: {text: 'Copy it', run: () => void copy(entry.answer)}});
      return;
    }
    if (problem.status === 400 || problem.status === 413) card.refused = problem.message;
    else this.freeze(card, {reason: 'gone', message: problem.message});
    this.show(card);
    say(`The answer was not accepted: ${problem.message}`);
  }

  // The end of a task -------------------------------------------------------------------------------------------------

  /** Declines or releases the task in front, and goes on. */
  async giveBack(how: 'decline' | 'release'): Promise<void> {
    const card = this.card;
    if (!card) return;
    await Promise.all([this.confirming, card.save()]);
    await this.around.api.post(`tasks/${card.task.taskId}/${how}`);
    if (how === 'decline') void this.around.drafts.drop(this.around.drafts.key(card.task));
    this.row.remove(card);
    toast(how === 'decline' ? 'Task declined.' : 'Task released.');
    await this.forward(this.row.at);
  }

  private freeze(card: Card, frozen: Frozen): void {
    if (card.frozen) return;
    void card.save();
    card.pause();
    card.freeze(frozen);
    if (card === this.card) say(frozen.message);
    this.around.changed();
  }

  /** Takes the frozen task again: the same object, with the work that is in its frame. */
  async retake(): Promise<void> {
    const card = this.card;
    if (!card) return;
    const task = await this.take();
    if (!task) {
      toast('This object is not offered to you now. Your work on it stays in this browser, and returns if it is.', {error: true});
    } else if (this.around.drafts.key(task) === this.around.drafts.key(card.task)) {
      card.task = task;
      card.unshown = false;
      card.freeze(undefined);
      card.run();
      say('The task is yours again');
      this.around.changed();
    } else {
      this.row.remove(card);
      await this.open(task);
      toast('That object is with somebody else now, so here is another one. Your work on it stays in this browser.');
    }
  }

  /** Leaves a frozen task. */
  async leaveFrozen(): Promise<void> {
    const card = this.card;
    if (card) this.row.remove(card);
    await this.forward(this.row.at);
  }

  private readonly visibility = (): void => {
    if (document.visibilityState === 'hidden') {
      this.card?.pause();
      void this.card?.save();
      return;
    }
    this.card?.run();
    if (this.state === 'empty') this.vacancy.soon(0);
    else void this.watch.heartbeat();
  };

  /** Resolves when the drafts of all tasks are stored. */
  async save(): Promise<void> {
    await Promise.all(this.row.cards.map(card => card.save()));
    await this.keeping;
  }

  close(): void {
    this.closed = true;
    this.watch.close();
    this.ahead.close();
    clearTimeout(this.retry);
    this.vacancy.stop();
    document.removeEventListener('visibilitychange', this.visibility);
    this.row.close();
  }
}
