import {Connect, Draft, FrameMessage, PortalMessage, Settings} from '../bridge';
import type {Shortcut} from '../shortcuts';
import {Task} from './model';

export interface Frozen {
  reason: 'expired' | 'gone';
  message: string;
}

/** For the elements of a loaded document, in milliseconds. */
const PATIENCE = 10_000;

/** One task in its frame: in front, waiting behind it, or submitted and not yet sent. */
export class Card {
  readonly frame = document.createElement('iframe');
  /** All elements of the template are there. */
  ready = false;
  /** The object is painted. */
  painted = false;
  /** The worker has seen it, so the server has to know. */
  unshown: boolean;
  /** What the worker changed since the frame opened. */
  touched = false;
  frozen?: Frozen;
  /** Why the server refused its answer. */
  refused = '';
  /** The document is there, but after a while still no element of it. */
  stalled = false;
  shortcuts: Shortcut[] = [];
  readonly blocked = new Set<string>();
  private port?: MessagePort;
  private saved: () => void = () => {};
  private seconds = 0;
  private since?: number;

  constructor(public task: Task, public draft: Draft | undefined, private readonly settings: () => Settings,
    private readonly heard: (card: Card, message: FrameMessage) => void) {
    this.unshown = task.ahead === true;
    this.frame.title = 'Task';
    this.frame.className = 'card';
    this.frame.inert = true;
    this.frame.setAttribute('sandbox', 'allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads');
    this.frame.allow = 'fullscreen; autoplay';
    this.frame.src = task.taskUrl;
    this.frame.addEventListener('load', () => this.connect(), {once: true});
  }

  /** The port goes to the document that the ticket opened, once: never to what that document may load in its place. */
  private connect(): void {
    const channel = new MessageChannel();
    this.port = channel.port1;
    this.port.onmessage = ({data}: MessageEvent<FrameMessage>) => {
      if (data?.type === 'ready') {
        this.ready = true;
        this.stalled = false;
        this.reveal();
        this.shortcuts = Array.isArray(data.shortcuts) ? data.shortcuts : [];
      }
      if (data?.type === 'shown') this.painted = true;
      if (data) this.heard(this, data);
      if (data?.type === 'saved') this.saved();
    };
    const connect: Connect = {type: 'labelops:connect', version: 1, draft: this.draft, settings: this.settings()};
    this.frame.contentWindow?.postMessage(connect, '*', [channel.port2]);
    // What had the focus before the document came was the empty page in its place.
    const active = document.activeElement;
    if (this.frame.classList.contains('front') && (active === document.body || active === this.frame)) this.focus();
    setTimeout(() => {
      this.stalled = !this.ready;
      this.reveal();
    }, PATIENCE);
  }

  /** A task is seen when it takes keys: what is typed on a template without its elements would be lost. */
  private reveal(): void {
    this.frame.classList.add('ready');
  }

  post(message: PortalMessage): void {
    this.port?.postMessage(message);
  }

  /** Gives the keys to the frame. */
  focus(): void {
    // An element that has the focus is not given it again.
    this.frame.blur();
    this.frame.focus();
  }

  /** In front it is seen, gets the keys, and its time counts. */
  front(front: boolean): void {
    this.frame.classList.toggle('front', front);
    this.frame.inert = !front;
    if (front) this.run();
    else this.pause();
  }

  run(): void {
    this.since ??= performance.now();
  }

  pause(): void {
    if (this.since !== undefined) this.seconds += (performance.now() - this.since) / 1000;
    this.since = undefined;
  }

  /** Seconds that it was in front of a worker who could see it. */
  get spent(): number {
    return Math.round((this.seconds + (this.since === undefined ? 0 : (performance.now() - this.since) / 1000)) * 10) / 10;
  }

  /** Resolves when the frame has reported every change, or does not answer for a moment. */
  save(): Promise<void> {
    if (!this.ready) return Promise.resolve();
    return new Promise(resolve => {
      this.saved = resolve;
      setTimeout(resolve, 300);
      this.post({type: 'save'});
    });
  }

  freeze(frozen?: Frozen): void {
    this.frozen = frozen;
    this.post({type: 'freeze', frozen: frozen !== undefined});
  }

  close(): void {
    this.port?.close();
    this.frame.remove();
  }
}
