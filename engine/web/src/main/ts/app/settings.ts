/** Choices of a person in this browser. */
export interface Preferences {
  theme: 'auto' | 'light' | 'dark';
  singleKeys: boolean;
  submitOnChoice: boolean;
}

const KEY = 'labelops.preferences';
const DEFAULTS: Preferences = {theme: 'auto', singleKeys: true, submitOnChoice: false};

export function preferences(): Preferences {
  try {
    return {...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? '{}')};
  } catch {
    return {...DEFAULTS};
  }
}

export function prefer(change: Partial<Preferences>): Preferences {
  const all = {...preferences(), ...change};
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  applyTheme(all.theme);
  return all;
}

/** Follows the system unless the person chose otherwise. */
export function applyTheme(theme: Preferences['theme'] = preferences().theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
