import {css, html, nothing} from 'lit';
import {collect, fieldsOf, isNative, restoreDraft, saveDraft} from './answer';
import {Answer, bridge} from './bridge';
import {CrowdElement, Field, define} from './element';
import {base} from './styles';

/** A native button without a type submits nothing: it has no form, and public templates use such buttons for other things. */
const OWN_BUTTONS = 'crowd-button[form-action=submit], button[type=submit], input[type=submit]';

/** Between two drafts, in milliseconds. */
const DRAFT_PAUSE = 150;

/**
 * crowd-form. Contract: a cancelable `submit` event at itself before anything is collected, then native validation, then
 * the answer goes to the portal. `form` is a real form in its shadow root; controls appended to it count.
 */
export class CrowdForm extends CrowdElement {
  static styles = [base, css`
    /* Submit is at the same place in each task, however much is above it: hands find it without eyes. */
    :host { display: flex; flex-direction: column; min-height: calc(100dvh - 16px); }
    form { display: block; flex: 1 0 auto; }
    .foot { position: sticky; bottom: 0; z-index: 5; display: flex; gap: 12px; align-items: center;
      justify-content: flex-end; padding: 10px 16px; background: var(--page); border-top: 1px solid var(--line); }
    .foot p { margin: 0; flex: 1; color: var(--error); font-weight: 600; }
    .foot button { min-width: 120px; }
    :host([frozen]) form { pointer-events: none; }
    @media (max-width: 600px) { .foot button { flex: 1; } .foot p:empty { display: none; } }
  `];
  static properties = {
    ownButton: {state: true},
    message: {state: true},
    frozen: {type: Boolean, reflect: true},
  };
  declare ownButton: boolean;
  declare message: string;
  declare frozen: boolean;
  /** A tool that has no crowd-form around it and so has one in its shadow root: its field counts too. */
  owner?: Element & Field;
  private insisted = false;
  private timer?: ReturnType<typeof setTimeout>;
  private saved = 0;

  constructor() {
    super();
    this.ownButton = false;
    this.message = '';
    this.frozen = false;
  }

  connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('click', this.clicked);
    for (const type of ['input', 'change']) this.addEventListener(type, this.changed);
    forms.add(this);
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('click', this.clicked);
    for (const type of ['input', 'change']) this.removeEventListener(type, this.changed);
    forms.delete(this);
  }

  get form(): HTMLFormElement {
    if (!this.hasUpdated) this.performUpdate();
    return this.renderRoot.querySelector('form')!;
  }

  get fields() {
    const within = fieldsOf([this, this.form]);
    return this.owner ? [this.owner, ...within] : within;
  }

  /** What would be answered now. */
  get answer(): Answer {
    return collect(this.fields);
  }

  render() {
    return html`
      <form novalidate @submit=${this.swallowed}><slot @slotchange=${this.lookForButton}></slot></form>
      ${this.ownButton && !this.message ? nothing : html`<div class="foot">
        <p role="alert">${this.message}</p>
        ${this.ownButton ? nothing : html`
          <button type="button" class="primary" part="submit" ?disabled=${this.frozen} title="Ctrl+Enter"
            @click=${this.submit}>Submit</button>`}
      </div>`}`;
  }

  /** Called by people, by templates and by the portal. Returns whether an answer was sent. */
  submit = (): boolean => {
    if (this.frozen) return false;
    this.message = '';
    if (!this.askTemplate()) return false;
    for (const field of this.fields) {
      if (!field.reportValidity()) {
        if (isNative(field) && field.type === 'hidden') continue;
        this.message = 'Something is missing: see the marked field.';
        return false;
      }
    }
    const answer = this.answer;
    if (!bridge.connected) {
      this.message = 'This page is not connected to a portal: nothing was sent.';
    }
    this.saveDraft();
    bridge.post({type: 'submit', answer});
    return true;
  };

  /** For Ctrl+Enter and the portal's button: as if the template's own button were pressed, which it may have disabled. */
  submitUnlessDisabled(): boolean {
    const own = [...this.querySelectorAll(OWN_BUTTONS)];
    if (own.length && own.every(button => button.hasAttribute('disabled'))) {
      this.message = 'The template has disabled its Submit button: something is missing.';
      return false;
    }
    return this.submit();
  }

  /** False if a handler cancels, or fails: then its part of the answer is missing. The second attempt is sent. */
  private askTemplate(): boolean {
    let failure = '';
    const failed = (event: ErrorEvent) => { failure = event.message; };
    window.addEventListener('error', failed);
    const allowed = this.dispatchEvent(new Event('submit', {bubbles: true, cancelable: true}));
    window.removeEventListener('error', failed);
    if (!allowed || !failure || this.insisted) return allowed;
    this.insisted = true;
    this.message = `A script of this template failed (${failure}), so a part of the answer may be missing. Submit again to send it anyway.`;
    return false;
  }

  restore(draft: unknown): void {
    if (Array.isArray(draft)) restoreDraft(this.fields, draft);
  }

  /** The portal asks: only a change that it does not have is an answer. */
  savePending(): void {
    if (this.timer !== undefined) this.saveDraft();
  }

  saveDraft(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.saved = performance.now();
    bridge.post({type: 'draft', draft: saveDraft(this.fields)});
  }

  /** A form without a button of its own gets one; checked again when scripts add buttons. */
  readonly lookForButton = (): void => {
    this.ownButton = this.querySelector(OWN_BUTTONS) !== null || bridge.settings.portalSubmits === true;
  };

  private readonly changed = (): void => {
    this.message = '';
    // The first change immediately, those that follow closely together: a reload loses nothing that somebody saw.
    this.timer ??= setTimeout(() => this.saveDraft(), Math.max(0, this.saved + DRAFT_PAUSE - performance.now()));
  };

  private readonly clicked = (event: Event): void => {
    const button = event.composedPath().find(
      (node): node is HTMLButtonElement | HTMLInputElement =>
        node instanceof HTMLElement && node.matches('button[type=submit], input[type=submit]'));
    if (!button || event.defaultPrevented || button.getRootNode() !== this.getRootNode()) return;
    if (button.form) return;
    this.submit();
  };

  /** A native form inside never navigates (the frame's policy forbids it); its submission is handled here. */
  private readonly swallowed = (event: Event): void => {
    if (event.target === this) return;
    event.preventDefault();
    event.stopPropagation();
    this.submit();
  };
}

const forms = new Set<CrowdForm>();

export function outerForm(): CrowdForm | undefined {
  return [...forms].find(form => form.isConnected);
}

document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  event.preventDefault();
  const around = event.composedPath().find((node): node is CrowdForm => node instanceof CrowdForm);
  (around ?? outerForm())?.submitUnlessDisabled();
});

define('crowd-form', CrowdForm);
