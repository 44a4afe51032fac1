import {Answer, Draft} from './bridge';
import {Field, isField} from './element';

type Native = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Merges one contribution: groups of checkboxes and radio buttons share a name, anything else is replaced. */
export function merge(answer: Answer, part: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(part)) {
    const before = answer[name];
    answer[name] = isChoice(before) && isChoice(value) ? {...before, ...value} : value;
  }
}

function isChoice(value: unknown): value is Record<string, boolean> {
  return !!value && typeof value === 'object' && !Array.isArray(value)
    && Object.values(value).every(member => typeof member === 'boolean');
}

/**
 * What a native control contributes. The service documents no form for them; radio buttons and checkboxes answer as
 * Mechanical Turk's default format shows them, `{name: {a: true, b: false}}`, everything else is its text.
 */
export function native(control: Native): Record<string, unknown> | undefined {
  const {name} = control;
  if (!name || control.matches(':disabled')) return undefined;
  if (control instanceof HTMLSelectElement) {
    if (!control.multiple) return {[name]: control.value};
    return {[name]: Object.fromEntries([...control.options].map(option => [option.value, option.selected]))};
  }
  if (control instanceof HTMLInputElement) {
    switch (control.type) {
      case 'radio':
      case 'checkbox':
        return {[name]: {[control.value]: control.checked}};
      case 'button': case 'submit': case 'reset': case 'image': case 'file':
        return undefined;
    }
  }
  return {[name]: control.value};
}

export function isNative(element: Element): element is Native {
  return element.matches('input, select, textarea');
}

/** Crowd elements' fields and native controls below the roots, in document order. */
export function fieldsOf(roots: ParentNode[]): Array<(Element & Field) | Native> {
  return roots.flatMap(root => [...root.querySelectorAll('*')]).filter(
    (element): element is (Element & Field) | Native => isNative(element) || isField(element));
}

export function collect(fields: Array<(Element & Field) | Native>): Answer {
  const answer: Answer = {};
  for (const field of fields) {
    const part = isNative(field) ? native(field) : field.disabled ? undefined : field.contribution;
    if (part) merge(answer, part);
  }
  return answer;
}

export function saveDraft(fields: Array<(Element & Field) | Native>): Draft {
  return fields.map(field => ({name: field.name, state: isNative(field) ? nativeState(field) : field.draft}));
}

/** Restores by place and name: a field that the template created differently this time keeps its own value. */
export function restoreDraft(fields: Array<(Element & Field) | Native>, draft: Draft): void {
  fields.forEach((field, index) => {
    const saved = draft[index];
    if (!saved || saved.name !== field.name || saved.state === undefined || saved.state === null) return;
    if (!isNative(field)) {
      field.draft = saved.state;
    } else if (field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')) {
      field.checked = saved.state === true;
    } else if (field instanceof HTMLSelectElement && field.multiple) {
      const chosen = saved.state as string[];
      for (const option of field.options) option.selected = chosen.includes(option.value);
    } else if (!(field instanceof HTMLInputElement && field.type === 'file')) {
      field.value = String(saved.state);
    }
  });
}

function nativeState(control: Native): unknown {
  if (control instanceof HTMLSelectElement && control.multiple) {
    return [...control.selectedOptions].map(option => option.value);
  }
  if (control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox')) {
    return control.checked;
  }
  return control instanceof HTMLInputElement && control.type === 'file' ? null : control.value;
}
