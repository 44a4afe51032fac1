import {TemplateResult, html, nothing, svg} from 'lit';
import {Answer, Labeled} from './model';

export interface Box {
  name: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A labeled part of a text, in UTF-16 code units, as strings count. */
export interface Span {
  label: string;
  startOffset: number;
  endOffset: number;
}

/** What is drawn over an image, in its stored pixels, or marked in a text. */
export interface Layer {
  kind: 'human' | 'machine' | 'answer';
  /** Which of the workers' colours. */
  tone?: number;
  boxes: Box[];
  spans: Span[];
  /** Address of an image whose colours are the classes, white for none. */
  mask?: string;
}

interface AnyLabel {
  image_size?: Array<{width: number; height: number}>;
  /** Of spans, an object. */
  annotations?: Array<{class_id: number; left: number; top: number; width: number; height: number}> | {entities?: Span[]};
}

/** A mask is a long text: nobody reads the whole of what has no words of its own. */
const MOST_CHARACTERS = 80;

const cut = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
};

/** Size of the image as the label says it; undefined where it does not. */
export function sizeOf({label, answers}: Labeled & {answers?: Answer[]}): {width: number; height: number} | undefined {
  const size = (label as AnyLabel | null)?.image_size?.[0];
  if (size) return size;
  return answers?.map(({answer}) => tool(answer).inputImageProperties).find(found => found);
}

/** The boxes of a label; none for labels of another form. */
export function boxesOf({label, metadata}: Labeled): Box[] {
  const names = (metadata?.['class-map'] ?? {}) as Record<string, string>;
  const annotations = (label as AnyLabel | null)?.annotations;
  return !Array.isArray(annotations) ? [] : annotations.map(box => ({...box, name: names[box.class_id] ?? `${box.class_id}`}));
}

interface Tool {
  entities?: Span[];
  labelMappings?: Record<string, unknown>;
  boundingBoxes?: Array<Omit<Box, 'name'> & {label: string}>;
  inputImageProperties?: {width: number; height: number};
  label?: string;
}

const FORMS = ['boundingBoxes', 'entities', 'labelMappings', 'label'];

/** The tool's member of an answer: forms may have more members beside it. */
function tool(answer: Record<string, unknown>): Tool {
  return (Object.values(answer) as Array<Tool | null>).find(member => member && typeof member === 'object' && FORMS.some(form => form in member)) ?? {};
}

export const boxesOfAnswer = ({answer}: Answer): Box[] => (tool(answer).boundingBoxes ?? []).map(box => ({...box, name: box.label}));

/** The layer of a label. */
export const labelLayer = (object: Labeled): Layer => ({kind: object.source === 'machine' ? 'machine' : 'human', boxes: boxesOf(object), spans: spansOf(object), mask: object.labelUrl ?? undefined});

/** The layer of a worker's answer; `file` is the address of the file that the answer's label has. */
export const answerLayer = (answer: Answer, tone: number, file: string): Layer => {
  const {entities, labelMappings} = tool(answer.answer);
  return {kind: 'answer', tone, boxes: boxesOfAnswer(answer), spans: entities ?? [], mask: labelMappings && file};
};

function spansOf({label}: Labeled): Span[] {
  const annotations = (label as AnyLabel | null)?.annotations;
  return Array.isArray(annotations) ? [] : annotations?.entities ?? [];
}

/** A label or an answer in words. */
export function summary(object: Labeled): string {
  const name = object.metadata?.['class-name'];
  if (typeof name === 'string') return name;
  const annotations = (object.label as AnyLabel | null)?.annotations;
  if (Array.isArray(annotations)) return namesOf(boxesOf(object), 'no boxes');
  if (annotations?.entities) return spans(annotations.entities);
  if (object.labelUrl) return `mask: ${classesOf(object).join(', ')}`;
  return object.label === null || object.label === undefined ? '' : cut(object.label);
}

/** Names of the classes of a mask. */
const classesOf = ({metadata}: Labeled): string[] => Object.entries((metadata?.['internal-color-map'] ?? {}) as Record<string, {'class-name'?: string}>)
  .filter(([id]) => id !== '0').map(([id, entry]) => entry['class-name'] ?? id);

const spans = (entities: Span[]): string => namesOf(entities.map(({label}) => ({name: label})), 'no spans');

export function summaryOfAnswer(answer: Answer): string {
  const found = tool(answer.answer);
  if (found.label !== undefined) return found.label;
  if (found.boundingBoxes) return namesOf(boxesOfAnswer(answer), 'no boxes');
  if (found.entities) return spans(found.entities);
  if (found.labelMappings) return `mask: ${Object.keys(found.labelMappings).join(', ')}`;
  return cut(answer.answer);
}

function namesOf(marks: Array<{name: string}>, none: string): string {
  if (!marks.length) return none;
  const counts = new Map<string, number>();
  for (const {name} of marks) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, n]) => n === 1 ? name : `${n} × ${name}`).join(', ');
}

/** An image with layers over it. Boxes have two strokes, so that they are seen on any image; masks cover it in part. */
export function pictured(url: string, name: string, size: {width: number; height: number} | undefined, layers: Layer[], lazy: boolean): TemplateResult {
  const loading = lazy ? 'lazy' : 'eager';
  const image = html`<img src=${url} alt=${name} crossorigin="anonymous" loading=${loading} decoding="async">
    ${layers.map(({mask}) => mask ? html`<img class="mask" src=${mask} alt="" loading=${loading} decoding="async">` : nothing)}`;
  if (!size) return html`<div class="image">${image}</div>`;
  const stroke = Math.max(size.width, size.height) / (lazy ? 110 : 320);
  return html`<div class="image">${image}<svg viewBox="0 0 ${size.width} ${size.height}" aria-hidden="true">${layers.map(layer => layer.boxes.map(box => svg`
    <rect class="halo" x=${box.left} y=${box.top} width=${box.width} height=${box.height} stroke-width=${stroke * 2}></rect>
    <rect class="box ${layer.kind} ${layer.tone === undefined ? '' : `tone${layer.tone % 6}`}" x=${box.left} y=${box.top} width=${box.width} height=${box.height} stroke-width=${stroke}
      stroke-dasharray=${layer.kind === 'machine' ? `${stroke * 4} ${stroke * 2}` : nothing}></rect>`))}</svg></div>`;
}

/** The parts of a text in order: marked ones with their label. What a cut text no longer has is left out. */
export function partsOf(text: string, spans: Span[]): Array<{text: string; label?: string}> {
  const parts: Array<{text: string; label?: string}> = [];
  let at = 0;
  for (const {label, startOffset, endOffset} of [...spans].sort((a, b) => a.startOffset - b.startOffset)) {
    if (startOffset < at || startOffset >= text.length) continue;
    if (startOffset > at) parts.push({text: text.slice(at, startOffset)});
    at = Math.min(endOffset, text.length);
    parts.push({text: text.slice(startOffset, at), label});
  }
  if (at < text.length) parts.push({text: text.slice(at)});
  return parts;
}

/** A text with the spans of a layer. */
export function marked(text: string, {kind, tone, spans}: Layer): TemplateResult {
  return html`<span class="marked ${kind} ${tone === undefined ? '' : `tone${tone % 6}`}">${partsOf(text, spans).map(part => part.label === undefined ? part.text : html`<mark>${part.text}<span class="tag">${part.label}</span></mark>`)}</span>`;
}
