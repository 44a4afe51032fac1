import {html, nothing} from 'lit';
import {Api, Problem, inWords} from '../app/api';
import {View, define} from '../app/view';
import {Session} from './model';

type Way = 'key' | 'user' | 'new password';

const LAST = 'labelops.owner.way';

function lastWay(): Way {
  try {
    return localStorage.getItem(LAST) === 'user' ? 'user' : 'key';
  } catch {
    return 'key';
  }
}

/** Signs an owner in with a key of the engine or as an owner user, who may have to choose a first password. Fires `signed-in` with the session as its detail. */
export class OwnerSignIn extends View {
  static properties = {way: {state: true}, problem: {state: true}, busy: {state: true}, poolAsked: {state: true}};
  declare way: Way;
  declare problem: string;
  declare busy: boolean;
  declare poolAsked: boolean;
  api!: Api;
  private username = '';
  private password = '';
  private pool = '';

  constructor() {
    super();
    this.way = lastWay();
    this.problem = '';
    this.busy = false;
    this.poolAsked = false;
  }

  protected firstUpdated(): void {
    this.focusFirst();
  }

  private focusFirst(): void {
    void this.updateComplete.then(() => [...this.querySelectorAll<HTMLInputElement>('input:not([hidden])')].find(input => !input.value)?.focus());
  }

  private go(way: Way): void {
    this.way = way;
    this.problem = '';
    this.focusFirst();
  }

  render() {
    return html`<form class="stack" @submit=${this.submit} novalidate>
      ${this.way === 'key' ? renderKey() : this.way === 'user' ? this.renderUser() : this.renderNewPassword()}
      <p class="problem" role="alert" id="problem">${this.problem}</p>
      <button class="primary" ?disabled=${this.busy}>${this.way === 'new password' ? 'Set password and sign in' : 'Sign in'}</button>
      ${this.way === 'key' ? html`<button type="button" class="plain" @click=${() => this.go('user')}>Sign in with a user name</button>` : nothing}
      ${this.way === 'user' ? html`<button type="button" class="plain" @click=${() => this.go('key')}>Sign in with a key of the engine</button>` : nothing}
      ${this.way === 'user' && !this.poolAsked ? html`<button type="button" class="plain" @click=${() => { this.poolAsked = true; this.focusFirst(); }}>Enter the id of the user pool</button>` : nothing}
      ${this.way === 'new password' ? html`<button type="button" class="plain" @click=${() => this.go('user')}>Back</button>` : nothing}</form>`;
  }

  private renderUser() {
    return html`<label>User name or e-mail address <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required aria-describedby="problem" .value=${this.username}></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required aria-describedby="problem"></label>
      ${this.poolAsked ? html`<label>User pool id <input name="pool" autocomplete="off" spellcheck="false" .value=${this.pool}></label>` : nothing}`;
  }

  private renderNewPassword() {
    return html`<p>This is your first sign-in. Choose a password that you do not use elsewhere; it replaces the temporary one.</p>
      <input name="username" autocomplete="username" .value=${this.username} hidden readonly>
      <label>New password <input name="new" type="password" autocomplete="new-password" required aria-describedby="problem"></label>
      <label>The same again <input name="again" type="password" autocomplete="new-password" required aria-describedby="problem"></label>`;
  }

  private value(name: string): string {
    return this.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? '';
  }

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const body = this.way === 'key' ? this.key() : this.user();
    if (!body) return;
    this.problem = '';
    this.busy = true;
    try {
      const detail = await this.api.post<Session>('sessions', body, {anonymous: true});
      this.password = '';
      remember(this.way === 'key' ? 'key' : 'user');
      this.dispatchEvent(new CustomEvent('signed-in', {detail}));
    } catch (error) {
      this.refused(error);
    } finally {
      this.busy = false;
    }
  };

  private key(): Record<string, string> | undefined {
    const accessKeyId = this.value('id').trim();
    const secretAccessKey = this.value('secret');
    if (accessKeyId && secretAccessKey) return {accessKeyId, secretAccessKey};
    this.problem = 'Enter the access key id and the secret access key.';
    return undefined;
  }

  private user(): Record<string, string> | undefined {
    if (this.way === 'user') {
      this.username = this.value('username').trim();
      this.password = this.value('password');
      this.pool = this.value('pool').trim();
      this.problem = this.username && this.password ? '' : 'Enter your user name and your password.';
    } else {
      this.problem = !this.value('new') ? 'Enter a new password.' : this.value('new') === this.value('again') ? '' : 'The two passwords are not the same.';
    }
    if (this.problem) return undefined;
    return {
      username: this.username, password: this.password,
      ...(this.way === 'new password' ? {newPassword: this.value('new')} : {}),
      ...(this.pool ? {userPoolId: this.pool} : {}),
    };
  }

  private refused(error: unknown): void {
    const code = error instanceof Problem ? error.code : '';
    if (code === 'NewPasswordRequired') {
      this.go('new password');
    } else if (code === 'NotAuthorized') {
      this.problem = this.way === 'key' ? 'Access key id or secret access key is wrong.' : 'User name or password is wrong.';
    } else {
      if (code === 'UserPoolIdRequired') this.poolAsked = true;
      this.problem = inWords(error);
    }
  }
}

function renderKey() {
  return html`<label>Access key id <input name="id" autocomplete="username" autocapitalize="none" spellcheck="false" required aria-describedby="problem"></label>
    <label>Secret access key <input name="secret" type="password" autocomplete="current-password" required aria-describedby="problem"></label>`;
}

function remember(way: 'key' | 'user'): void {
  try {
    localStorage.setItem(LAST, way);
  } catch {
    // The next time begins with the key.
  }
}

define('owner-sign-in', OwnerSignIn);
