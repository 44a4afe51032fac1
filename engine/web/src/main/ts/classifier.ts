import {css, html, nothing} from 'lit';
import {bridge} from './bridge';
import {define} from './element';
import {outerForm} from './form';
import {Overlay, showOverlay} from './overlay';
import {Stage} from './stage';
import {RESET_LOOK, looks, stageStyles, viewButtons} from './stage-controls';
import {Shortcut, Tool, digit, listProperty, objectProperty} from './tool';

const styles = css`
  .split { display: grid; grid-template-columns: 1fr minmax(220px, 340px); gap: 20px; align-items: start; }
  .target { min-width: 0; overflow: auto; }
  fieldset { border: 0; margin: 0; padding: 0; min-width: 0; } legend { font-weight: 600; padding: 0; margin-bottom: 6px; }
  .category { display: flex; gap: 10px; align-items: center; border: 1px solid var(--line); border-radius: var(--radius); padding: 9px 12px;
    margin-bottom: 6px; cursor: pointer; } .category:hover { background: var(--soft); } .category span { flex: 1; overflow-wrap: anywhere; }
  .category:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); font-weight: 600; }
  .category:has(:focus-visible) { outline: 3px solid var(--focus); outline-offset: 2px; } .category input:focus-visible { outline: none; }
  .comment { margin-top: 12px; } .comment h2 { font-size: 14px; margin: 0 0 4px; }
  .comment label { display: block; font-weight: 600; margin-bottom: 4px; }
  @media (max-width: 720px) { .split { grid-template-columns: 1fr; gap: 10px; } kbd { display: none; } }
`;

/** The four classifiers: one category or several, beside text (classification-target) or an image (src). */
abstract class Classifier extends Tool {
  static properties = {
    ...Tool.properties,
    categories: listProperty('categories'),
    exclusionCategory: objectProperty('exclusion-category'),
    overlay: objectProperty('overlay'),
    initialValue: {attribute: 'initial-value'},
    src: {},
    chosen: {state: true},
    comment: {state: true},
  };
  static styles = [...Tool.styles, stageStyles, styles];
  declare categories: string[];
  declare exclusionCategory?: {text?: string};
  declare overlay?: Overlay;
  declare initialValue: string | null;
  declare src: string | null;
  declare chosen: string[];
  declare comment: string;
  protected readonly several: boolean = false;
  protected readonly picture: boolean = false;
  private stage?: Stage;
  private started = false;

  constructor() {
    super();
    this.categories = [];
    this.chosen = [];
    this.comment = '';
    this.initialValue = null;
    this.src = null;
  }

  /** With the exclusion category last: choosing it deselects the others. */
  protected get options(): string[] {
    const exclusion = this.exclusionCategory?.text;
    return exclusion ? [...this.categories.map(String), exclusion] : this.categories.map(String);
  }

  get value(): unknown {
    return this.several ? [...this.chosen] : this.chosen[0];
  }
  set value(value: unknown) {
    this.chosen = (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]).map(String);
  }

  get submittable() {
    const answer: Record<string, unknown> = this.several ? {labels: this.options.filter(o => this.chosen.includes(o))} : {label: this.chosen[0] ?? ''};
    if (this.comment.trim()) answer.workerComment = this.comment;
    return answer;
  }

  get draft(): unknown { return {chosen: this.chosen, comment: this.comment}; }
  set draft(state: unknown) {
    const {chosen, comment} = state as {chosen: string[]; comment: string};
    this.chosen = chosen;
    this.comment = comment;
    this.started = true;
  }

  protected check(): string {
    if (this.chosen.length > 0) return '';
    if (!this.several) return 'Choose a category.';
    return this.exclusionCategory ? `Choose at least one category, or "${this.exclusionCategory.text}".` : '';
  }

  get shortcuts(): Shortcut[] {
    const zoom = this.picture ? [{keys: '+ -', does: 'Zoom; also with the wheel'}, {keys: 'Shift+1 Shift+2', does: 'Fit; original size'}, RESET_LOOK] : [];
    return [{keys: '1…9 0', does: this.several ? 'Choose or take back category 1 to 10' : 'Choose category 1 to 10'},
      {keys: 'Shift+1…0', does: 'Category 11 to 20'}, ...zoom];
  }

  protected key(event: KeyboardEvent): boolean {
    const index = digit(event, this.options.length);
    if (index >= 0) {
      this.toggle(this.options[index]);
      if (!this.several && bridge.settings.submitOnChoice) void this.updateComplete.then(() => outerForm()?.submit());
      return true;
    }
    return this.stage?.key(event) ?? false;
  }

  protected willUpdate(): void {
    if (!this.started && this.initialValue !== null) {
      this.started = true;
      const initial = this.initialValue.trim();
      this.chosen = this.options.includes(initial) ? [initial] : this.chosen;
    }
  }

  protected updated(changes: Map<string, unknown>): void {
    if (changes.has('categories')) this.reflect('categories', this.categories);
    if (!this.picture) return;
    this.stage ??= new Stage(this.renderRoot.querySelector('.stage')!, this);
    if (changes.has('src') && this.src) void this.stage.load(this.src, problem => { this.problem = problem; });
    if (changes.has('overlay') && this.overlay) showOverlay(this.stage, this.overlay);
  }

  protected renderTool() {
    const comment = this.querySelector(':scope > worker-comment');
    return html`<div class="split">
      <div class="target">${this.picture ? html`<div class="stage view" tabindex="0" role="img" aria-label="Image to classify"></div>${viewButtons(() => this.stage)}${looks(() => this.stage, this.overlay ? 'the labels' : '')}` : html`<slot name="classification-target"></slot>`}</div>
      <div><div class="category-picker-wrapper"><fieldset><legend>${this.several ? 'Choose all that apply' : 'Choose one'}</legend>
        ${this.options.map((option, index) => html`<label class="category">
          <input type=${this.several ? 'checkbox' : 'radio'} name="category" .value=${option} .checked=${this.chosen.includes(option)}
            @change=${(event: Event) => { event.stopPropagation(); this.toggle(option); }}>
          <span>${option}</span>${index < 20 ? html`<kbd aria-hidden="true">${index > 9 ? '⇧' : ''}${(index + 1) % 10}</kbd>` : nothing}</label>`)}
      </fieldset></div>
      ${comment ? html`<div class="comment">
        <details ?open=${this.comment !== ''}><summary>${comment.getAttribute('link-text') || 'Add a comment'}</summary>
        <label for="comment">${comment.getAttribute('header') || 'Comment'}</label>
        <slot name="worker-comment"></slot>
        <textarea id="comment" rows="3" placeholder=${comment.getAttribute('placeholder') ?? ''} .value=${this.comment}
          @input=${(event: Event) => { this.comment = (event.target as HTMLTextAreaElement).value; }}></textarea></details></div>` : nothing}
      </div></div>`;
  }

  private toggle(option: string): void {
    const exclusion = this.exclusionCategory?.text;
    if (!this.several) {
      this.chosen = [option];
    } else if (this.chosen.includes(option)) {
      this.chosen = this.chosen.filter(other => other !== option);
    } else if (option === exclusion) {
      this.chosen = [option];
    } else {
      this.chosen = [...this.chosen.filter(other => other !== exclusion), option];
    }
    this.say(this.chosen.includes(option) ? `${option} chosen` : `${option} taken back`);
    this.changedByPerson();
  }
}

class TextClassifier extends Classifier {}

class TextMultiSelect extends Classifier {
  protected readonly several = true;
}

class ImageClassifier extends Classifier {
  protected readonly picture = true;
}

class ImageMultiSelect extends Classifier {
  protected readonly several = true;
  protected readonly picture = true;
}

define('crowd-classifier', TextClassifier, true);
define('crowd-classifier-multi-select', TextMultiSelect, true);
define('crowd-image-classifier', ImageClassifier, true);
define('crowd-image-classifier-multi-select', ImageMultiSelect, true);
