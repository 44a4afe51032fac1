/**
 * Models that draw boxes, trained on a job's labeled boxes: SIFT with generalised Hough voting for
 * rigid, textured marks, and a linear head over a backbone's feature maps for the rest.
 *
 * <p>Coordinates are pixels of the image as the worker saw it, from its left upper corner.
 */
package dev.labelops.learning.boxes;
