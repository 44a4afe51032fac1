/** The worker's portal: signs people in and shows the screen that the address means. */
import './portal.css';
import './jobs';
import './task';
import {html, nothing, render} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {Api, Problem, inWords} from '../app/api';
import {openDialog} from '../app/dialog';
import {say, toast} from '../app/live';
import {Router} from '../app/router';
import {applyTheme} from '../app/settings';
import {Store, openDatabase} from '../app/storage';
import {View, define} from '../app/view';
import {Drafts, Kept} from './drafts';
import {Around} from './desk';
import {openHelp} from './help';
import {alone} from './locks';
import {Held, Session} from './model';
import {Outbox} from './outbox';
import {nameOf} from './sign-in';
import type {TaskScreen} from './task';

const BASE = '/_labelops/portal/';

class Portal extends View {
  static properties = {session: {state: true}, offline: {state: true}, problem: {state: true}};
  /** Undefined until known, null for nobody. */
  declare session: Session | null | undefined;
  declare offline: boolean;
  declare problem: string;
  private readonly api = new Api('/_labelops/api/', 'sessions/current');
  private readonly router = new Router(BASE);
  private readonly database = openDatabase('labelops', ['drafts', 'answers']);
  private around?: Omit<Around, 'changed' | 'key'>;
  private ended?: HTMLDialogElement;

  constructor() {
    super();
    this.offline = !navigator.onLine;
    this.problem = '';
    this.api.signedOut = () => this.sessionEnded();
    this.router.listen(() => {
      this.requestUpdate();
      void this.updateComplete.then(() => document.querySelector<HTMLElement>('main h1')?.focus());
    });
    window.addEventListener('online', () => this.online(true));
    window.addEventListener('offline', () => this.online(false));
    window.addEventListener('pagehide', () => this.around?.outbox.leave());
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') void this.around?.outbox.flush(); });
    void this.start();
  }

  private async start(): Promise<void> {
    try {
      this.begin((await this.api.get<Session>('sessions/current', {anonymous: true}))!);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) this.session = null;
      else this.problem = inWords(error);
    }
  }

  private begin(session: Session): void {
    this.api.csrfToken = session.csrfToken;
    if (this.around?.sub !== session.sub) {
      this.around?.outbox.close();
      this.around = this.surroundings(session.sub);
    }
    this.session = session;
    this.problem = '';
    void this.around.outbox.flush();
  }

  private surroundings(sub: string): Omit<Around, 'changed' | 'key'> {
    const {api} = this;
    const outbox: Outbox = new Outbox(sub, new Store<Held>('answers', this.database), {
      async send(entry, leaving) {
        await api.post(`tasks/${encodeURIComponent(entry.taskId)}/answer`, {answerContent: entry.answer, timeSpentInSeconds: entry.seconds}, {keepalive: leaving});
      },
      alone: act => alone(`labelops answers ${sub}`, act),
      now: () => Date.now(),
      later: (act, milliseconds) => setTimeout(act, milliseconds),
      changed: () => this.task?.requestUpdate(),
      settled: (entry, problem) => {
        if (this.task?.jobName === entry.jobName && this.task.desk) this.task.desk.settled(entry, problem);
        else if (problem) toast(`An answer was not accepted: ${problem.message} Your work is kept as a draft.`, {error: true});
        else void new Drafts(new Store<Kept>('drafts', this.database), sub).drop(entry.draftKey);
        void this.task?.count();
      },
    });
    return {api, outbox, sub, drafts: new Drafts(new Store<Kept>('drafts', this.database), sub)};
  }

  private get task(): TaskScreen | null {
    return this.querySelector<TaskScreen>('portal-task');
  }

  private online(online: boolean): void {
    this.offline = !online;
    say(online ? 'The connection is back' : 'You are offline');
    if (!online) return;
    void this.around?.outbox.flush();
    this.task?.desk?.resume();
  }

  /** Over whatever is on the screen, so that nothing of it is lost. */
  private sessionEnded(): void {
    if (!this.session || this.ended) return;
    const {sub} = this.session;
    const name = nameOf(this.session);
    this.ended = openDialog('Your session has ended', close => html`<p>Sign in again to continue. Your work is kept.</p>
      <portal-sign-in .api=${this.api} .username=${name} .fixed=${true} @signed-in=${({detail}: CustomEvent<Session>) => {
        close();
        if (detail.sub !== sub) location.reload();
        this.begin(detail);
        this.task?.desk?.resume();
        this.task?.desk?.card?.frame.focus();
      }}></portal-sign-in>
      <p><button type="button" class="plain" @click=${() => { close(); this.session = null; }}>Sign in as somebody else</button></p>`, {insistent: true});
    this.ended.addEventListener('close', () => { this.ended = undefined; });
  }

  private readonly signOut = async (): Promise<void> => {
    await this.around?.outbox.flush();
    const unsent = this.around?.outbox.size ?? 0;
    try {
      await this.api.delete('sessions/current');
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401)) return void toast(inWords(error), {error: true});
    }
    this.session = null;
    this.api.csrfToken = '';
    if (unsent) toast(`${unsent} answers could not be sent. They are kept, and sent when you sign in again in this browser.`, {error: true});
  };

  render() {
    return html`${this.offline ? html`<div class="offline" role="status">You are offline. Continue: answers are kept in this browser and sent when the connection is back.</div>` : nothing}${this.renderScreen()}`;
  }

  private renderScreen() {
    if (this.session === undefined) {
      return html`<main class="page narrow">${this.problem ? html`<h1>The portal cannot be reached</h1><p role="alert">${this.problem}</p>
        <button type="button" class="primary" @click=${() => { this.problem = ''; void this.start(); }}>Try again</button>` : html`<p class="muted">Loading…</p>`}</main>`;
    }
    if (this.session === null) {
      document.title = 'Sign in – LabelOps';
      return html`<main class="page narrow"><h1>Sign in</h1><p class="muted">The labeling portal</p>
        <portal-sign-in .api=${this.api} @signed-in=${({detail}: CustomEvent<Session>) => this.begin(detail)}></portal-sign-in></main>`;
    }
    const [screen, name, ...rest] = this.router.path;
    if (screen === 'jobs' && name && rest.length === 0) {
      return keyed(name, html`<portal-task .jobName=${name} .around=${this.around!} .base=${BASE} .go=${(path: string) => this.router.go(path)}></portal-task>`);
    }
    return html`<header class="bar"><strong class="brand">LabelOps</strong><span class="who muted">${nameOf(this.session)}</span>
        <button type="button" class="plain" aria-label="Shortcuts and settings" title="Shortcuts and settings" @click=${() => openHelp([], () => {})}>?</button>
        <button type="button" class="plain" @click=${this.signOut}>Sign out</button></header>
      ${screen === undefined ? html`<portal-jobs .api=${this.api} .drafts=${this.around!.drafts} .base=${BASE}></portal-jobs>` : this.renderNotFound()}`;
  }

  private renderNotFound() {
    document.title = 'Not found – LabelOps';
    return html`<main class="page narrow"><h1 tabindex="-1">Not found</h1><p>There is no page at this address.</p><p><a class="button" href=${BASE}>Jobs</a></p></main>`;
  }
}

applyTheme();
define('labelops-portal', Portal);
render(html`<labelops-portal></labelops-portal>`, document.getElementById('app')!);
