package dev.labelops.learning.boxes.bench;

import dev.labelops.learning.boxes.Box;
import dev.labelops.learning.boxes.LabeledBox;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Images of 640 x 480 with up to three of four marks (volta, arches, star, nimbo) on noise and
 * clutter, and the true boxes. Drawn with OpenCV alone, which has its own letters, so that an image
 * depends on set and seed and not on the machine's fonts.
 */
public final class SyntheticImages {
  public static final int WIDTH = 640;
  public static final int HEIGHT = 480;

  /** How far the marks are from the artwork. */
  public enum Set {
    EASY(44, 230, .025, .4, 1.6, .18, false),
    HARD(30, 170, .055, .75, 2.3, .3, true);

    private final double smallest;
    private final double largest;
    private final double jitter;
    private final double blurred;
    private final double blur;
    private final double barred;
    private final boolean varied;

    Set(
        double smallest,
        double largest,
        double jitter,
        double blurred,
        double blur,
        double barred,
        boolean varied) {
      this.smallest = smallest;
      this.largest = largest;
      this.jitter = jitter;
      this.blurred = blurred;
      this.blur = blur;
      this.barred = barred;
      this.varied = varied;
    }
  }

  /**
   * @param jpeg the encoded image
   */
  public record Image(byte[] jpeg, List<LabeledBox> boxes) {}

  private static final double[] COUNTS = {.05, .65, .22, .08};

  private SyntheticImages() {}

  /** The same set and seed give the same image. */
  public static Image draw(Set set, long seed) {
    // Neighbouring seeds of OpenCV's noise and of ours must not be alike.
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + set.ordinal());
    try (PointerScope scope = new PointerScope()) {
      Mat image = background(random);
      clutter(image, random);
      List<LabeledBox> boxes = marks(image, set, random);
      return new Image(photographed(image, set, random), boxes);
    }
  }

  private static double between(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static byte[] bytes(Mat image) {
    byte[] bytes = new byte[Math.toIntExact(image.total() * image.channels())];
    image.data().get(bytes);
    return bytes;
  }

  private static void put(Mat image, byte[] bytes) {
    image.data().put(bytes);
  }

  private static void put(Mat image, float[] numbers) {
    new FloatPointer(image.data()).put(numbers, 0, numbers.length);
  }

  private static Scalar color(SplittableRandom random) {
    return new Scalar(random.nextInt(256), random.nextInt(256), random.nextInt(256), 0);
  }

  // --- background and clutter

  private static Mat background(SplittableRandom random) {
    Mat image = new Mat(HEIGHT, WIDTH, opencv_core.CV_32FC3);
    double angle = between(random, 0, 2 * Math.PI);
    double[] from = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
    double[] to = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
    float[] pixels = new float[HEIGHT * WIDTH * 3];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double along =
            ((x - WIDTH / 2.0) * Math.cos(angle) + (y - HEIGHT / 2.0) * Math.sin(angle)) / 800 + .5;
        for (int c = 0; c < 3; c++) {
          pixels[3 * (y * WIDTH + x) + c] = (float) (from[c] + (to[c] - from[c]) * along);
        }
      }
    }
    put(image, pixels);
    for (int grid : new int[] {4, 8, 16, 32, 96}) {
      addNoise(image, grid, between(random, 3, 22), random.nextBoolean(), random);
    }
    Mat bytes = new Mat();
    image.convertTo(bytes, opencv_core.CV_8UC3);
    return bytes;
  }

  private static void addNoise(
      Mat image, int grid, double amplitude, boolean gray, SplittableRandom random) {
    Mat small = new Mat(HEIGHT / grid + 2, WIDTH / grid + 2, opencv_core.CV_32FC3);
    float[] pixels = new float[small.rows() * small.cols() * 3];
    for (int i = 0; i < pixels.length; i += 3) {
      double one = random.nextGaussian();
      for (int c = 0; c < 3; c++) {
        pixels[i + c] = (float) (amplitude * (gray ? one : random.nextGaussian()));
      }
    }
    put(small, pixels);
    Mat large = new Mat();
    opencv_imgproc.resize(small, large, new Size(WIDTH, HEIGHT), 0, 0, opencv_imgproc.INTER_CUBIC);
    opencv_core.add(image, large, image);
  }

  private static void clutter(Mat image, SplittableRandom random) {
    int things = random.nextInt(12, 40);
    for (int i = 0; i < things; i++) {
      Scalar color = random.nextDouble() < .35 ? markColor(random) : color(random);
      int x = random.nextInt(WIDTH);
      int y = random.nextInt(HEIGHT);
      int size = random.nextInt(10, 120);
      int thickness = random.nextBoolean() ? opencv_imgproc.FILLED : random.nextInt(1, 6);
      switch (random.nextInt(6)) {
        case 0 ->
            opencv_imgproc.rectangle(
                image,
                new Point(x, y),
                new Point(x + size, y + random.nextInt(10, 120)),
                color,
                thickness,
                opencv_imgproc.LINE_AA,
                0);
        case 1 ->
            opencv_imgproc.circle(
                image, new Point(x, y), size / 2, color, thickness, opencv_imgproc.LINE_AA, 0);
        case 2 -> {
          int[] corners = new int[2 * random.nextInt(3, 7)];
          for (int c = 0; c < corners.length; c += 2) {
            corners[c] = x + random.nextInt(-size, size);
            corners[c + 1] = y + random.nextInt(-size, size);
          }
          polygon(image, color, corners);
        }
        case 3 ->
            opencv_imgproc.line(
                image,
                new Point(x, y),
                new Point(random.nextInt(WIDTH), random.nextInt(HEIGHT)),
                color,
                random.nextInt(1, 8),
                opencv_imgproc.LINE_AA,
                0);
        case 4 -> {
          StringBuilder text = new StringBuilder();
          for (int c = random.nextInt(3, 9); c > 0; c--) {
            text.append((char) random.nextInt('A', 'z' + 1));
          }
          text(image, text.toString(), x, y, between(random, .5, 2.5), color, random.nextInt(1, 6));
        }
        default -> {
          for (int stripe = 0; stripe < 5; stripe++) {
            opencv_imgproc.rectangle(
                image,
                new Point(x + stripe * size / 5, y),
                new Point(x + stripe * size / 5 + Math.max(2, size / 10), y + size),
                color,
                opencv_imgproc.FILLED,
                opencv_imgproc.LINE_8,
                0);
          }
        }
      }
    }
  }

  private static void text(
      Mat image, String text, int x, int y, double scale, Scalar color, int thickness) {
    opencv_imgproc.putText(
        image,
        text,
        new Point(x, y),
        opencv_imgproc.FONT_HERSHEY_DUPLEX,
        scale,
        color,
        thickness,
        opencv_imgproc.LINE_AA,
        false);
  }

  private static void polygon(Mat image, Scalar color, int... corners) {
    Point points = new Point((long) corners.length / 2);
    for (int i = 0; i < corners.length / 2; i++) {
      points.position(i).x(corners[2 * i]).y(corners[2 * i + 1]);
    }
    opencv_imgproc.fillPoly(
        image,
        points.position(0),
        new int[] {corners.length / 2},
        1,
        color,
        opencv_imgproc.LINE_AA,
        0,
        new Point(0, 0));
  }

  // --- the artwork: BGR and alpha

  private static final Scalar RED = new Scalar(40, 30, 205, 255);
  private static final Scalar YELLOW = new Scalar(20, 205, 250, 255);
  private static final Scalar BLUE = new Scalar(170, 70, 20, 255);
  private static final Scalar WHITE = new Scalar(248, 248, 248, 255);
  private static final Scalar GREEN = new Scalar(70, 150, 30, 255);

  private static Scalar markColor(SplittableRandom random) {
    return List.of(RED, YELLOW, BLUE, WHITE, GREEN).get(random.nextInt(5));
  }

  private record Mark(String label, int width, int height) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark("volta", 400, 150),
          new Mark("arches", 400, 400),
          new Mark("star", 400, 340),
          new Mark("nimbo", 400, 200));

  private static Mat artwork(Mark mark) {
    Mat art = new Mat(mark.height, mark.width, opencv_core.CV_8UC4, new Scalar(0, 0, 0, 0));
    switch (mark.label) {
      case "volta" -> {
        polygon(art, RED, 50, 0, 399, 0, 349, 149, 0, 149);
        text(art, "VOLTA", 52, 104, 2.75, YELLOW, 13);
      }
      case "arches" -> {
        opencv_imgproc.circle(
            art, new Point(200, 200), 198, RED, opencv_imgproc.FILLED, opencv_imgproc.LINE_AA, 0);
        for (int x : new int[] {140, 260}) {
          opencv_imgproc.ellipse(
              art,
              new Point(x, 300),
              new Size(58, 190),
              0,
              180,
              360,
              YELLOW,
              32,
              opencv_imgproc.LINE_AA,
              0);
        }
      }
      case "star" -> {
        polygon(art, BLUE, 200, 0, 399, 130, 200, 339, 0, 130);
        int[] star = new int[20];
        for (int i = 0; i < 10; i++) {
          double radius = i % 2 == 0 ? 105 : 42;
          star[2 * i] = (int) (200 + radius * Math.sin(i * Math.PI / 5));
          star[2 * i + 1] = (int) (145 - radius * Math.cos(i * Math.PI / 5));
        }
        polygon(art, WHITE, star);
      }
      default -> {
        polygon(art, WHITE, 0, 0, 399, 0, 399, 199, 0, 199);
        for (int bar = 0; bar < 3; bar++) {
          polygon(
              art,
              GREEN,
              20,
              25 + 25 * bar,
              110,
              25 + 25 * bar,
              110,
              37 + 25 * bar,
              20,
              37 + 25 * bar);
        }
        opencv_imgproc.circle(art, new Point(340, 60), 36, GREEN, 12, opencv_imgproc.LINE_AA, 0);
        text(art, "nimbo", 60, 172, 2.4, new Scalar(60, 60, 60, 255), 9);
      }
    }
    return art;
  }

  // --- marks in the image

  private static List<LabeledBox> marks(Mat image, Set set, SplittableRandom random) {
    double draw = random.nextDouble();
    int count = 0;
    for (double sum = COUNTS[0]; draw > sum && count < 3; sum += COUNTS[count]) {
      count++;
    }
    List<LabeledBox> boxes = new ArrayList<>();
    for (int attempt = 0; boxes.size() < count && attempt < 60; attempt++) {
      Mark mark = MARKS.get(random.nextInt(MARKS.size()));
      Mat art = varied(artwork(mark), set, random);
      double longSide = set.smallest * Math.pow(set.largest / set.smallest, random.nextDouble());
      Mat warped = warped(art, mark, longSide, set, random);
      Box box = bounds(warped);
      if (box != null && boxes.stream().noneMatch(other -> other.box().overlap(box) > 0)) {
        blend(image, warped, between(random, .85, 1));
        boxes.add(new LabeledBox(mark.label, box));
        if (random.nextDouble() < set.barred) {
          bar(image, box, random);
        }
      }
    }
    return boxes;
  }

  /** Colors, and for the hard set a color scheme. */
  private static Mat varied(Mat art, Set set, SplittableRandom random) {
    Mat bgr = new Mat();
    opencv_imgproc.cvtColor(art, bgr, opencv_imgproc.COLOR_BGRA2BGR);
    if (set.varied) {
      switch (random.nextInt(4)) {
        case 1 -> opencv_core.bitwise_not(bgr, bgr);
        case 2 -> opencv_imgproc.cvtColor(bgr, bgr, opencv_imgproc.COLOR_BGR2RGB);
        case 3 -> {
          Mat gray = new Mat();
          opencv_imgproc.cvtColor(bgr, gray, opencv_imgproc.COLOR_BGR2GRAY);
          opencv_imgproc.cvtColor(gray, bgr, opencv_imgproc.COLOR_GRAY2BGR);
        }
        default -> {}
      }
    }
    Mat hsv = new Mat();
    opencv_imgproc.cvtColor(bgr, hsv, opencv_imgproc.COLOR_BGR2HSV);
    int hue = random.nextInt(-7, 8);
    double saturation = between(random, .6, 1.1);
    double value = between(random, .55, 1.15);
    byte[] pixels = bytes(hsv);
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) Math.floorMod((pixels[i] & 255) + hue, 180);
      pixels[i + 1] = (byte) Math.min(255, (pixels[i + 1] & 255) * saturation);
      pixels[i + 2] = (byte) Math.min(255, (pixels[i + 2] & 255) * value);
    }
    put(hsv, pixels);
    opencv_imgproc.cvtColor(hsv, bgr, opencv_imgproc.COLOR_HSV2BGR);
    Mat result = new Mat();
    opencv_imgproc.cvtColor(bgr, result, opencv_imgproc.COLOR_BGR2BGRA);
    byte[] from = bytes(art);
    byte[] to = bytes(result);
    for (int i = 3; i < from.length; i += 4) {
      to[i] = from[i];
    }
    put(result, to);
    return result;
  }

  /** The artwork turned, stretched, its corners moved, on a transparent image. */
  private static Mat warped(Mat art, Mark mark, double longSide, Set set, SplittableRandom random) {
    Mat bent = set.varied ? bent(art, between(random, 0, .07), random) : art;
    double scale = longSide / Math.max(mark.width, mark.height);
    double aspect = between(random, .82, 1.18);
    double width = mark.width * scale * Math.sqrt(aspect);
    double height = mark.height * scale / Math.sqrt(aspect);
    double angle = Math.toRadians(between(random, -15, 15));
    double marginX = Math.min(WIDTH / 2.0, width / 2 + 4);
    double marginY = Math.min(HEIGHT / 2.0, height / 2 + 4);
    double x = between(random, marginX, WIDTH - marginX);
    double y = between(random, marginY, HEIGHT - marginY);
    Mat from = new Mat(4, 1, opencv_core.CV_32FC2);
    Mat to = new Mat(4, 1, opencv_core.CV_32FC2);
    float[] source = new float[8];
    float[] target = new float[8];
    for (int corner = 0; corner < 4; corner++) {
      double u = corner == 1 || corner == 2 ? 1 : 0;
      double v = corner >= 2 ? 1 : 0;
      source[2 * corner] = (float) (u * mark.width);
      source[2 * corner + 1] = (float) (v * mark.height);
      double dx = (u - .5 + set.jitter * random.nextGaussian()) * width;
      double dy = (v - .5 + set.jitter * random.nextGaussian()) * height;
      target[2 * corner] = (float) (x + dx * Math.cos(angle) - dy * Math.sin(angle));
      target[2 * corner + 1] = (float) (y + dx * Math.sin(angle) + dy * Math.cos(angle));
    }
    put(from, source);
    put(to, target);
    Mat transform = opencv_imgproc.getPerspectiveTransform(from, to);
    // Shrinking without smoothing first would give marks that no camera gives.
    Mat smooth = new Mat();
    double sigma = Math.max(.3, .45 / scale - .3);
    opencv_imgproc.GaussianBlur(bent, smooth, new Size(0, 0), sigma);
    Mat warped = new Mat();
    opencv_imgproc.warpPerspective(smooth, warped, transform, new Size(WIDTH, HEIGHT));
    return warped;
  }

  private static Mat bent(Mat art, double amplitude, SplittableRandom random) {
    double phase = between(random, 0, 2 * Math.PI);
    Mat mapX = new Mat(art.rows(), art.cols(), opencv_core.CV_32FC1);
    Mat mapY = new Mat(art.rows(), art.cols(), opencv_core.CV_32FC1);
    float[] xs = new float[art.rows() * art.cols()];
    float[] ys = new float[xs.length];
    for (int i = 0; i < xs.length; i++) {
      int x = i % art.cols();
      double wave = Math.sin(2 * Math.PI * x / art.cols() + phase);
      xs[i] = x;
      ys[i] = (float) (i / art.cols() + amplitude * art.rows() * wave);
    }
    put(mapX, xs);
    put(mapY, ys);
    Mat bent = new Mat();
    opencv_imgproc.remap(art, bent, mapX, mapY, opencv_imgproc.INTER_LINEAR);
    return bent;
  }

  /** Of the pixels that are more opaque than not. */
  private static Box bounds(Mat warped) {
    int left = WIDTH;
    int top = HEIGHT;
    int right = -1;
    int bottom = -1;
    byte[] pixels = bytes(warped);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        if (pixels[4 * (y * WIDTH + x) + 3] < 0) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    return right - left < 8 || bottom - top < 8 ? null : new Box(left, top, right, bottom);
  }

  private static void blend(Mat image, Mat warped, double opacity) {
    byte[] to = bytes(image);
    byte[] from = bytes(warped);
    for (int i = 0; i < HEIGHT * WIDTH; i++) {
      int covered = from[4 * i + 3] & 255;
      if (covered > 0) {
        double alpha = covered / 255.0 * opacity;
        for (int c = 0; c < 3; c++) {
          // Smoothing and warping left the color multiplied by its cover at the rim.
          double color = Math.min(255, (from[4 * i + c] & 255) * 255.0 / covered);
          to[3 * i + c] = (byte) Math.round((to[3 * i + c] & 255) * (1 - alpha) + color * alpha);
        }
      }
    }
    put(image, to);
  }

  private static void bar(Mat image, Box box, SplittableRandom random) {
    double width = between(random, .08, .25) * box.width();
    double left = between(random, box.left(), box.right() - width);
    opencv_imgproc.rectangle(
        image,
        new Point((int) left, (int) box.top() - 10),
        new Point((int) (left + width), (int) box.bottom() + 10),
        color(random),
        opencv_imgproc.FILLED,
        opencv_imgproc.LINE_8,
        0);
  }

  // --- the camera

  private static byte[] photographed(Mat image, Set set, SplittableRandom random) {
    double gamma = between(random, .7, 1.4);
    if (random.nextDouble() < set.blurred) {
      opencv_imgproc.GaussianBlur(image, image, new Size(0, 0), between(random, .4, set.blur));
    }
    double gain = between(random, .8, 1.1);
    double noise = between(random, 1, 9);
    double[] levels = new double[256];
    for (int level = 0; level < 256; level++) {
      levels[level] = gain * 255 * Math.pow(level / 255.0, gamma);
    }
    byte[] pixels = bytes(image);
    for (int i = 0; i < pixels.length; i++) {
      double value = levels[pixels[i] & 255] + noise * random.nextGaussian();
      pixels[i] = (byte) Math.clamp(Math.round(value), 0, 255);
    }
    put(image, pixels);
    BytePointer encoded = new BytePointer();
    opencv_imgcodecs.imencode(
        ".jpg",
        image,
        encoded,
        new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, random.nextInt(55, 95)));
    byte[] jpeg = new byte[Math.toIntExact(encoded.limit())];
    encoded.get(jpeg);
    return jpeg;
  }
}
