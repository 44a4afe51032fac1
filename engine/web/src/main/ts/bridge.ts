/**
 * The contract between a worker template in its sandboxed frame and the portal around it.
 *
 * The portal posts one `Connect` to the frame's window when the frame has loaded, and transfers one port of a
 * MessageChannel with it. Everything else goes through that port. The frame does not know task, worker or token: the
 * portal checks size and shape of an answer and sends it with its own session.
 */

import type {PortalKey, Shortcut} from './shortcuts';

/** What the portal posts to the frame's window, with the port. */
export interface Connect {
  type: 'labelops:connect';
  /** Of this contract. */
  version: 1;
  /** What a `DraftMessage` carried before, to be restored. */
  draft?: Draft;
  settings?: Settings;
}

/** Choices of the worker that the frame must know, because keys pressed in it do not reach the portal. */
export interface Settings {
  /** False switches single-character shortcuts off (WCAG 2.1.4). Default true. */
  singleKeys?: boolean;
  /** Submits as soon as a category of a single-choice classifier is chosen. Default false. */
  submitOnChoice?: boolean;
  /** The portal has a Submit button of its own, so a form without one adds none. Default false. */
  portalSubmits?: boolean;
  /** Hash of the instructions that the worker has read in earlier tasks: these begin folded, any others open. */
  readInstructions?: string;
  /** How the worker saw the image before. It does not change a view that the worker has chosen in this task. */
  view?: View;
  /** The portal shows shortcuts and settings, so the frame needs no dialog for them. Default false. */
  portalHelp?: boolean;
}

/** How a picture is seen. */
export interface Look {
  /** In percent of the stored picture. */
  brightness: number;
  contrast: number;
  /** Of what is drawn on the image, in percent. */
  opacity: number;
  /** The names of labels are shown on the image. */
  names: boolean;
}

/** What a worker chose to see of one image, to be kept for the next one. */
export interface View {
  /** Of the image, in stored pixels. */
  width: number;
  height: number;
  /** CSS pixels for each stored pixel, and the stored pixel in the middle; absent while all of the image is shown. */
  place?: {zoom: number; x: number; y: number};
  look: Look;
}

/** `answerContent` of one answer, exactly as Ground Truth documents it. */
export type Answer = Record<string, unknown>;

/** State of every field, in document order: enough to restore it, not meant for anybody else. */
export type Draft = Array<{name: string; state: unknown}>;

/** What the portal has to know of a template's instructions. */
export interface Instructions {
  /** Of their text and pictures; empty when there are none. */
  hash: string;
  /** There are some that open in a dialog. */
  full: boolean;
}

export type FrameMessage =
  /** All elements are defined and later inline scripts have run. */
  | {type: 'ready'; shortcuts?: Shortcut[]; instructions?: Instructions}
  /** The object to be labeled is painted: its time starts. */
  | {type: 'shown'}
  | {type: 'draft'; draft: Draft}
  /** The answer to `save`: every change before it was reported. */
  | {type: 'saved'}
  | {type: 'submit'; answer: Answer}
  /** A shortcut of the portal that was pressed in the frame. */
  | {type: 'key'; key: PortalKey}
  /** A choice that the worker changed in the frame's own dialog. */
  | {type: 'settings'; settings: Settings}
  /** The worker zoomed, moved or changed how the image is seen. */
  | {type: 'view'; view: View}
  /** Height of the document in CSS pixels. */
  | {type: 'size'; height: number}
  /** What the Content-Security-Policy blocked, or an object that did not load. */
  | {type: 'violation'; directive: string; blocked: string};

export type PortalMessage =
  /** The portal's own Submit button was pressed. */
  | {type: 'submit'}
  | {type: 'settings'; settings: Settings}
  /** Opens the full instructions. */
  | {type: 'instructions'}
  /** Asks for a `draft` message immediately, if something changed since the last one, and for `saved`. */
  | {type: 'save'}
  /** The lease has expired or the session ended: nothing can be changed, nothing is lost. */
  | {type: 'freeze'; frozen: boolean};

type Listener = (message: PortalMessage | Connect) => void;

/** The frame's side. Messages posted before the port arrives wait for it. */
export class Bridge {
  settings: Settings = {};
  private port?: MessagePort;
  private waiting: FrameMessage[] = [];
  private listeners: Listener[] = [];

  constructor(private readonly frame: Window) {
    frame.addEventListener('message', event => this.connect(event));
  }

  get connected(): boolean {
    return this.port !== undefined;
  }

  post(message: FrameMessage): void {
    if (this.port) {
      this.port.postMessage(message);
    } else {
      this.waiting.push(message);
    }
  }

  /** Changes what the worker chose in the frame, and tells the portal. */
  change(settings: Settings): void {
    this.settings = {...this.settings, ...settings};
    this.post({type: 'settings', settings});
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Only the window around this one may connect, and only once: the template's own frames cannot take the port. */
  private connect(event: MessageEvent): void {
    const data = event.data as Partial<Connect> | null;
    if (this.port || event.source !== this.frame.parent || event.source === this.frame) return;
    if (data?.type !== 'labelops:connect' || data.version !== 1 || !event.ports[0]) return;
    event.stopImmediatePropagation();
    this.port = event.ports[0];
    this.settings = data.settings ?? {};
    this.port.onmessage = ({data: message}: MessageEvent<PortalMessage>) => {
      if (message.type === 'settings') this.settings = message.settings;
      this.listeners.forEach(listener => listener(message));
    };
    this.listeners.forEach(listener => listener(data as Connect));
    for (const message of this.waiting.splice(0)) this.port.postMessage(message);
  }
}

export const bridge = new Bridge(window);
