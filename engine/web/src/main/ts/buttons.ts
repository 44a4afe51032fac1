import {css, html, nothing} from 'lit';
import {CrowdElement, define} from './element';
import {outerForm} from './form';
import {icon} from './icons';
import {base} from './styles';

class CrowdButton extends CrowdElement {
  static styles = [base, css`:host { display: inline-block; } :host([disabled]) { pointer-events: none; }
    img { height: 18px; } .spin { width: 14px; height: 14px; border: 2px solid currentColor; border-right-color: transparent; border-radius: 50%;
    animation: spin 1s linear infinite; } @keyframes spin { to { transform: rotate(1turn); } }`];
  static properties = {
    disabled: {type: Boolean, reflect: true},
    variant: {},
    formAction: {attribute: 'form-action'},
    href: {},
    target: {},
    icon: {},
    iconAlign: {attribute: 'icon-align'},
    iconUrl: {attribute: 'icon-url'},
    loading: {type: Boolean},
  };
  declare disabled: boolean;
  declare variant: string;
  declare formAction: string;
  declare href: string;
  declare target: string;
  declare icon: string;
  declare iconAlign: string;
  declare iconUrl: string;
  declare loading: boolean;

  connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('click', this.clicked);
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('click', this.clicked);
  }

  render() {
    const picture = this.loading ? html`<span class="spin" aria-hidden="true"></span>`
      : this.iconUrl ? html`<img src=${this.iconUrl} alt="">` : this.icon ? icon(this.icon) : nothing;
    const content = this.iconAlign === 'right' ? html`<slot></slot>${picture}` : html`${picture}<slot></slot>`;
    const primary = this.variant === 'primary' || this.formAction === 'submit' ? 'primary' : this.variant === 'link' ? 'plain' : '';
    if (this.href) {
      return html`<a class="button ${primary}" part="button" href=${this.href} target=${this.target || '_blank'} rel="noopener">${content}</a>`;
    }
    return html`<button type="button" part="button" class=${primary} ?disabled=${this.disabled || this.loading}
      aria-busy=${this.loading ? 'true' : nothing}>${content}</button>`;
  }

  focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('button, a')?.focus(options);
  }

  private readonly clicked = (event: Event): void => {
    if (this.disabled || this.loading) {
      event.stopImmediatePropagation();
      return;
    }
    // After the template's own click handlers: they may cancel it.
    queueMicrotask(() => {
      if (event.defaultPrevented) return;
      const form = this.closest('crowd-form') as (HTMLElement & {submit(): boolean}) | null;
      if (this.formAction === 'submit') (form ?? outerForm())?.submit();
      if (this.formAction === 'reset') form?.querySelectorAll('form').forEach(inner => inner.reset());
    });
  };
}

class IconButton extends CrowdElement {
  static styles = [base, css`:host { display: inline-block; } button { width: 40px; height: 40px; padding: 0; border-radius: 50%; border-color: transparent; }
    :host([raised]) button { background: var(--accent); color: var(--accent-ink); box-shadow: 0 2px 6px rgb(0 0 0 / .35); width: 52px; height: 52px; }
    :host([raised][label]) button { width: auto; padding: 0 18px; border-radius: 26px; }`];
  static properties = {disabled: {type: Boolean, reflect: true}, icon: {}, label: {reflect: true}, title: {}};
  declare disabled: boolean;
  declare icon: string;
  declare label: string;

  render() {
    return html`<button type="button" ?disabled=${this.disabled} aria-label=${this.title || this.label || this.icon || 'Button'}>
      ${icon(this.icon)}${this.label ? html`<span>${this.label}</span>` : nothing}</button>`;
  }
}

class Fab extends IconButton {
  connectedCallback(): void {
    super.connectedCallback();
    this.toggleAttribute('raised', true);
  }
}

define('crowd-button', CrowdButton);
define('crowd-icon-button', IconButton);
define('crowd-fab', Fab);
