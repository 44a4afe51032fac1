/** One row of the list that `?` shows; `keys` are separated by spaces. */
export interface Shortcut {
  keys: string;
  does: string;
}

/** What works in every task, with the focus in the frame or in the portal around it. */
export const COMMON: Shortcut[] = [
  {keys: 'Ctrl+Enter', does: 'Submit'},
  {keys: 'Alt+Z', does: 'Undo submit, for 5 seconds (also Ctrl+Z where nothing else is left to undo)'},
  {keys: 'Alt+D Alt+R', does: 'Decline task; release task'},
  {keys: 'Alt+S', does: 'Stop and resume later'},
  {keys: 'F1', does: 'Full instructions and shortcuts'},
  {keys: '?', does: 'Shortcuts and settings'},
];

export type PortalKey = 'decline' | 'release' | 'stop' | 'help' | 'undo-submit';

const PORTAL_KEYS: Record<string, PortalKey> = {KeyD: 'decline', KeyR: 'release', KeyS: 'stop', KeyZ: 'undo-submit'};

/** The portal's shortcut that was pressed. By place on the keyboard, because Option writes other characters on a Mac. */
export function portalKey(event: KeyboardEvent): PortalKey | undefined {
  return event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey ? PORTAL_KEYS[event.code] : undefined;
}
