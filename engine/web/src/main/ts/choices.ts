import {css, html, nothing} from 'lit';
import {CrowdControl, CrowdElement, define} from './element';
import {base} from './styles';

/** crowd-checkbox, crowd-radio-button and crowd-toggle-button: on or off. */
abstract class Choice extends CrowdControl {
  static styles = [base, css`
    :host { display: inline-block; margin: 4px 12px 4px 0; }
    label { display: flex; gap: 8px; align-items: center; cursor: pointer; min-height: 24px; }
    input:disabled ~ span { opacity: .6; }
    :host([invalid]) label { color: var(--error); }
    input[role=switch] { appearance: none; width: 40px; height: 22px; border-radius: 11px; background: var(--muted);
      border: 2px solid var(--muted); position: relative; transition: background .15s; }
    input[role=switch]::after { content: ''; position: absolute; inset: 1px auto 1px 1px; width: 16px; border-radius: 50%;
      background: var(--page); transition: transform .15s; }
    input[role=switch]:checked { background: var(--accent); border-color: var(--accent); }
    input[role=switch]:checked::after { transform: translateX(18px); }
    @media (forced-colors: active) { input[role=switch] { appearance: auto; } }
  `];
  static properties = {
    ...CrowdControl.properties,
    value: {},
    checked: {type: Boolean, reflect: true},
    invalid: {type: Boolean, reflect: true},
    label: {},
  };
  declare value: string;
  declare checked: boolean;
  declare invalid: boolean;
  declare label: string;
  protected readonly kind: 'checkbox' | 'radio' = 'checkbox';
  protected readonly role_?: 'switch';

  constructor() {
    super();
    this.value = 'on';
    this.checked = false;
    this.invalid = false;
    this.label = '';
  }

  get contribution() {
    return this.name ? {[this.name]: {[this.value || 'on']: this.checked}} : undefined;
  }
  get _submittableValue() { return this.checked; }
  get draft(): unknown { return this.checked; }
  set draft(state: unknown) { this.checked = state === true; }

  protected check(): string {
    return this.required && !this.checked ? 'Please choose this to go on.' : '';
  }

  render() {
    return html`<label><input type=${this.kind} role=${this.role_ ?? nothing} .checked=${this.checked} ?disabled=${this.disabled}
      aria-label=${this.textContent?.trim() || this.label ? nothing : this.title || this.value}
      tabindex=${this.kind === 'radio' ? this.rove : 0} @change=${this.toggled} @keydown=${this.keyed}><span>${this.label}<slot></slot></span></label>`;
  }

  protected get rove(): number { return 0; }
  protected keyed(_event: KeyboardEvent): void {}

  protected toggled(event: Event): void {
    event.stopPropagation();
    this.checked = (event.target as HTMLInputElement).checked;
    this.emit('change');
  }

  /** As a native control: `click()` toggles. */
  click(): void {
    this.anchor?.click();
  }
}

class Checkbox extends Choice {}

class ToggleButton extends Choice {
  protected readonly role_ = 'switch';
}

/** Of the buttons of one group, or without a group of one name, one is chosen. */
class RadioButton extends Choice {
  protected readonly kind = 'radio';

  private get peers(): RadioButton[] {
    const group = this.closest('crowd-radio-group');
    const within = group ?? this.closest('crowd-form') ?? this.getRootNode() as ParentNode;
    return [...within.querySelectorAll<RadioButton>('crowd-radio-button')]
      .filter(button => group !== null || (button.name === this.name && !button.closest('crowd-radio-group')));
  }

  protected get rove(): number {
    const peers = this.peers.filter(button => !button.disabled);
    const chosen = peers.find(button => button.checked) ?? peers[0];
    return chosen === this || chosen === undefined ? 0 : -1;
  }

  choose(): void {
    this.checked = true;
    for (const peer of this.peers) {
      if (peer !== this) peer.checked = false;
      peer.requestUpdate();
    }
    this.emit('change');
  }

  protected check(): string {
    return this.required && !this.peers.some(button => button.checked) ? 'Please choose one of these.' : '';
  }

  protected toggled(event: Event): void {
    event.stopPropagation();
    this.choose();
  }

  protected keyed(event: KeyboardEvent): void {
    const step = {ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1}[event.key];
    if (!step) return;
    event.preventDefault();
    const peers = this.peers.filter(button => !button.disabled);
    const next = peers[(peers.indexOf(this) + step + peers.length) % peers.length];
    next.choose();
    void next.updateComplete.then(() => next.focus());
  }
}

class RadioGroup extends CrowdElement {
  static styles = [base, css`:host { display: block; } ::slotted(crowd-radio-button) { display: block; }`];

  connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasAttribute('role')) this.setAttribute('role', 'radiogroup');
    if (!this.hasAttribute('aria-label') && !this.hasAttribute('aria-labelledby')) {
      this.setAttribute('aria-label', this.previousElementSibling?.textContent?.trim() || 'Choose one');
    }
  }

  render() {
    return html`<slot></slot>`;
  }
}

define('crowd-checkbox', Checkbox, true);
define('crowd-toggle-button', ToggleButton, true);
define('crowd-radio-button', RadioButton, true);
define('crowd-radio-group', RadioGroup);
