import {toast} from '../app/live';

/** Puts work on the clipboard as JSON; false where the browser does not allow it. */
export async function copy(work: unknown): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(JSON.stringify(work));
    toast('Copied.');
    return true;
  } catch {
    toast('The browser did not allow copying.', {error: true});
    return false;
  }
}
