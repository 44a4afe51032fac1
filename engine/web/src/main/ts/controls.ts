import {css, html, nothing} from 'lit';
import {CrowdControl, CrowdElement, define} from './element';
import {outerForm} from './form';
import {icon} from './icons';
import {base} from './styles';

const block = css`:host { display: block; margin: 8px 0; } label { display: block; font-weight: 600; margin-bottom: 4px; }
  .error { color: var(--error); margin: 4px 0 0; } .hint { color: var(--muted); font-size: 12px; margin: 4px 0 0; text-align: right; }
  [aria-invalid=true] { border-color: var(--error) !important; border-width: 2px; }`;

/** crowd-input and crowd-text-area: one line or several of text. */
class TextControl extends CrowdControl {
  static styles = [base, block];
  static properties = {
    ...CrowdControl.properties,
    value: {},
    label: {},
    type: {},
    placeholder: {},
    rows: {type: Number},
    maxRows: {type: Number, attribute: 'max-rows'},
    maxLength: {type: Number, attribute: 'max-length'},
    minLength: {type: Number, attribute: 'min-length'},
    allowedPattern: {attribute: 'allowed-pattern'},
    errorMessage: {attribute: 'error-message'},
    autoFocus: {type: Boolean, attribute: 'auto-focus'},
    autoValidate: {type: Boolean, attribute: 'auto-validate'},
    charCounter: {attribute: 'char-counter'},
    shown: {state: true},
  };
  declare value: string;
  declare label: string;
  declare type: string;
  declare placeholder: string;
  declare rows: number;
  declare maxRows: number;
  declare maxLength: number;
  declare minLength: number;
  declare allowedPattern: string;
  declare errorMessage: string;
  declare autoFocus: boolean;
  declare autoValidate: boolean;
  declare charCounter: string | null;
  declare shown: string;
  protected readonly several: boolean = false;

  constructor() {
    super();
    this.value = '';
    this.label = '';
    this.type = 'text';
    this.placeholder = '';
    this.charCounter = null;
    this.shown = '';
  }

  get contribution() {
    return this.name ? {[this.name]: this.value ?? ''} : undefined;
  }
  get _submittableValue() { return this.value ?? ''; }
  get draft(): unknown { return this.value ?? ''; }
  set draft(state: unknown) { this.value = String(state); }

  protected check(): string {
    const value = this.value ?? '';
    if (!value) return this.required ? this.errorMessage || 'Please fill in this field.' : '';
    if (this.minLength && value.length < this.minLength) return this.errorMessage || `At least ${this.minLength} characters are needed.`;
    if (this.maxLength && value.length > this.maxLength) return this.errorMessage || `At most ${this.maxLength} characters are allowed.`;
    const inner = this.renderRoot?.querySelector('input');
    if (inner && !inner.validity.valid && !inner.validity.customError) return this.errorMessage || inner.validationMessage;
    return '';
  }

  reportValidity(): boolean {
    this.shown = this.disabled ? '' : this.check();
    return super.reportValidity();
  }

  protected firstUpdated(): void {
    if (this.autoFocus) this.focus();
  }

  render() {
    const common = this.several
      ? html`<textarea id="field" name=${this.name} rows=${this.rows || 3} .value=${this.value ?? ''} placeholder=${this.placeholder}
          ?disabled=${this.disabled} aria-required=${this.required} aria-invalid=${this.shown !== ''} aria-describedby="error"
          aria-label=${this.label ? nothing : this.accessibleName} maxlength=${this.maxLength || nothing}
          style=${this.maxRows ? `max-height:${this.maxRows * 1.45 + 1}em` : nothing}
          @input=${this.typed} @change=${this.left}></textarea>`
      : html`<input id="field" class="field" name=${this.name} type=${this.type || 'text'} .value=${this.value ?? ''} placeholder=${this.placeholder}
          ?disabled=${this.disabled} aria-required=${this.required} aria-invalid=${this.shown !== ''} aria-describedby="error"
          aria-label=${this.label ? nothing : this.accessibleName} maxlength=${this.maxLength || nothing} part="input"
          @beforeinput=${this.filter} @input=${this.typed} @change=${this.left}>`;
    return html`
      ${this.label ? html`<label for="field">${this.label}${this.required ? html`<span aria-hidden="true"> *</span>` : nothing}</label>` : nothing}
      ${common}
      ${this.charCounter !== null && this.charCounter !== 'false'
        ? html`<p class="hint">${(this.value ?? '').length}${this.maxLength ? ` / ${this.maxLength}` : ''}</p>` : nothing}
      <p class="error" id="error" ?hidden=${!this.shown}>${this.shown}</p>`;
  }

  /** Templates often have no label: nearby text, or the field's name. */
  private get accessibleName(): string {
    return this.getAttribute('aria-label') || this.title || this.placeholder || this.name.replace(/[_-]+/g, ' ').trim() || 'Text';
  }

  /** allowed-pattern names the characters that may be typed, as of old Polymer inputs. */
  private filter(event: InputEvent): void {
    if (!this.allowedPattern || !event.data) return;
    try {
      const allowed = new RegExp(`^(?:${this.allowedPattern})$`);
      if (![...event.data].every(character => allowed.test(character))) event.preventDefault();
    } catch {
      console.error(`allowed-pattern of ${this.localName} "${this.name}" is not a regular expression: ${this.allowedPattern}`);
    }
  }

  private typed(event: Event): void {
    this.value = (event.target as HTMLInputElement).value;
    if (this.autoValidate || this.shown) this.shown = this.check();
  }

  private left(): void {
    if (this.autoValidate) this.shown = this.check();
    this.emit('change');
  }
}

class TextArea extends TextControl {
  protected readonly several = true;
}

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

class Slider extends CrowdControl {
  static styles = [base, block, css`
    .row { display: flex; gap: 10px; align-items: center; } input[type=range] { flex: 1; min-width: 80px; accent-color: var(--accent); height: 28px; }
    output { min-width: 3ch; text-align: right; font-variant-numeric: tabular-nums; font-weight: 600; } input[type=number] { width: 80px; }
    .labels { display: block; position: relative; margin: 0 8px; }
    :host { padding-bottom: 2px; }
  `];
  static properties = {
    ...CrowdControl.properties,
    value: {},
    min: {type: Number},
    max: {type: Number},
    step: {type: Number},
    pin: {type: Boolean},
    editable: {type: Boolean},
    secondaryProgress: {type: Number, attribute: 'secondary-progress'},
  };
  declare value: number | string;
  declare min: number;
  declare max: number;
  declare step: number;
  declare pin: boolean;
  declare editable: boolean;
  declare secondaryProgress: number;
  private touched = false;

  constructor() {
    super();
    this.min = 0;
    this.max = 100;
    this.step = 1;
    this.value = '';
  }

  get number(): number {
    return this.value === '' || this.value === null ? this.min : Number(this.value);
  }
  get contribution() { return this.name ? {[this.name]: String(this.number)} : undefined; }
  get _submittableValue() { return this.number; }
  get draft(): unknown { return this.touched ? this.number : null; }
  set draft(state: unknown) { this.value = Number(state); this.touched = true; }

  protected check(): string {
    return this.required && !this.touched && this.value === '' ? 'Please move the slider.' : '';
  }

  render() {
    const name = this.getAttribute('aria-label') || this.previousElementSibling?.textContent?.trim() || this.name.replace(/[_-]+/g, ' ') || 'Value';
    return html`<div class="row">
      <input type="range" min=${this.min} max=${this.max} step=${this.step} .value=${String(this.number)} ?disabled=${this.disabled}
        aria-label=${name} @input=${this.moved} @change=${this.settled}>
      ${this.editable
        ? html`<input type="number" min=${this.min} max=${this.max} step=${this.step} .value=${String(this.number)}
            ?disabled=${this.disabled} aria-label=${`${name}, number`} @change=${this.settled}>`
        : html`<output>${this.number}</output>`}</div>
      <div class="labels"><slot @slotchange=${this.place}></slot></div>`;
  }

  private place(): void {
    const labels = [...this.querySelectorAll<HTMLElement>('crowd-slider-label')];
    for (const label of labels) {
      const at = (Number(label.getAttribute('position')) - this.min) / (this.max - this.min || 1);
      const percent = Math.min(1, Math.max(0, at)) * 100;
      label.style.left = `${percent}%`;
      // Those at the ends stay within.
      label.style.transform = `translateX(-${percent}%)`;
    }
    this.renderRoot.querySelector<HTMLElement>('.labels')!.style.height = labels.length ? '3.2em' : '0';
  }

  private moved(event: Event): void {
    this.value = Number((event.target as HTMLInputElement).value);
    this.touched = true;
  }

  private settled(event: Event): void {
    event.stopPropagation();
    const typed = Number((event.target as HTMLInputElement).value);
    this.value = Math.min(this.max, Math.max(this.min, typed));
    this.touched = true;
    this.emit('change');
  }
}

class SliderLabel extends CrowdElement {
  static styles = [base, css`:host { position: absolute; font-size: 12px; color: var(--muted);
    text-align: center; max-width: 7.5em; line-height: 1.2; }`];
  render() {
    return html`<slot></slot>`;
  }
}

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

/** crowd-modal and crowd-instructions: a button or link that opens a dialog. */
class Modal extends CrowdElement {
  static styles = [base, css`:host { display: inline-block; }
    .link { border: 0; background: none; padding: 0; min-height: 24px; color: var(--accent); text-decoration: underline; }`];
  static properties = {linkText: {attribute: 'link-text'}, linkType: {attribute: 'link-type'}};
  declare linkText: string;
  declare linkType: string;

  open(): void {
    const dialog = this.renderRoot.querySelector('dialog')!;
    if (!dialog.open) dialog.showModal();
  }
  close(): void { this.renderRoot.querySelector('dialog')!.close(); }

  protected get title_(): string { return this.linkText || 'Details'; }
  protected body() { return html`<slot></slot>`; }

  render() {
    return html`<button type="button" class=${this.linkType === 'button' ? '' : 'link'} aria-haspopup="dialog" @click=${this.open}>${this.title_}</button>
      <dialog aria-label=${this.title_} class="awsui-modal-dialog"><div class="dialog-head"><h2>${this.title_}</h2>
        <button type="button" class="plain" aria-label="Close" autofocus @click=${this.close}>✕</button></div>
        <div class="dialog-body">${this.body()}</div></dialog>`;
  }
}

class Instructions extends Modal {
  static styles = [...Modal.styles as [], css`section { margin: 12px 0; } h3 { margin: 0 0 4px; font-size: 15px; } .good, .bad { border-left: 4px solid #1a7431; padding-left: 12px; }
    .bad { border-color: var(--error); } ::slotted(*) { display: block; } section:has(slot.empty) { display: none; }`];

  protected get title_(): string { return this.linkText || 'Instructions'; }

  protected body() {
    const section = (name: string, heading: string, kind: string) => this.querySelector(`:scope > ${name}`)
      ? html`<section class=${kind}><h3 ?hidden=${!heading}>${heading}</h3><slot name=${name}></slot></section>` : nothing;
    return html`${section('short-summary', '', '')}${section('detailed-instructions', 'Details', '')}
      ${section('positive-example', 'Good example', 'good')}${section('negative-example', 'Bad example', 'bad')}<slot></slot>`;
  }

  connectedCallback(): void {
    super.connectedCallback();
    regionsChanged(this, () => this.requestUpdate());
  }
}

function regionsChanged(element: Element, then: () => void): void {
  new MutationObserver(then).observe(element, {childList: true});
}

define('crowd-input', TextControl, true);
define('crowd-text-area', TextArea, true);
define('crowd-checkbox', Checkbox, true);
define('crowd-toggle-button', ToggleButton, true);
define('crowd-radio-button', RadioButton, true);
define('crowd-radio-group', RadioGroup);
define('crowd-slider', Slider, true);
define('crowd-slider-label', SliderLabel);
define('crowd-button', CrowdButton);
define('crowd-icon-button', IconButton);
define('crowd-fab', Fab);
define('crowd-badge', Badge);
define('crowd-card', Card);
define('crowd-alert', Alert);
define('crowd-toast', Toast);
define('crowd-tab', Tab);
define('crowd-tabs', Tabs);
define('crowd-modal', Modal);
define('crowd-instructions', Instructions);
