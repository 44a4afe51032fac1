import {html, nothing} from 'lit';
import {Api} from '../app/api';
import {define} from '../app/view';
import {seconds, share, time} from './format';
import {Answer, LabeledDetail, fileOf, pathOf} from './model';
import {Layer, answerLayer, labelLayer, marked, pictured, sizeOf, summary, summaryOfAnswer} from './overlay';
import {Polled} from './polled';
import {words} from './results';

/** One object: its label and each worker's answer, as layers that can be switched. */
export class OwnerObject extends Polled {
  static properties = {...Polled.properties, object: {state: true}, hiddenLayers: {state: true}};
  declare object?: LabeledDetail;
  /** Layers that are not shown: -1 the label, else an answer. */
  declare hiddenLayers: Set<number>;
  api!: Api;
  region = '';
  jobName = '';
  objectId = '';
  base = '';

  constructor() {
    super();
    this.hiddenLayers = new Set();
  }

  protected async read(): Promise<number> {
    this.object = (await this.api.get<LabeledDetail>(`${pathOf(this)}/objects/${encodeURIComponent(this.objectId)}`))!;
    return 0;
  }

  render() {
    document.title = `Object ${this.objectId} of ${this.jobName} – LabelOps`;
    return html`<main id="main" class="page"><h1 tabindex="-1">Object ${this.objectId}</h1>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.object ? this.renderObject(this.object) : nothing}</main>`;
  }

  private toggle(layer: number, on: boolean): void {
    if (on) this.hiddenLayers.delete(layer);
    else this.hiddenLayers.add(layer);
    this.requestUpdate();
  }

  private renderObject(object: LabeledDetail) {
    const label = labelLayer(object);
    const answers = object.answers.map((answer, i) => answerLayer(answer, i, this.api.address(fileOf(this, object, answer))));
    const shown = (layer: number) => !this.hiddenLayers.has(layer);
    // Spans of several layers cannot be marked in one text: each has its own below.
    const layers = [...answers.filter((_, i) => shown(i)), ...shown(-1) ? [label] : []];
    const box = (layer: number, name: string) => object.objectUrl && (sizeOf(object) || label.mask) ? html`<input type="checkbox" aria-label=${`Show ${name}`} .checked=${shown(layer)} @change=${(event: Event) => this.toggle(layer, (event.target as HTMLInputElement).checked)}>` : nothing;
    const spans = (layer: Layer) => object.text && layer.spans.length ? html`<br>${marked(object.text, layer)}` : nothing;
    return html`<div class="object">
      <div>${object.objectUrl ? pictured(object.objectUrl, `Object ${object.objectId}`, sizeOf(object), layers, false) : html`<blockquote>${object.text && marked(object.text, label)}</blockquote>`}</div>
      <div class="facts"><p>${words[object.source]}${object.settledAt ? ` · ${time(object.settledAt)}` : ''}</p>
        ${object.failure ? html`<p class="problem">${object.failure}</p>` : nothing}
        ${object.accepted ? html`<p><strong>Accepted in place of the label:</strong> the answer of ${nameOf(object.answers.find(answer => answer.workerId === object.accepted!.workerId)) ?? object.accepted.workerId} (${time(object.accepted.at)})</p>` : nothing}
        <p><a href=${`${this.base}${pathOf(this)}/template?object=${object.objectId}`}>Show the template with this object</a></p>
        <dl><div><dt>Confidence</dt><dd>${share(object.confidence)}</dd></div><div><dt>Disagreement</dt><dd>${share(object.disagreement)}</dd></div></dl>
        <h2>Label and answers</h2>
        <ul class="layers"><li>${box(-1, 'the label')}<span class="swatch ${object.source === 'machine' ? 'machine' : 'human'}" aria-hidden="true"></span><span><strong>Label</strong><br>${summary(object) || 'none'}</span></li>
          ${object.answers.map((answer, i) => {
            const name = nameOf(answer)!;
            return html`<li>${box(i, `the answer of ${name}`)}<span class="swatch tone${i % 6}" aria-hidden="true"></span><span class="address"><strong>${name}</strong><br>${summaryOfAnswer(answer)}${spans(answers[i]!)}<br><small>${time(answer.submittedAt)} · ${seconds(answer.seconds)}</small></span></li>`;
          })}</ul></div></div>
      <details><summary>Line of the manifest, metadata and files</summary><dl class="raw"><dt>Line ${object.objectId + 1} of the input manifest</dt><dd><pre>${object.line}</pre></dd>
        <dt>Metadata</dt><dd><pre>${JSON.stringify(object.metadata, null, 2)}</pre></dd>
        ${object.workerResponse ? html`<dt>Answers as they came</dt><dd class="address">${object.workerResponse}</dd>` : nothing}</dl></details>`;
  }
}

const nameOf = (answer?: Answer): string | undefined => answer && (answer.username ?? answer.workerId);

define('owner-object', OwnerObject);
