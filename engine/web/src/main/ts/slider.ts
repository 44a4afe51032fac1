import {css, html} from 'lit';
import {CrowdControl, CrowdElement, define} from './element';
import {base, field} from './styles';

class Slider extends CrowdControl {
  static styles = [base, field, css`
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

define('crowd-slider', Slider, true);
define('crowd-slider-label', SliderLabel);
