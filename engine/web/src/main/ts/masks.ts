import {html, nothing} from 'lit';
import {define} from './element';
import {Layer} from './mask-painting';
import {MaskTool} from './mask-tool';
import {colour} from './values';

class SemanticSegmentation extends MaskTool {
  protected startLayers(): Layer[] {
    return this.names.map((label, index) => ({label, color: colour(index)}));
  }

  protected needsLayer(): boolean { return false; }

  protected layerFor(label: number): number {
    return Math.max(0, this.painting.layers.findIndex(layer => layer.label === this.names[label]));
  }

  protected initialLayers(initial: Record<string, any>): Layer[] {
    const before = Object.entries((initial.labelMappings ?? {}) as Record<string, {color: string}>).map(([label, {color}]) => ({label, color}));
    const fresh = this.names.filter(name => !before.some(({label}) => label === name));
    return [...before, ...fresh.map((label, index) => ({label, color: colour(before.length + index)}))];
  }

  protected describeLayers(answer: Record<string, unknown>): void {
    answer.labelMappings = Object.fromEntries(this.painting.layers.map(({label, color}) => [label, {color}]));
  }
}

class InstanceSegmentation extends MaskTool {
  /** Number of the instance that is painted now; a label chosen again begins the next one. */
  private current = -1;

  protected startLayers(): Layer[] { return []; }

  protected needsLayer(label: number): boolean {
    const current = this.painting.layers[this.current];
    return current === undefined || current.removed === true || current.label !== this.names[label];
  }

  protected layerFor(label: number): number {
    if (this.needsLayer(label)) {
      this.current = this.painting.layers.length;
      this.painting.layers = [...this.painting.layers, {label: this.names[label], color: colour(this.current)}];
    }
    return this.current;
  }

  protected choose(label: number): void {
    this.current = -1;
    super.choose(label);
  }

  protected initialLayers(initial: Record<string, any>): Layer[] {
    return ((initial.instances ?? []) as Layer[]).map(({label, color}) => ({label, color}));
  }

  protected describeLayers(answer: Record<string, unknown>): void {
    answer.instances = this.painting.layers.filter((_, index) => this.painting.used(index)).map(({label, color}) => ({color, label}));
  }

  private removeInstance(index: number): void {
    this.current = -1;
    this.painting.removeLayer(index);
    this.done(`${this.painting.layers[index].label} ${index + 1} removed`);
  }

  protected renderLayers() {
    const shown = this.painting.layers.map((layer, index) => ({...layer, index})).filter(({removed}) => !removed);
    return html`<h2 id="instances">${shown.length} ${shown.length === 1 ? 'instance' : 'instances'}</h2>${shown.length ? html`<ol class="list" aria-labelledby="instances">
      ${shown.map(({label, color, index}) => html`<li aria-current=${index === this.current ? 'true' : 'false'}>
        <button type="button" class="pick plain" @click=${() => { this.current = index; this.armed = this.names.indexOf(label); this.requestUpdate(); }}>
          <span class="swatch" style=${`background:${color}`}></span>${label} ${index + 1}</button>
        <button type="button" class="plain" aria-label=${`Remove ${label} ${index + 1}`} @click=${() => this.removeInstance(index)}>✕</button></li>`)}</ol>` : nothing}`;
  }
}

define('crowd-semantic-segmentation', SemanticSegmentation, true);
define('crowd-instance-segmentation', InstanceSegmentation, true);
