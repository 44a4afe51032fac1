/** One classic script: every crowd element is defined while the document is parsed, before later inline scripts run. */
import './form';
import './text-controls';
import './choices';
import './slider';
import './buttons';
import './panels';
import './dialogs';
import './classifier';
import './shapes';
import './entity';
import './masks';
import './genai';
import {LitElement} from 'lit';
import {bridge} from './bridge';
import {outerForm} from './form';
import {instructionsOf} from './instructions';
import {openInstructions, shortcutsOfTools} from './tool';

/** Elements of a tree and of the shadow trees in it, once all have rendered. */
async function rendered(root: ParentNode): Promise<void> {
  for (const element of root.querySelectorAll('*')) {
    if (element instanceof LitElement) {
      await element.updateComplete;
      await rendered(element.renderRoot as ShadowRoot);
    }
  }
}

async function ready(): Promise<void> {
  await rendered(document);
  // Templates listen in inline scripts and in DOMContentLoaded handlers of their own.
  await new Promise(resolve => setTimeout(resolve));
  document.dispatchEvent(new CustomEvent('all-crowd-elements-ready', {bubbles: true}));
  outerForm()?.lookForButton();
  bridge.post({type: 'ready', shortcuts: shortcutsOfTools(), instructions: instructionsOf(document)});
  if (!document.querySelector('crowd-image-classifier, crowd-image-classifier-multi-select, [src]')) {
    requestAnimationFrame(() => requestAnimationFrame(() => bridge.post({type: 'shown'})));
  }
  let height = 0;
  new ResizeObserver(() => {
    if (document.documentElement.scrollHeight === height) return;
    height = document.documentElement.scrollHeight;
    bridge.post({type: 'size', height});
  }).observe(document.documentElement);
}

document.addEventListener('securitypolicyviolation', event => {
  bridge.post({type: 'violation', directive: event.effectiveDirective, blocked: event.blockedURI});
});

const isReady = new Promise<void>(resolve => {
  document.addEventListener('all-crowd-elements-ready', () => resolve(), {once: true});
});

bridge.listen(async message => {
  await isReady;
  const form = outerForm();
  if (!form) return;
  switch (message.type) {
    case 'labelops:connect':
      if (message.draft) form.restore(message.draft);
      form.lookForButton();
      break;
    case 'settings':
      form.lookForButton();
      break;
    case 'instructions':
      openInstructions();
      break;
    case 'submit':
      form.submitUnlessDisabled();
      break;
    case 'save':
      form.savePending();
      bridge.post({type: 'saved'});
      break;
    case 'freeze':
      form.frozen = message.frozen;
      form.inert = message.frozen;
      break;
  }
});

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => void ready(), {once: true});
else void ready();
