import {css, html, nothing} from 'lit';
import {CrowdElement, define} from './element';
import {icon} from './icons';
import {base} from './styles';

class Badge extends CrowdElement {
  static styles = [base, css`:host { display: inline-flex; min-width: 20px; height: 20px; border-radius: 10px; padding: 0 6px; align-items: center;
    justify-content: center; background: var(--accent); color: var(--accent-ink); font-size: 12px; font-weight: 600; }`];
  static properties = {icon: {}, label: {}, for: {}};
  declare icon: string;
  declare label: string;
  declare for: string;
  render() {
    return html`${this.icon ? icon(this.icon) : nothing}${this.label ?? nothing}`;
  }
}

class Card extends CrowdElement {
  static styles = [base, css`:host { display: block; border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin: 8px 0; background: var(--page); }
    h2 { margin: 0 0 8px; font-size: 18px; } img { max-width: 100%; border-radius: 4px; }`];
  static properties = {heading: {}, image: {}};
  declare heading: string;
  declare image: string;
  render() {
    return html`${this.image ? html`<img src=${this.image} alt=${this.heading ?? ''}>` : nothing}
      ${this.heading ? html`<h2>${this.heading}</h2>` : nothing}<slot></slot>`;
  }
}

class Alert extends CrowdElement {
  static styles = [base, css`:host { display: flex; gap: 10px; align-items: center; border: 1px solid var(--tone); border-left-width: 6px;
    border-radius: var(--radius); padding: 8px 12px; margin: 8px 0; background: var(--page); --tone: var(--accent); }
    :host([type=error]) { --tone: var(--error); } :host([type=warning]) { --tone: #8a5a00; } :host([type=success]) { --tone: #1a7431; }
    strong { color: var(--tone); } div { flex: 1; } :host([type=warning][dark]) { --tone: #f0b849; } :host([type=success][dark]) { --tone: #6cc47f; }`];
  static properties = {type: {reflect: true}, dismissible: {type: Boolean}};
  declare type: string;
  declare dismissible: boolean;

  connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', this.type === 'error' ? 'alert' : 'status');
  }

  render() {
    const words: Record<string, string> = {error: 'Error', warning: 'Warning', success: 'Done', info: 'Note'};
    return html`<div><strong>${words[this.type] ?? 'Note'}:</strong> <slot></slot></div>
      ${this.dismissible ? html`<button type="button" class="plain" aria-label="Close" @click=${() => this.remove()}>✕</button>` : nothing}`;
  }
}

class Toast extends CrowdElement {
  static styles = [base, css`:host { display: none; position: fixed; left: 16px; bottom: 72px; z-index: 30; max-width: calc(100vw - 32px); padding: 12px 16px;
    border-radius: 8px; background: var(--ink); color: var(--page); box-shadow: 0 4px 16px rgb(0 0 0 / .35); } :host([opened]) { display: block; }`];
  static properties = {text: {}, duration: {type: Number}, opened: {type: Boolean, reflect: true}};
  declare text: string;
  declare duration: number;
  declare opened: boolean;
  private timer?: ReturnType<typeof setTimeout>;

  connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'status');
  }

  open(): void { this.opened = true; }
  show(): void { this.opened = true; }
  close(): void { this.opened = false; }

  protected updated(): void {
    clearTimeout(this.timer);
    const duration = this.duration || 5000;
    if (this.opened && duration > 0 && duration < 2 ** 31) this.timer = setTimeout(() => this.close(), duration);
  }

  render() {
    return html`${this.text ?? nothing}<slot></slot>`;
  }
}

class Tab extends CrowdElement {
  static styles = [base, css`:host { display: block; padding: 12px 0; }`];
  static properties = {header: {}};
  declare header: string;
  render() {
    return html`<slot></slot>`;
  }
}

class Tabs extends CrowdElement {
  static styles = [base, css`:host { display: block; } [role=tablist] { display: flex; gap: 4px; border-bottom: 1px solid var(--line); overflow-x: auto; }
    [role=tab] { border: 0; border-bottom: 3px solid transparent; border-radius: 0; background: none; white-space: nowrap; }
    [role=tab][aria-selected=true] { border-color: var(--accent); font-weight: 600; color: var(--accent); }`];
  static properties = {selected: {type: Number}, tabs: {state: true}};
  declare selected: number;
  declare tabs: Tab[];

  constructor() {
    super();
    this.selected = 0;
    this.tabs = [];
  }

  render() {
    return html`<div role="tablist" @keydown=${this.keyed}>${this.tabs.map((tab, index) => html`
      <button type="button" role="tab" aria-selected=${index === this.selected} tabindex=${index === this.selected ? 0 : -1}
        @click=${() => { this.selected = index; }}>${tab.getAttribute('header') ?? `Tab ${index + 1}`}</button>`)}</div>
      <slot @slotchange=${this.look}></slot>`;
  }

  protected updated(): void {
    this.tabs.forEach((tab, index) => {
      tab.hidden = index !== this.selected;
      tab.setAttribute('role', 'tabpanel');
      tab.setAttribute('aria-label', tab.getAttribute('header') ?? `Tab ${index + 1}`);
    });
  }

  private look(): void {
    this.tabs = [...this.children].filter((child): child is Tab => child.localName === 'crowd-tab');
  }

  private keyed(event: KeyboardEvent): void {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!step) return;
    this.selected = (this.selected + step + this.tabs.length) % this.tabs.length;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  }
}

define('crowd-badge', Badge);
define('crowd-card', Card);
define('crowd-alert', Alert);
define('crowd-toast', Toast);
define('crowd-tab', Tab);
define('crowd-tabs', Tabs);
