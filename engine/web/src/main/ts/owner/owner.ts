/** The owner's app: signs an owner in and shows the screen that the address means. */
import './owner.css';
import './job';
import './jobs';
import './object';
import './outbox';
import './preview';
import './queue';
import './results';
import './sign-in';
import './workers';
import {html, nothing, render} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {Api, Problem, inWords} from '../app/api';
import {toast} from '../app/live';
import {Router} from '../app/router';
import {applyTheme} from '../app/settings';
import {View, define} from '../app/view';
import {Session, pathOf} from './model';

const BASE = '/_labelops/owner/';

class Owner extends View {
  static properties = {session: {state: true}, problem: {state: true}, ended: {state: true}};
  /** Undefined until known, null for nobody. */
  declare session: Session | null | undefined;
  declare problem: string;
  declare ended: boolean;
  private readonly api = new Api('/_labelops/api/owner/', 'sessions/current');
  private readonly router = new Router(BASE);

  constructor() {
    super();
    this.problem = '';
    this.ended = false;
    this.api.signedOut = () => {
      this.ended = this.session !== null;
      this.session = null;
    };
    let screen = location.pathname;
    this.router.listen(() => {
      this.requestUpdate();
      // A filter in the address is no other screen: whoever changes it goes on there.
      if (location.pathname === screen) return;
      screen = location.pathname;
      scrollTo(0, 0);
      void this.updateComplete.then(() => this.querySelector<HTMLElement>('main h1')?.focus({preventScroll: true}));
    });
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
    this.session = session;
    this.ended = false;
    this.problem = '';
  }

  private readonly signOut = async (): Promise<void> => {
    try {
      await this.api.delete('sessions/current');
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401)) return void toast(inWords(error), {error: true});
    }
    this.session = null;
    this.ended = false;
    this.api.csrfToken = '';
  };

  render() {
    if (this.session === undefined) {
      return html`<main class="page narrow">${this.problem ? html`<h1>The engine cannot be reached</h1><p role="alert">${this.problem}</p>
        <button type="button" class="primary" @click=${() => { this.problem = ''; void this.start(); }}>Try again</button>` : html`<p class="muted">Loading…</p>`}</main>`;
    }
    if (this.session === null) {
      document.title = 'Sign in – LabelOps';
      return html`<main class="page narrow"><h1>Sign in</h1><p class="muted">${this.ended ? 'Your session has ended. Sign in again to continue.' : 'The labeling jobs of your account. Sign in as an owner.'}</p>
        <owner-sign-in .api=${this.api} @signed-in=${({detail}: CustomEvent<Session>) => this.begin(detail)}></owner-sign-in></main>`;
    }
    return html`<a class="skip" href="#main" @click=${(event: Event) => { event.preventDefault(); this.querySelector<HTMLElement>('main h1')?.focus(); }}>Skip to the content</a>
      <header class="bar"><strong class="brand">LabelOps</strong>
        <nav aria-label="Account">${this.link('', 'Jobs', this.router.path.length === 0)}${this.link('outbox', 'Outbox', this.router.path[0] === 'outbox')}</nav>
        <span class="who muted">${this.session.name} · account ${this.session.accountId}</span><button type="button" class="plain" @click=${this.signOut}>Sign out</button></header>
      ${this.renderScreen()}`;
  }

  private link(path: string, text: string, current: boolean) {
    return html`<a href=${BASE + path} aria-current=${current ? 'page' : nothing}>${text}</a>`;
  }

  private renderScreen() {
    const {api} = this;
    const [screen, region, name, part, objectId, ...rest] = this.router.path;
    if (screen === undefined) return html`<owner-jobs .api=${api} .base=${BASE}></owner-jobs>`;
    if (screen === 'outbox' && region === undefined) return html`<owner-outbox .api=${api}></owner-outbox>`;
    if (screen !== 'jobs' || !region || !name || rest.length || (part === 'objects') !== (objectId !== undefined)) return this.renderNotFound();
    const content = this.renderPart(region, name, part, objectId);
    if (!content) return this.renderNotFound();
    const path = pathOf({region, jobName: name});
    return html`<nav class="parts" aria-label=${`Job ${name}`}><span class="address">${name}</span>${this.link(path, 'Overview', part === undefined)}${this.link(`${path}/results`, 'Results', part === 'results' || part === 'objects')}${this.link(`${path}/disagreement`, 'Disagreement', part === 'disagreement')}${this.link(`${path}/workers`, 'Workers', part === 'workers')}${this.link(`${path}/template`, 'Template', part === 'template')}</nav>
      ${keyed(`${region}/${name}/${part}/${objectId}`, content)}`;
  }

  private renderPart(region: string, name: string, part?: string, objectId?: string) {
    switch (part) {
      case undefined: return html`<owner-job .api=${this.api} .base=${BASE} .region=${region} .jobName=${name}></owner-job>`;
      case 'results': return html`<owner-results .api=${this.api} .base=${BASE} .region=${region} .jobName=${name} .query=${location.search} .go=${(address: string) => this.router.go(address)}></owner-results>`;
      case 'disagreement': return html`<owner-queue .api=${this.api} .base=${BASE} .region=${region} .jobName=${name}></owner-queue>`;
      case 'template': return html`<owner-preview .api=${this.api} .region=${region} .jobName=${name}></owner-preview>`;
      case 'objects': return html`<owner-object .api=${this.api} .base=${BASE} .region=${region} .jobName=${name} .objectId=${objectId!}></owner-object>`;
      case 'workers': return html`<owner-workers .api=${this.api} .region=${region} .jobName=${name}></owner-workers>`;
      default: return undefined;
    }
  }

  private renderNotFound() {
    document.title = 'Not found – LabelOps';
    return html`<main id="main" class="page narrow"><h1 tabindex="-1">Not found</h1><p>There is no page at this address.</p><p><a class="button" href=${BASE}>Jobs</a></p></main>`;
  }
}

applyTheme();
define('labelops-owner', Owner);
render(html`<labelops-owner></labelops-owner>`, document.getElementById('app')!);
