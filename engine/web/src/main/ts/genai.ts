import {css, html, nothing} from 'lit';
import {define} from './element';
import {trimmed, words} from './spans';
import {Shortcut, Tool, listProperty} from './tool';

interface Dimension {
  name: string;
  allowTie?: boolean;
}

/**
 * crowd-text-ranking has no public reference. The answer is what the service's own notebook reads: directly below
 * answerContent, a rank per response and dimension.
 */
class TextRanking extends Tool {
  static properties = {...Tool.properties, text: {}, responses: listProperty('responses'), dimensions: listProperty('ordinal-ranking-dimensions'), ranks: {state: true}};
  static styles = [...Tool.styles, css`
    .source, .response { white-space: pre-wrap; border: 1px solid var(--line); border-radius: var(--radius); padding: 10px 12px; margin: 0 0 8px; overflow-wrap: anywhere; }
    .source { background: var(--soft); } h2 { font-size: 15px; margin: 10px 0 6px; } .response h3 { margin: 0 0 4px; font-size: 13px; color: var(--muted); }
    .ranks { display: flex; gap: 14px; flex-wrap: wrap; margin-top: 8px; } .ranks label { font-weight: 600; } select { width: auto; margin-left: 6px; min-height: 32px; }`];
  declare text: string;
  declare responses: unknown[];
  declare dimensions: Dimension[];
  declare ranks: Record<string, number[]>;

  constructor() {
    super();
    this.text = '';
    this.responses = [];
    this.dimensions = [];
    this.ranks = {};
  }

  get submittable() {
    return this.dimensions.map(({name, allowTie}) => ({name, allowTie: allowTie === true, responseRankings: this.ranksOf(name)}));
  }
  get contribution() { return {ordinalRankingDimensions: this.submittable}; }
  get draft(): unknown { return this.ranks; }
  set draft(state: unknown) { this.ranks = state as Record<string, number[]>; }
  get shortcuts(): Shortcut[] { return [{keys: 'Tab', does: 'Next rank; arrows or digits choose it'}]; }

  private ranksOf(name: string): number[] {
    return this.responses.map((_, index) => this.ranks[name]?.[index] ?? 0);
  }

  protected check(): string {
    for (const {name, allowTie} of this.dimensions) {
      const ranks = this.ranksOf(name);
      if (ranks.includes(0)) return `Rank every response by ${name}.`;
      if (!allowTie && new Set(ranks).size < ranks.length) return `${name}: each rank may be given once.`;
    }
    return '';
  }

  protected renderTool() {
    return html`<h2>Text</h2><div class="source">${this.text}</div><h2>Responses</h2>
      ${this.responses.map((response, index) => html`<section class="response"><h3>Response ${index + 1}</h3>${typeof response === 'string' ? response : JSON.stringify(response)}
        <div class="ranks">${this.dimensions.map(({name}) => html`<label>${name}<select name=${`${name} ${index + 1}`} aria-label=${`${name}, rank of response ${index + 1}`}
          @change=${(event: Event) => this.rank(name, index, Number((event.target as HTMLSelectElement).value))}>
          <option value="0" ?selected=${!this.ranks[name]?.[index]}>rank…</option>
          ${this.responses.map((_, rank) => html`<option value=${rank + 1} ?selected=${this.ranks[name]?.[index] === rank + 1}>${rank + 1}${rank === 0 ? ' (best)' : ''}</option>`)}</select></label>`)}</div></section>`)}`;
  }

  private rank(name: string, index: number, rank: number): void {
    const ranks = this.ranksOf(name);
    ranks[index] = rank;
    this.ranks = {...this.ranks, [name]: ranks};
    this.changedByPerson();
  }
}

interface Pair {
  question: string;
  answer: string;
  tag: string;
  references: Array<{startOffset: number; endOffset: number}>;
}

const none = (): Pair => ({question: '', answer: '', tag: '', references: []});

/** crowd-question-answer-generation has no public reference; the form of its answer is defined in ADR 25. */
class QuestionAnswerGeneration extends Tool {
  static properties = {
    ...Tool.properties,
    text: {},
    minQuestions: {type: Number, attribute: 'min-questions'},
    maxQuestions: {type: Number, attribute: 'max-questions'},
    questionMinWords: {type: Number, attribute: 'question-min-words'},
    questionMaxWords: {type: Number, attribute: 'question-max-words'},
    answerMinWords: {type: Number, attribute: 'answer-min-words'},
    answerMaxWords: {type: Number, attribute: 'answer-max-words'},
    questionTags: listProperty('question-tags'),
    allowCustomQuestionTags: {attribute: 'allow-custom-question-tags'},
    pairs: {state: true},
  };
  static styles = [...Tool.styles, css`
    .split { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; align-items: start; } .source { white-space: pre-wrap; font-size: 16px; line-height: 1.7; border: 1px solid var(--line);
      border-radius: var(--radius); padding: 12px; user-select: text; } fieldset { border: 1px solid var(--line); border-radius: var(--radius); padding: 10px 12px; margin: 0 0 10px; }
    legend { font-weight: 600; } label { display: block; margin: 6px 0; font-weight: 600; } textarea { margin-top: 2px; } q { font-style: italic; font-weight: 400; }
    .actions { display: flex; gap: 6px; flex-wrap: wrap; } @media (max-width: 720px) { .split { grid-template-columns: 1fr; } }`];
  declare text: string;
  declare minQuestions: number;
  declare maxQuestions: number;
  declare questionMinWords: number;
  declare questionMaxWords: number;
  declare answerMinWords: number;
  declare answerMaxWords: number;
  declare questionTags: string[];
  declare allowCustomQuestionTags: string | null;
  declare pairs: Pair[];

  constructor() {
    super();
    this.text = '';
    this.questionTags = [];
    this.pairs = [none()];
    this.allowCustomQuestionTags = null;
  }

  get submittable() { return {questionAnswerPairs: this.pairs}; }
  get draft(): unknown { return this.pairs; }
  set draft(state: unknown) { this.pairs = state as Pair[]; }
  get shortcuts(): Shortcut[] { return []; }

  protected check(): string {
    const range = (what: string, count: number, least = 0, most = Infinity) =>
      count < (least || 0) || count > (most || Infinity) ? `${what} has ${count} words; ${least || 0} to ${most === Infinity || !most ? 'any number' : most} are wanted.` : '';
    if (this.pairs.length < (this.minQuestions || 0)) return `Write at least ${this.minQuestions} questions.`;
    return this.pairs.map((pair, index) => range(`Question ${index + 1}`, words(pair.question), this.questionMinWords, this.questionMaxWords)
      || range(`Answer ${index + 1}`, words(pair.answer), this.answerMinWords, this.answerMaxWords)
      || (this.questionTags.length && !pair.tag ? `Choose a tag for question ${index + 1}.` : '')).find(problem => problem) ?? '';
  }

  private edit(index: number, change: Partial<Pair>): void {
    this.pairs = this.pairs.map((pair, at) => (at === index ? {...pair, ...change} : pair));
    this.changedByPerson();
  }

  private quote(index: number): void {
    const root = this.renderRoot as ShadowRoot & {getSelection?(): Selection | null};
    const selection = root.getSelection?.() ?? document.getSelection();
    const source = root.querySelector('.source')!;
    if (!selection?.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!source.contains(range.startContainer) || !source.contains(range.endContainer)) return;
    const before = document.createRange();
    before.selectNodeContents(source);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    const span = trimmed(this.text, start, start + range.toString().length);
    if (span) this.edit(index, {references: [...this.pairs[index].references, {startOffset: span[0], endOffset: span[1]}]});
  }

  protected renderTool() {
    const custom = this.allowCustomQuestionTags !== null && this.allowCustomQuestionTags !== 'false';
    return html`<div class="split"><div class="source" tabindex="0" role="region" aria-label="Text">${this.text}</div><div>
      ${this.pairs.map((pair, index) => html`<fieldset><legend>Question ${index + 1}</legend>
        <label>Question<textarea rows="2" name=${`question-${index + 1}`} .value=${pair.question} @input=${(event: Event) => this.edit(index, {question: (event.target as HTMLTextAreaElement).value})}></textarea></label>
        <label>Answer<textarea rows="3" name=${`answer-${index + 1}`} .value=${pair.answer} @input=${(event: Event) => this.edit(index, {answer: (event.target as HTMLTextAreaElement).value})}></textarea></label>
        ${this.questionTags.length || custom ? html`<label>Tag<input type="text" list=${`tags-${index}`} name=${`tag-${index + 1}`} .value=${pair.tag}
          @change=${(event: Event) => this.tag(index, (event.target as HTMLInputElement).value, custom)}><datalist id=${`tags-${index}`}>${this.questionTags.map(tag => html`<option value=${tag}></option>`)}</datalist></label>` : nothing}
        ${pair.references.map((reference, at) => html`<p><q>${this.text.slice(reference.startOffset, reference.endOffset)}</q>
          <button type="button" class="plain" aria-label="Remove this reference" @click=${() => this.edit(index, {references: pair.references.filter((_, i) => i !== at)})}>✕</button></p>`)}
        <div class="actions"><button type="button" @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.quote(index)}>Refer to the selected text</button>
          ${this.pairs.length > 1 ? html`<button type="button" @click=${() => { this.pairs = this.pairs.filter((_, at) => at !== index); }}>Remove</button>` : nothing}</div></fieldset>`)}
      <button type="button" ?disabled=${this.maxQuestions > 0 && this.pairs.length >= this.maxQuestions} @click=${() => { this.pairs = [...this.pairs, none()]; }}>Add a question</button></div></div>`;
  }

  private tag(index: number, tag: string, custom: boolean): void {
    if (tag && !custom && !this.questionTags.includes(tag)) {
      this.problem = `"${tag}" is not one of the tags.`;
      return;
    }
    this.edit(index, {tag});
  }
}

define('crowd-text-ranking', TextRanking, true);
define('crowd-question-answer-generation', QuestionAnswerGeneration, true);
