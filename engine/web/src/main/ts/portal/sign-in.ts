import {html, nothing} from 'lit';
import {Api, Problem, inWords} from '../app/api';
import {View, define} from '../app/view';
import {Session} from './model';

/** Signs a worker in; an invited one chooses a password first. Fires `signed-in` with the session as its detail. */
export class SignIn extends View {
  static properties = {username: {}, fixed: {type: Boolean}, step: {state: true}, problem: {state: true}, busy: {state: true}, poolAsked: {state: true}, refusedBefore: {state: true}};
  declare username: string;
  /** The session of this worker has ended: only the same worker can go on. */
  declare fixed: boolean;
  declare step: 'password' | 'new password';
  declare problem: string;
  declare busy: boolean;
  declare poolAsked: boolean;
  declare refusedBefore: boolean;
  api!: Api;
  private password = '';
  private pool = '';

  constructor() {
    super();
    this.username = '';
    this.fixed = false;
    this.step = 'password';
    this.problem = '';
    this.busy = false;
    this.poolAsked = false;
    this.refusedBefore = false;
  }

  protected firstUpdated(): void {
    this.focusFirst();
  }

  private focusFirst(): void {
    void this.updateComplete.then(() => {
      const empty = [...this.querySelectorAll<HTMLInputElement>('input:not([type=checkbox])')].find(input => !input.value);
      empty?.focus();
    });
  }

  render() {
    return html`<form class="stack" @submit=${this.submit} novalidate>
      ${this.step === 'password' ? this.renderPassword() : this.renderNewPassword()}
      <p class="problem" role="alert" id="problem">${this.problem}</p>
      <button class="primary" ?disabled=${this.busy}>${this.step === 'password' ? 'Sign in' : 'Set password and sign in'}</button>
      ${this.step === 'new password' ? html`<button type="button" class="plain" @click=${this.back}>Back</button>` : nothing}
      ${this.refusedBefore && !this.poolAsked ? html`<button type="button" class="plain" @click=${() => { this.poolAsked = true; this.focusFirst(); }}>
        Sign in with the id of my user pool</button>` : nothing}
    </form>`;
  }

  private renderPassword() {
    return html`<label>User name or e-mail address
        <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required ?readonly=${this.fixed}
          aria-describedby="problem" .value=${this.username}></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required aria-describedby="problem"></label>
      ${this.poolAsked ? html`<label>User pool id
        <input name="pool" autocomplete="off" spellcheck="false" required .value=${this.pool}></label>` : nothing}`;
  }

  private renderNewPassword() {
    return html`<p>This is your first sign-in. Choose a password that you do not use elsewhere; it replaces the temporary one.</p>
      <input name="username" autocomplete="username" .value=${this.username} hidden readonly>
      <label>New password <input name="new" type="password" autocomplete="new-password" required aria-describedby="problem"></label>
      <label>The same again <input name="again" type="password" autocomplete="new-password" required aria-describedby="problem"></label>
      <label class="row"><input type="checkbox" @change=${this.reveal}> Show what I type</label>`;
  }

  private readonly reveal = (event: Event): void => {
    const type = (event.target as HTMLInputElement).checked ? 'text' : 'password';
    for (const input of this.querySelectorAll<HTMLInputElement>('input[name=new], input[name=again]')) input.type = type;
  };

  private readonly back = (): void => {
    this.step = 'password';
    this.problem = '';
    this.focusFirst();
  };

  private value(name: string): string {
    return this.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? '';
  }

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    this.problem = this.step === 'password' ? this.readPassword() : this.checkNew();
    if (this.problem) return;
    this.busy = true;
    const client = new URLSearchParams(location.search).get('client_id');
    try {
      const session = await this.api.post<Session>('sessions', {
        username: this.username, password: this.password, cookie: true,
        ...(this.step === 'new password' ? {newPassword: this.value('new')} : {}),
        ...(this.pool ? {userPoolId: this.pool} : client ? {clientId: client} : {}),
      }, {anonymous: true});
      this.password = '';
      if (session) rememberName(session.sub, this.username);
      this.dispatchEvent(new CustomEvent('signed-in', {detail: session}));
    } catch (error) {
      this.refused(error);
    } finally {
      this.busy = false;
    }
  };

  private readPassword(): string {
    this.username = this.value('username').trim();
    this.password = this.value('password');
    this.pool = this.value('pool').trim();
    return this.username && this.password ? '' : 'Enter your user name and your password.';
  }

  private checkNew(): string {
    if (!this.value('new')) return 'Enter a new password.';
    return this.value('new') === this.value('again') ? '' : 'The two passwords are not the same.';
  }

  private refused(error: unknown): void {
    const code = error instanceof Problem ? error.code : '';
    if (code === 'NewPasswordRequired') {
      this.step = 'new password';
      this.focusFirst();
    } else if (code === 'UserPoolIdRequired') {
      this.poolAsked = true;
      this.problem = 'This name and password exist more than once. Enter the id of your user pool; your invitation or the owner of your team has it.';
    } else if (code === 'NotAuthorized') {
      this.refusedBefore = true;
      this.problem = 'User name or password is wrong.';
    } else {
      this.problem = inWords(error);
    }
  }
}

const NAME = 'labelops.name.';

/** What the worker typed: in pools with e-mail addresses as names, the user name itself is an id. */
function rememberName(sub: string, name: string): void {
  try {
    localStorage.setItem(NAME + sub, name);
  } catch {
    // The id is shown instead.
  }
}

export function nameOf({sub, username}: Session): string {
  try {
    return localStorage.getItem(NAME + sub) ?? username;
  } catch {
    return username;
  }
}

define('portal-sign-in', SignIn);
