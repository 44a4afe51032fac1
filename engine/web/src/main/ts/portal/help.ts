import {html, nothing} from 'lit';
import {openDialog} from '../app/dialog';
import {Preferences, prefer, preferences} from '../app/settings';
import {COMMON, Shortcut} from '../shortcuts';

/** Shortcuts of the task in front and of the portal, what the worker can choose, and the way to the full instructions, which only the frame may show. */
export function openHelp(shortcuts: Shortcut[], changed: () => void, instructions?: () => void): void {
  const own = shortcuts.filter(({keys}) => !COMMON.some(common => common.keys === keys));
  const choose = (change: Partial<Preferences>) => {
    prefer(change);
    changed();
  };
  const chosen = preferences();
  const check = (name: 'singleKeys' | 'submitOnChoice', text: string) => html`<label class="row"><input type="checkbox"
    .checked=${chosen[name]} @change=${(event: Event) => choose({[name]: (event.target as HTMLInputElement).checked})}> ${text}</label>`;
  let reads = false;
  const dialog = openDialog('Shortcuts and settings', close => html`
    ${instructions ? html`<p><button type="button" title="F1" @click=${() => { reads = true; close(); }}>Full instructions</button></p>` : nothing}
    <table><caption class="sr">Shortcuts</caption><thead class="sr"><tr><th scope="col">Keys</th><th scope="col">Effect</th></tr></thead>
    <tbody>${[...own, ...COMMON].map(({keys, does}) => html`
      <tr><td>${keys.split(' ').map(key => html`<kbd>${key}</kbd> `)}</td><td>${does}</td></tr>`)}</tbody></table>
    <fieldset><legend>Settings of this browser</legend>
      ${check('singleKeys', 'Shortcuts of a single character, such as digits for labels')}
      ${check('submitOnChoice', 'Submit as soon as a category is chosen, where only one can be')}
      <label class="row">Appearance <select @change=${(event: Event) => choose({theme: (event.target as HTMLSelectElement).value as Preferences['theme']})}>
        ${(['auto', 'light', 'dark'] as const).map(theme => html`<option value=${theme} ?selected=${chosen.theme === theme}>${{auto: 'As the system', light: 'Light', dark: 'Dark'}[theme]}</option>`)}
      </select></label></fieldset>`, {className: 'wide'});
  // After the dialog has given the keys back to what had them.
  dialog.addEventListener('close', () => { if (reads) instructions?.(); });
}
