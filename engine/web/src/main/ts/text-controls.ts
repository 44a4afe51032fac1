import {html, nothing} from 'lit';
import {CrowdControl, define} from './element';
import {base, field} from './styles';

/** crowd-input and crowd-text-area: one line or several of text. */
class TextControl extends CrowdControl {
  static styles = [base, field];
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

define('crowd-input', TextControl, true);
define('crowd-text-area', TextArea, true);
