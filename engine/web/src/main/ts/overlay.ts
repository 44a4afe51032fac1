import {Stage} from './stage';
import {SVG, element} from './svg';
import {colour} from './values';

/** Of crowd-image-classifier's `overlay`: what a verification job shows over the image. */
export interface Overlay {
  boundingBox?: {labels?: string[]; value?: Array<{label: string; left: number; top: number; width: number; height: number}>};
  semanticSegmentation?: {labels?: string[]; labelMappings?: Record<string, {color: string}>; src?: string};
  instanceSegmentation?: {labels?: string[]; instances?: Array<{label: string; color: string}>; src?: string};
}

/** Shows what is to be verified; nothing of it can be edited. */
export function showOverlay(stage: Stage, overlay: Overlay): void {
  const boxes = overlay.boundingBox;
  const labels = boxes?.labels ?? [];
  stage.shapes.replaceChildren(...(boxes?.value ?? []).flatMap(({label, left, top, width, height}) => {
    const stroke = colour(Math.max(0, labels.indexOf(label)));
    return ['#fff', stroke].map((paint, index) => {
      const rect = element('rect', {x: left, y: top, width, height, fill: 'none', stroke: paint,
        'stroke-width': index ? 2 : 4, 'vector-effect': 'non-scaling-stroke'});
      const title = document.createElementNS(SVG, 'title');
      title.textContent = label;
      rect.append(title);
      return rect;
    });
  }));
  const mask = overlay.semanticSegmentation ?? overlay.instanceSegmentation;
  if (mask?.src) {
    const picture = element('image', {href: mask.src, opacity: 0.5, preserveAspectRatio: 'none', style: 'image-rendering: pixelated; mix-blend-mode: multiply'});
    const size = () => { picture.setAttribute('width', String(stage.width)); picture.setAttribute('height', String(stage.height)); };
    stage.shapes.append(picture);
    if (stage.loaded) size(); else stage.image.addEventListener('load', size);
  }
}
