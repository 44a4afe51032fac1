/**
 * Pretrained image networks in ONNX, run by ONNX Runtime: the one in the jar, or a user's own.
 *
 * <p>A backbone turns an image into an embedding (for classes) and feature maps (for boxes). It is
 * never trained here.
 */
package dev.labelops.learning.backbone;
