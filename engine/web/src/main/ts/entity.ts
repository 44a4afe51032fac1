import {css, html, nothing} from 'lit';
import {define} from './element';
import {labelStyles} from './label-styles';
import {Span, inOrder, overlaps, trimmed, valid} from './spans';
import {Shortcut, Tool, digit, listProperty} from './tool';
import {colour, ink, parse} from './values';

interface Label {
  label: string;
  short: string;
  full: string;
}

let instances = 0;

/**
 * crowd-entity-annotation: native selection, painted with the CSS Custom Highlight API over one text node, so that offsets
 * are those of the text. The text is an edit field that takes no edits: caret and selection by keyboard come with it.
 */
class EntityAnnotation extends Tool {
  static properties = {
    ...Tool.properties,
    text: {},
    labels: listProperty('labels'),
    initialValue: {attribute: 'initial-value'},
    entities: {state: true},
    selected: {state: true},
    armed: {state: true},
  };
  static styles = [...Tool.styles, labelStyles, css`
    .paper { position: relative; } .text { white-space: pre-wrap; font-size: 17px; line-height: 2.3; border: 1px solid var(--line); border-radius: var(--radius);
      padding: 14px 16px; max-height: max(240px, calc(100dvh - 200px)); overflow: auto; overflow-wrap: anywhere; cursor: text; position: relative; }
    .chips { position: absolute; inset: 0; overflow: hidden; pointer-events: none; }
    .chip { position: absolute; font: 700 10.5px/13px system-ui, sans-serif; padding: 0 4px; border-radius: 4px; white-space: nowrap; transform: translateY(-100%); }
    .chip.chosen { outline: 2px solid var(--ink); }
  `];
  declare text: string;
  declare labels: unknown[];
  declare initialValue: string | null;
  declare entities: Span[];
  declare selected: number;
  declare armed: number;
  private readonly key_ = `crowd-entity-${instances++}`;
  private readonly sheet = new CSSStyleSheet();
  private past: Span[][] = [];
  private future: Span[][] = [];
  private started = false;
  private pending?: [number, number];

  constructor() {
    super();
    this.text = '';
    this.labels = [];
    this.initialValue = null;
    this.entities = [];
    this.selected = -1;
    this.armed = -1;
  }

  private get names(): Label[] {
    return this.labels.map(item => {
      if (!item || typeof item !== 'object') return {label: String(item), short: String(item), full: String(item)};
      const {label = '', shortDisplayName, fullDisplayName, longDisplayName} = item as Record<string, string>;
      return {label, short: shortDisplayName ?? label, full: fullDisplayName ?? longDisplayName ?? label};
    });
  }

  get submittable() {
    return {entities: inOrder(this.entities).map(({label, startOffset, endOffset}) => ({endOffset, label, startOffset}))};
  }

  get draft(): unknown { return this.entities; }
  set draft(state: unknown) {
    this.started = true;
    this.entities = state as Span[];
  }

  get shortcuts(): Shortcut[] {
    return [{keys: '1…9 0', does: 'Label what is selected; without a selection, the next selections'}, {keys: '← → Shift+arrows', does: 'Move in the text, select'},
      {keys: 'Ctrl+Shift+arrows', does: 'Select by words'}, {keys: 'Esc', does: 'Selections get no label by themselves'},
      {keys: 'Delete', does: 'Remove the chosen one, or the one at the caret'}, {keys: 'Tab', does: 'Leave the text; the list has them all'},
      {keys: 'Ctrl+Z Ctrl+Shift+Z', does: 'Undo, redo'}];
  }

  protected willUpdate(): void {
    if (!this.started && this.text !== '') {
      this.started = true;
      const list = parse(this.initialValue, 'initial-value') as any;
      const spans = (Array.isArray(list) ? list : list?.entities ?? []) as unknown[];
      this.entities = spans.map(span => valid(span, this.text.length)).filter(span => span !== undefined);
    }
    if (!this.hasUpdated && this.labels.length === 1) this.armed = 0;
  }

  protected firstUpdated(): void {
    const root = this.renderRoot as ShadowRoot;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.sheet];
    const field = this.field;
    for (const type of ['beforeinput', 'paste', 'cut', 'drop', 'dragstart']) field.addEventListener(type, event => event.preventDefault());
    field.addEventListener('pointerup', () => setTimeout(() => this.selectionMade()));
    field.addEventListener('keyup', event => { if (event.key === 'Shift') this.selectionMade(); });
    new ResizeObserver(() => this.drawChips()).observe(field);
    document.fonts?.ready.then(() => this.drawChips());
  }

  protected updated(changes: Map<string, unknown>): void {
    if (changes.has('labels')) this.reflect('labels', this.labels);
    if (this.field.textContent !== this.text) this.field.textContent = this.text;
    this.paint();
    this.drawChips();
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    this.names.forEach((_, index) => CSS.highlights?.delete(`${this.key_}-${index}`));
  }

  private get field(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.text')!;
  }

  private colourOf(label: string): string {
    const index = this.names.findIndex(name => name.label === label);
    return colour(index < 0 ? this.labels.length : index);
  }

  private range(span: Span): Range {
    const range = document.createRange();
    const node = this.field.firstChild!;
    range.setStart(node, span.startOffset);
    range.setEnd(node, span.endOffset);
    return range;
  }

  private paint(): void {
    const {highlights} = CSS as unknown as {highlights?: Map<string, unknown>};
    if (!highlights || !this.field.firstChild) return;
    const rules: string[] = [];
    this.names.forEach(({label}, index) => {
      const ranges = this.entities.filter(entity => entity.label === label).map(entity => this.range(entity));
      highlights.set(`${this.key_}-${index}`, new (window as any).Highlight(...ranges));
      const paint = colour(index);
      rules.push(`::highlight(${this.key_}-${index}) { background-color: color-mix(in srgb, ${paint} 30%, transparent); text-decoration: underline 2px ${paint}; }`);
    });
    const chosen = this.entities[this.selected];
    highlights.set(`${this.key_}-chosen`, new (window as any).Highlight(...(chosen ? [this.range(chosen)] : [])));
    rules.push(`::highlight(${this.key_}-chosen) { text-decoration: underline 4px; }`);
    this.sheet.replaceSync(rules.join('\n'));
  }

  /** The short names above their spans, where they are now. */
  private drawChips(): void {
    const chips = this.renderRoot.querySelector<HTMLElement>('.chips');
    if (!chips || !this.field.firstChild) return;
    const {left, top, bottom} = chips.getBoundingClientRect();
    chips.replaceChildren(...this.entities.map((entity, index) => {
      const chip = document.createElement('span');
      const [rect] = this.range(entity).getClientRects();
      if (!rect || rect.top < top || rect.bottom > bottom) return chip;
      chip.className = index === this.selected ? 'chip chosen' : 'chip';
      chip.textContent = this.names.find(name => name.label === entity.label)?.short ?? entity.label;
      const paint = this.colourOf(entity.label);
      chip.style.cssText = `left:${rect.left - left}px;top:${rect.top - top}px;background:${paint};color:${ink(paint)}`;
      return chip;
    }));
  }

  /** Offsets of the selection in the text; equal ones are a caret. */
  private get selection(): [number, number] | undefined {
    const root = this.renderRoot as ShadowRoot & {getSelection?(): Selection | null};
    const selection = root.getSelection?.() ?? document.getSelection();
    const node = this.field.firstChild;
    if (!selection?.rangeCount || !node) return undefined;
    const composed = (selection as any).getComposedRanges?.({shadowRoots: [root]})?.[0] as StaticRange | undefined;
    const range = composed && this.field.contains(composed.startContainer) ? composed : selection.getRangeAt(0);
    if (!this.field.contains(range.startContainer) || !this.field.contains(range.endContainer)) return undefined;
    const offset = (container: Node, at: number) => (container === node ? at : at === 0 ? 0 : this.text.length);
    return [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  }

  private selectionMade(): void {
    const selection = this.selection;
    if (!selection) return;
    const span = trimmed(this.text, ...selection);
    if (!span) {
      this.pending = undefined;
      this.selected = this.entities.findIndex(entity => selection[0] >= entity.startOffset && selection[0] < entity.endOffset);
      return;
    }
    this.pending = span;
    if (this.armed >= 0) this.annotate(this.armed);
    else this.say(`"${this.text.slice(...span).slice(0, 60)}" selected: choose a label`);
  }

  private annotate(index: number): void {
    const {label, full} = this.names[index];
    const span = this.pending;
    if (!span) return;
    const entity = {label, startOffset: span[0], endOffset: span[1]};
    if (this.entities.some(other => overlaps(other, entity) && (other.startOffset !== span[0] || other.endOffset !== span[1]))) {
      this.say('This overlaps another one: remove that first');
      this.problem = 'A part of this is labeled already: remove that label first.';
      return;
    }
    const others = this.entities.filter(other => !overlaps(other, entity));
    this.commit(inOrder([...others, entity]), `${full}: ${this.text.slice(...span).slice(0, 60)}`);
    this.pending = undefined;
    const root = this.renderRoot as ShadowRoot & {getSelection?(): Selection | null};
    (root.getSelection?.() ?? document.getSelection())?.collapse(this.field.firstChild, span[1]);
  }

  private use(index: number): void {
    const selection = this.selection;
    this.pending = (selection && trimmed(this.text, ...selection)) ?? this.pending;
    if (this.pending) {
      this.annotate(index);
    } else if (this.selected >= 0) {
      const {label} = this.names[index];
      this.commit(this.entities.map((entity, at) => (at === this.selected ? {...entity, label} : entity)), `Now ${label}`);
    } else {
      this.armed = index;
      this.say(`${this.names[index].full}: select text`);
    }
  }

  private commit(entities: Span[], said: string): void {
    this.past.push(this.entities);
    this.future = [];
    this.entities = entities;
    this.say(said);
    this.changedByPerson();
  }

  private step(from: Span[][], to: Span[][], said: string): void {
    const entities = from.pop();
    if (!entities) return;
    to.push(this.entities);
    this.entities = entities;
    this.selected = -1;
    this.say(said);
    this.changedByPerson();
  }

  private drop(index: number): void {
    this.selected = -1;
    this.commit(this.entities.filter((_, at) => at !== index), 'Removed');
  }

  protected key(event: KeyboardEvent): boolean {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === 'z') {
      if (event.shiftKey) this.step(this.future, this.past, 'Done again');
      else this.step(this.past, this.future, 'Undone');
      return true;
    }
    const index = digit(event, this.labels.length);
    if (index >= 0) { this.use(index); return true; }
    switch (event.key) {
      case 'Escape': this.armed = -1; this.pending = undefined; return true;
      case 'Delete': case 'Backspace': {
        if (this.selected < 0) this.selectionMade();
        if (this.selected >= 0) this.drop(this.selected);
        return true;
      }
    }
    return false;
  }

  protected renderTool() {
    return html`<div class="work"><div class="paper">
        <div class="text" contenteditable="true" inputmode="none" data-keys spellcheck="false" role="textbox" aria-multiline="true" aria-readonly="true" dir="auto"
          aria-label="Text: select a part and choose its label" @scroll=${this.drawChips}></div>
        <div class="chips" aria-hidden="true"></div></div>
      <div class="side"><h2>Labels</h2><div class="labels" role="group" aria-label="Labels">${this.names.map(({label, full}, index) => html`
        <button type="button" aria-pressed=${index === this.armed} @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.use(index)}>
          <span class="swatch" style=${`background:${this.colourOf(label)}`}></span><span class="text-name">${full}</span>
          ${index < 20 ? html`<kbd aria-hidden="true">${(index + 1) % 10}</kbd>` : nothing}</button>`)}</div>
        <div class="tools"><button type="button" ?disabled=${!this.past.length} @click=${() => this.step(this.past, this.future, 'Undone')}>Undo</button>
          <button type="button" ?disabled=${!this.future.length} @click=${() => this.step(this.future, this.past, 'Done again')}>Redo</button></div>
        <h2 id="found">${this.entities.length} labeled</h2>
        ${this.entities.length ? html`<ol class="list" aria-labelledby="found">${this.entities.map((entity, index) => html`<li aria-current=${index === this.selected ? 'true' : 'false'}>
          <button type="button" class="pick plain" @click=${() => { this.selected = index; }}><span class="swatch" style=${`background:${this.colourOf(entity.label)}`}></span>
            <span><b>${this.names.find(name => name.label === entity.label)?.short ?? entity.label}</b> ${this.text.slice(entity.startOffset, entity.endOffset).slice(0, 80)}</span></button>
          <button type="button" class="plain" aria-label=${`Remove ${entity.label}, ${this.text.slice(entity.startOffset, entity.endOffset).slice(0, 40)}`}
            @click=${() => this.drop(index)}>✕</button></li>`)}</ol>` : nothing}
      </div></div>`;
  }
}

define('crowd-entity-annotation', EntityAnnotation, true);
