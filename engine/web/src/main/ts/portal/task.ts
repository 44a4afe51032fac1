import {html, nothing} from 'lit';
import {Problem, inWords, isShown} from '../app/api';
import {ask, openDialog} from '../app/dialog';
import {toast} from '../app/live';
import {preferences} from '../app/settings';
import {View, define} from '../app/view';
import {portalKey} from '../shortcuts';
import {copy} from './copy';
import {Around, Desk} from './desk';
import {openHelp} from './help';
import {sentence} from './jobs';
import {clock, dayStart, isLate} from './limits';
import {Claim} from './locks';
import {Job, Progress} from './model';

/** The screen on which people label: a bar, and the task's frame. */
export class TaskScreen extends View {
  static properties = {jobName: {}, job: {state: true}, progress: {state: true}, elsewhere: {state: true}};
  declare jobName: string;
  declare job?: Job;
  declare progress?: Progress;
  /** Another tab works on this job. */
  declare elsewhere: '' | 'open' | 'taken over';
  around!: Omit<Around, 'changed' | 'key'>;
  base = '';
  go: (path: string) => void = () => {};
  desk?: Desk;
  private claim?: Claim;

  constructor() {
    super();
    this.elsewhere = '';
  }

  connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.pressed);
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.pressed);
    this.desk?.close();
    this.claim?.close();
  }

  protected async firstUpdated(): Promise<void> {
    this.claim = new Claim(`labelops ${this.around.sub} ${this.jobName}`, () => this.takenOver());
    if (await this.claim.take()) this.open();
    else this.elsewhere = 'open';
    await this.describe();
  }

  private open(): void {
    this.elsewhere = '';
    this.desk = new Desk(this.jobName, this.querySelector('.frames')!, {...this.around, changed: () => this.requestUpdate(), key: key => this.key(key)});
    void this.desk.start();
  }

  private async takenOver(): Promise<void> {
    await this.desk?.save();
    this.desk?.close();
    this.desk = undefined;
    this.elsewhere = 'taken over';
  }

  private readonly takeOver = async (): Promise<void> => {
    await this.claim!.takeOver();
    this.open();
  };

  /** Title and limit; without them the task works as well. */
  private async describe(): Promise<void> {
    try {
      const jobs = await this.around.api.get<{jobs: Job[]}>('jobs');
      this.job = jobs?.jobs.find(({jobName}) => jobName === this.jobName);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    await this.count();
  }

  async count(): Promise<void> {
    try {
      this.progress = await this.around.api.get<Progress>(`progress?since=${dayStart(new Date())}`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  // Acts --------------------------------------------------------------------------------------------------------------

  private readonly pressed = (event: KeyboardEvent): void => {
    if (document.querySelector('dialog[open]') || event.defaultPrevented) return;
    const key = portalKey(event);
    const target = event.composedPath()[0];
    const typing = target instanceof HTMLElement && target.matches('input, textarea, select');
    if (key) this.key(key);
    else if (event.key === 'F1' && this.desk?.hasInstructions) this.desk.openInstructions();
    else if (event.key === 'F1' || (event.key === '?' && !typing && preferences().singleKeys)) this.key('help');
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.desk?.card?.post({type: 'submit'});
    else if (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !typing) this.key('undo-submit');
    else return;
    event.preventDefault();
  };

  private key(key: string): void {
    switch (key) {
      case 'decline': return void this.decline();
      case 'release': return void this.giveBack('release');
      case 'stop': return void this.stop();
      case 'undo-submit': return this.desk?.undo();
      case 'help': return openHelp(this.desk?.card?.shortcuts ?? [], () => this.desk?.settingsChanged(),
        this.desk?.hasInstructions ? () => this.desk?.openInstructions() : undefined);
    }
  }

  private readonly stop = async (): Promise<void> => {
    await this.desk?.save();
    this.go(this.base);
  };

  private readonly leave = (event: MouseEvent): void => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void this.stop();
  };

  private async decline(): Promise<void> {
    if (!this.desk?.card || this.desk.card.frozen || document.querySelector('dialog[open]')) return;
    const yes = await ask('Decline this task?', 'It is not offered to you again, and your work on it is dropped. This cannot be undone.',
      [{text: 'Decline task', value: true, primary: true}, {text: 'Keep it', value: false}]);
    if (yes) await this.giveBack('decline');
    else this.desk?.card?.frame.focus();
  }

  private async giveBack(how: 'decline' | 'release'): Promise<void> {
    if (!this.desk?.card || this.desk.card.frozen) return;
    try {
      await this.desk.giveBack(how);
    } catch (error) {
      if (!isShown(error)) toast(inWords(error), {error: true});
    }
  }

  private readonly retake = async (): Promise<void> => {
    try {
      await this.desk?.retake();
    } catch (error) {
      if (!isShown(error)) toast(inWords(error), {error: true});
    }
  };

  private readonly showBlocked = (): void => {
    const blocked = [...(this.desk?.card?.blocked ?? [])];
    openDialog('Not loaded', () => html`<p>This task's page asked for the following, which could not be loaded. If something that you need
      is missing, tell the owner of the job.</p><ul>${blocked.map(entry => html`<li class="address">${entry}</li>`)}</ul>`);
  };

  // Looks -------------------------------------------------------------------------------------------------------------

  protected updated(): void {
    const title = this.job?.title || this.jobName;
    if (!document.title.startsWith('(1)') || this.desk?.state === 'working') {
      document.title = this.desk?.state === 'empty' ? `Nothing to label – ${title}` : `${title} – LabelOps`;
    }
  }

  render() {
    const card = this.desk?.card;
    return html`<a class="skip" href="#task" @click=${this.toTask}>Skip to the task</a>
      <header class="bar">
        <a class="back" href=${this.base} @click=${this.leave} title="Stop and resume later (Alt+S)"><span aria-hidden="true">←</span> Jobs</a>
        <h1>${this.job?.title || this.jobName}</h1>
        ${this.renderSaving()}
        ${this.progress ? html`<span class="progress muted">${sentence(this.progress)}</span>` : nothing}
        ${this.renderTime()}
        ${card?.blocked.size ? html`<button type="button" class="plain warn" @click=${this.showBlocked}>Not loaded: ${card.blocked.size}</button>` : nothing}
        ${this.renderUndo()}
        ${card ? html`<div class="acts">${this.renderActs()}</div>
          <button type="button" class="more" popovertarget="more" aria-label="More">⋯</button>
          <div id="more" class="sheet" popover>${this.progress ? html`<p class="muted">${sentence(this.progress)}</p>` : nothing}${this.renderActs()}</div>` : nothing}
        <button type="button" class="plain help" title="Shortcuts and settings (?)" aria-label="Shortcuts and settings" @click=${() => this.key('help')}>?</button>
      </header>
      ${this.renderBanner()}
      <main id="task" class="desk" tabindex="-1" aria-busy=${this.desk?.state === 'starting' && !this.elsewhere ? 'true' : 'false'}>
        <div class="frames"></div>${this.renderState()}</main>`;
  }

  private readonly toTask = (event: Event): void => {
    event.preventDefault();
    if (this.desk?.card) this.desk.card.frame.focus();
    else this.querySelector<HTMLElement>('#task')!.focus();
  };

  private act(run: () => void): () => void {
    return () => {
      const sheet = this.querySelector<HTMLElement>('#more');
      if (sheet?.matches(':popover-open')) sheet.hidePopover();
      run();
    };
  }

  private renderActs() {
    const frozen = this.desk?.card?.frozen !== undefined;
    return html`
      <button type="button" title="Alt+S" @click=${this.act(() => void this.stop())}>Stop and resume later</button>
      <button type="button" title="Alt+R" ?disabled=${frozen} @click=${this.act(() => this.key('release'))}>Release task</button>
      <button type="button" title="Alt+D" ?disabled=${frozen} @click=${this.act(() => this.key('decline'))}>Decline task</button>`;
  }

  private renderSaving() {
    const {size, waiting} = this.around.outbox;
    if (!size) return nothing;
    return html`<span class="saving ${waiting ? 'warn' : ''}" title="Answers that the server does not have yet">${waiting ? `${size} to send` : 'Saving…'}</span>`;
  }

  private renderUndo() {
    return this.around.outbox.undoable
      ? html`<button type="button" class="undo" title="Alt+Z" @click=${() => this.key('undo-submit')}>Undo submit</button>` : nothing;
  }

  private renderTime() {
    const desk = this.desk;
    if (!desk?.card || desk.card.unshown || desk.card.frozen || !isLate(desk.remaining, (this.job?.taskTimeLimitInSeconds ?? 0) * 1000)) return nothing;
    return html`<span class="time" role="timer">${clock(desk.remaining)} left</span>`;
  }

  private renderBanner() {
    const card = this.desk?.card;
    if (card?.frozen) {
      return html`<div class="banner" role="alert"><p>${card.frozen.message}</p>
        <button type="button" class="primary" @click=${this.retake}>Take it again</button>
        <button type="button" @click=${() => void copy(card.draft ?? [])}>Copy my work</button>
        <button type="button" @click=${() => void this.desk!.leaveFrozen()}>Continue with the next task</button></div>`;
    }
    if (card?.refused) return html`<div class="banner" role="alert"><p>The answer was not accepted: ${card.refused} Your work is here; change it and submit again.</p></div>`;
    if (card?.stalled) {
      return html`<div class="banner" role="alert"><p>The page of this task did not start, so it cannot be answered. Its template may lack the script
        of the crowd elements, or that script failed. Release the task, and report it to the owner of the job.</p></div>`;
    }
    return nothing;
  }

  private renderState() {
    if (this.elsewhere) {
      return html`<div class="state"><h2>${this.elsewhere === 'open' ? 'This job is open in another tab' : 'Another tab has taken this job over'}</h2>
        <p>${this.elsewhere === 'open' ? 'Continue there, or take it over: the work of the other tab comes with it.' : 'Your work went with it. You can take it back.'}</p>
        <p class="actions"><button type="button" class="primary" @click=${this.takeOver}>${this.elsewhere === 'open' ? 'Take over' : 'Take it back'}</button>
        <a class="button" href=${this.base}>Jobs</a></p></div>`;
    }
    switch (this.desk?.state) {
      case 'working':
        if (this.desk.card?.ready !== false || this.desk.card.stalled) return nothing;
        return this.renderWait();
      case 'empty':
        return html`<div class="state"><h2>Nothing to label now</h2><p>This job has no task for you at the moment. New tasks appear here by themselves.</p>
          <p class="actions"><a class="button" href=${this.base}>Jobs</a></p></div>`;
      case 'failed':
        return html`<div class="state"><h2>This task cannot be opened</h2><p>${this.desk.problem}</p>
          <p class="actions"><button type="button" class="primary" @click=${() => void this.desk!.start()}>Try again</button><a class="button" href=${this.base}>Jobs</a></p></div>`;
      default:
        return this.renderWait();
    }
  }

  private renderWait() {
    return html`<div class="state"><p class="muted">${this.desk?.problem || 'Loading…'}</p></div>`;
  }
}

define('portal-task', TaskScreen);
