package dev.labelops.demo.images;

import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** What a camera adds: gamma, blur, gain, sensor noise, JPEG. */
final class Finish {
  private Finish() {}

  /** The image as a JPEG file. */
  static byte[] jpeg(BufferedImage image, Style style, RandomGenerator random) {
    double gamma = random.nextDouble(.7, 1.4);
    double[] curve = new double[256];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = 255 * Math.pow(i / 255.0, gamma);
    }
    Pixels.each(image, (i, r, g, b) -> Pixels.rgb(curve[r], curve[g], curve[b]));
    BufferedImage seen =
        random.nextDouble() < style.blurred()
            ? blurred(image, random.nextDouble(.4, style.strongestBlur()))
            : image;
    double gain = random.nextDouble(.8, 1.1);
    double sigma = random.nextDouble(1, 9);
    Pixels.each(
        seen,
        (i, r, g, b) ->
            Pixels.rgb(
                r * gain + random.nextGaussian() * sigma,
                g * gain + random.nextGaussian() * sigma,
                b * gain + random.nextGaussian() * sigma));
    return compressed(seen, random.nextInt(55, 95) / 100f);
  }

  private static BufferedImage blurred(BufferedImage image, double sigma) {
    int radius = (int) Math.ceil(3 * sigma);
    float[] weights = new float[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      weights[i + radius] = (float) Math.exp(-i * i / (2 * sigma * sigma));
      sum += weights[i + radius];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= (float) sum;
    }
    var across =
        new ConvolveOp(new Kernel(weights.length, 1, weights), ConvolveOp.EDGE_NO_OP, null);
    var down = new ConvolveOp(new Kernel(1, weights.length, weights), ConvolveOp.EDGE_NO_OP, null);
    return down.filter(across.filter(image, same(image)), same(image));
  }

  private static BufferedImage same(BufferedImage image) {
    return new BufferedImage(image.getWidth(), image.getHeight(), image.getType());
  }

  private static byte[] compressed(BufferedImage image, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("could not compress an image in memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
