import {PropertyValues, html, nothing} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {Api, inWords, isShown} from '../app/api';
import {say} from '../app/live';
import {View, define} from '../app/view';
import {ALL, Filter, filterOf, isAll, queryOf} from './filter';
import {objects as inNumbers, share} from './format';
import {JobDetail, Labeled, Worker, pathOf} from './model';
import {labelLayer, marked, pictured, sizeOf, summary} from './overlay';
import {Rows, rowsOnScreen} from './window';

const PAGE = 100;
/** Rows from the end at which the next page is read. */
const NEAR = 4;

interface Found {
  objects: Labeled[];
  next: string | null;
  top: number;
}

/** What was found for an address, so that the way back from an object leads to the same place. */
let last: {address: string; found: Found} | undefined;

/** The objects of a job as a grid. Only the rows around the screen are in the page; more objects are read while it is scrolled. */
export class OwnerResults extends View {
  static properties = {query: {}, objects: {state: true}, labels: {state: true}, workers: {state: true}, boxes: {state: true}, problem: {state: true}, rows: {state: true}};
  /** Query of the page's address. */
  declare query: string;
  declare objects?: Labeled[];
  declare labels: string[];
  declare workers: Worker[];
  /** Whether labels of the job are boxes, which have a size. */
  declare boxes: boolean;
  declare problem: string;
  declare rows: Rows;
  api!: Api;
  base = '';
  region = '';
  jobName = '';
  /** Shows another address. */
  go!: (path: string) => void;
  private next: string | null = null;
  private asked = 0;
  private reading = false;
  private columns = 1;
  private row = 0;
  private painting = 0;

  constructor() {
    super();
    this.query = '';
    this.labels = [];
    this.workers = [];
    this.boxes = false;
    this.problem = '';
    this.rows = {first: 0, end: 8};
  }

  private get filter(): Filter {
    return filterOf(this.query);
  }

  private get address(): string {
    return this.base + pathOf(this) + queryOf(this.filter);
  }

  connectedCallback(): void {
    super.connectedCallback();
    addEventListener('scroll', this.scrolled, {passive: true});
    addEventListener('resize', this.scrolled);
    void this.choices();
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('scroll', this.scrolled);
    removeEventListener('resize', this.scrolled);
    cancelAnimationFrame(this.painting);
    this.painting = 0;
    this.asked++;
  }

  /** Remembers what is shown, before another screen takes its place. */
  private keep(): void {
    if (this.objects) last = {address: this.address, found: {objects: this.objects, next: this.next, top: scrollY}};
  }

  protected willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query')) void this.first();
  }

  protected updated(): void {
    this.measure();
  }

  private async choices(): Promise<void> {
    try {
      const job = (await this.api.get<JobDetail>(pathOf(this)))!;
      this.labels = job.labels;
      this.boxes = /BoundingBox/.test(job.taskType);
      this.workers = (await this.api.get<{workers: Worker[]}>(`${pathOf(this)}/workers`))!.workers;
    } catch (error) {
      if (!isShown(error)) this.problem = inWords(error);
    }
  }

  private async first(): Promise<void> {
    const known = last?.address === this.address ? last.found : undefined;
    last = undefined;
    this.asked++;
    this.reading = false;
    this.objects = known?.objects;
    this.next = known?.next ?? null;
    if (known) {
      this.rows = {first: 0, end: 8};
      await this.updateComplete;
      scrollTo(0, known.top);
    } else {
      await this.load('');
      say(this.objects ? `${inNumbers(this.count)} shown` : '');
    }
  }

  private get count(): number {
    return this.objects?.length ?? 0;
  }

  private async load(after: string): Promise<void> {
    if (this.reading) return;
    const asked = this.asked;
    this.reading = true;
    const query = new URLSearchParams(queryOf(this.filter));
    query.set('limit', `${PAGE}`);
    if (after) query.set('after', after);
    try {
      const page = (await this.api.get<{objects: Labeled[]; next: string | null}>(`${pathOf(this)}/objects?${query}`))!;
      if (asked !== this.asked) return;
      this.objects = [...(this.objects ?? []), ...page.objects];
      this.next = page.next;
      this.problem = '';
    } catch (error) {
      if (asked === this.asked && !isShown(error)) this.problem = inWords(error);
    } finally {
      if (asked === this.asked) this.reading = false;
    }
  }

  private readonly scrolled = (): void => {
    this.painting ||= requestAnimationFrame(() => {
      this.painting = 0;
      this.measure();
    });
  };

  /** Which rows are on the screen, and whether the end is near. */
  private measure(): void {
    const grid = this.querySelector<HTMLElement>('.grid');
    const tile = grid?.querySelector<HTMLElement>('.tile');
    if (!grid || !tile) return;
    const style = getComputedStyle(grid);
    this.columns = style.gridTemplateColumns.split(' ').length;
    this.row = tile.offsetHeight + parseFloat(style.rowGap);
    const count = Math.ceil(this.count / this.columns);
    const rows = rowsOnScreen(grid.getBoundingClientRect().top, innerHeight, this.row, count);
    if (rows.first !== this.rows.first || rows.end !== this.rows.end) this.rows = rows;
    grid.style.paddingTop = `${rows.first * this.row}px`;
    grid.style.paddingBottom = `${(count - rows.end) * this.row}px`;
    if (this.next && !this.problem && rows.end + NEAR >= count) void this.load(this.next);
  }

  private readonly change = (event: Event): void => {
    const {name, value} = event.target as HTMLInputElement;
    const filter = {...this.filter, [name]: value};
    this.go(`${this.base}${pathOf(this)}/results${queryOf(filter)}`);
  };

  render() {
    document.title = `Results of ${this.jobName} – LabelOps`;
    return html`<main id="main" class="page"><h1 tabindex="-1">Results</h1>
      ${this.renderFilter()}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem} <button type="button" @click=${() => { this.problem = ''; if (!this.count) void this.first(); }}>Try again</button></p>` : nothing}
      ${!this.objects ? html`<p class="muted">${this.problem ? '' : 'Loading…'}</p>` : this.objects.length ? html`
        <p class="muted count">${inNumbers(this.count)}${this.next ? ' so far; scroll for more' : ''}</p>
        <ul class="grid" @keydown=${this.walk} @click=${() => this.keep()}>${repeat(this.objects.slice(this.rows.first * this.columns, this.rows.end * this.columns), object => object.objectId,
          (object, i) => this.renderTile(object, this.rows.first * this.columns + i))}</ul>` : html`
        <div class="empty"><h2>No objects</h2><p>${isAll(this.filter) ? 'The job has no objects yet.' : 'No object of the job is like that.'}</p>
          ${isAll(this.filter) ? nothing : html`<p><a class="button" href=${`${this.base}${pathOf(this)}/results`}>Show all</a></p>`}</div>`}</main>`;
  }

  private renderTile(object: Labeled, i: number) {
    const name = `Object ${object.objectId}`;
    const layer = labelLayer(object);
    return html`<li class="tile ${object.source}" aria-setsize=${this.next ? -1 : this.count} aria-posinset=${i + 1}>
      <a href=${`${this.base}${pathOf(this)}/objects/${object.objectId}`} data-index=${i}>
        ${object.objectUrl ? pictured(object.objectUrl, '', sizeOf(object), [layer], true) : html`<span class="text">${object.text && marked(object.text, layer)}</span>`}
        <span class="name">${name}</span></a>
      <p class="label" title=${summary(object)}>${summary(object) || (object.failure ?? 'no label')}</p>
      <p class="muted">${words[object.source]}${object.accepted ? ' · an answer is accepted' : ''}${object.confidence === null ? '' : ` · confidence ${share(object.confidence)}`}${object.disagreement === null ? '' : ` · disagreement ${share(object.disagreement)}`}</p></li>`;
  }

  private renderFilter() {
    const {filter} = this;
    const option = (value: string, text: string, current: string) => html`<option value=${value} ?selected=${value === current}>${text}</option>`;
    const bound = (name: keyof Filter, text: string) => html`<label>${text}<input name=${name} type="number" min="0" max="1" step="any" .value=${filter[name]} @change=${this.change}></label>`;
    const area = (name: keyof Filter, text: string) => html`<label>${text}<input name=${name} type="number" min="0" step="any" .value=${filter[name]} @change=${this.change}></label>`;
    // A filter of an address is shown also before the choices are known.
    const labels = filter.label && !this.labels.includes(filter.label) ? [...this.labels, filter.label] : this.labels;
    const unknown = filter.worker && !this.workers.some(worker => worker.workerId === filter.worker);
    return html`<form class="filter" aria-label="Filter" @submit=${(event: Event) => event.preventDefault()}>
      <label>Source<select name="source" @change=${this.change}>${option('', 'all', filter.source)}${Object.entries(words).map(([value, text]) => option(value, text, filter.source))}</select></label>
      <label>Label<select name="label" @change=${this.change}>${option('', 'all', filter.label)}${labels.map(label => option(label, label, filter.label))}</select></label>
      <label>Worker<select name="worker" @change=${this.change}>${option('', 'all', filter.worker)}${this.workers.map(worker => option(worker.workerId, worker.username ?? worker.workerId, filter.worker))}${unknown ? option(filter.worker, filter.worker, filter.worker) : nothing}</select></label>
      ${bound('minConfidence', 'Confidence from')}${bound('maxConfidence', 'Confidence to')}${bound('minDisagreement', 'Disagreement from')}${bound('maxDisagreement', 'Disagreement to')}
      ${this.boxes || filter.minArea || filter.maxArea ? html`${area('minArea', 'Box area from (px²)')}${area('maxArea', 'Box area to (px²)')}` : nothing}
      <label>Sort<select name="sort" @change=${this.change}>${option('manifest', 'as in the manifest', filter.sort)}${option('confidence', 'lowest confidence first', filter.sort)}${option('disagreement', 'most disagreement first', filter.sort)}</select></label>
      ${queryOf(filter) ? html`<a class="button" href=${`${this.base}${pathOf(this)}/results${queryOf(ALL)}`}>Clear</a>` : nothing}
    </form>`;
  }

  /** Arrows go from tile to tile, also to those that are not in the page yet; Enter opens, as links do. */
  private readonly walk = (event: KeyboardEvent): void => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[data-index]');
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = Number(link.dataset.index);
    const step = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns, Home: -at, End: this.count - 1 - at}[event.key];
    if (step === undefined) return;
    event.preventDefault();
    void this.reach(Math.min(this.count - 1, Math.max(0, at + step)));
  };

  private async reach(index: number): Promise<void> {
    const find = () => this.querySelector<HTMLElement>(`a[data-index="${index}"]`);
    if (!find()) {
      const grid = this.querySelector<HTMLElement>('.grid')!;
      scrollTo(0, grid.getBoundingClientRect().top + scrollY + Math.floor(index / this.columns) * this.row - innerHeight / 2);
      this.measure();
      await this.updateComplete;
    }
    find()?.focus();
  }
}

export const words: Record<Labeled['source'], string> = {human: 'by people', machine: 'by machine', failed: 'failed', open: 'no label yet', input: 'from the input'};

define('owner-results', OwnerResults);
