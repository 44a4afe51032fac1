package dev.labelops.demo.images;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;

/**
 * The four invented marks of the synthetic set, as layers of shapes in a frame 400 units wide. The
 * first layer is the silhouette and contains all others.
 */
enum Mark {
  VOLTA("Volta", 130, volta()),
  ARCHES("Arches", 400, arches()),
  STAR("Star", 470, star()),
  NIMBO("Nimbo", 160, nimbo());

  static final double WIDTH = 400;

  /** A filled shape. */
  record Layer(Shape shape, Color color) {}

  private final String label;
  private final double height;
  private final List<Layer> layers;

  Mark(String label, double height, List<Layer> layers) {
    this.label = label;
    this.height = height;
    this.layers = layers;
  }

  String label() {
    return label;
  }

  double height() {
    return height;
  }

  List<Layer> layers() {
    return layers;
  }

  private static List<Layer> volta() {
    return List.of(
        new Layer(polygon(44, 0, 400, 0, 356, 130, 0, 130), new Color(206, 24, 32)),
        new Layer(
            fitted(Lettering.outline("VOLTA", .22, 66), 58, 32, 278), new Color(255, 214, 20)));
  }

  private static List<Layer> arches() {
    Path2D path = new Path2D.Double();
    path.moveTo(92, 296);
    path.curveTo(100, 40, 188, 40, 200, 280);
    path.curveTo(212, 40, 300, 40, 308, 296);
    Shape arches =
        new BasicStroke(36, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL).createStrokedShape(path);
    return List.of(
        new Layer(new Ellipse2D.Double(0, 0, 400, 400), new Color(190, 20, 26)),
        new Layer(arches, new Color(255, 196, 12)));
  }

  private static List<Layer> star() {
    Path2D star = new Path2D.Double();
    for (int i = 0; i < 10; i++) {
      double radius = i % 2 == 0 ? 112 : 46;
      double angle = Math.PI * i / 5 - Math.PI / 2;
      double x = 200 + radius * Math.cos(angle);
      double y = 190 + radius * Math.sin(angle);
      if (i == 0) {
        star.moveTo(x, y);
      } else {
        star.lineTo(x, y);
      }
    }
    star.closePath();
    return List.of(
        new Layer(polygon(200, 0, 400, 180, 200, 470, 0, 180), new Color(22, 66, 170)),
        new Layer(star, Color.WHITE));
  }

  private static List<Layer> nimbo() {
    Color green = new Color(24, 140, 70);
    Shape ring = new BasicStroke(13).createStrokedShape(new Ellipse2D.Double(101, 54, 52, 52));
    return List.of(
        new Layer(new RoundRectangle2D.Double(0, 0, 400, 160, 44, 44), new Color(246, 246, 242)),
        new Layer(new Rectangle2D.Double(24, 78, 15, 50), green),
        new Layer(new Rectangle2D.Double(46, 54, 15, 74), green),
        new Layer(new Rectangle2D.Double(68, 32, 15, 96), green),
        new Layer(ring, green),
        new Layer(
            fitted(Lettering.outline("nimbo", .15, 62), 170, 45, 204), new Color(38, 42, 48)));
  }

  /** Moves the shape's bounds to (x, y) and scales it to the width. */
  private static Shape fitted(Shape shape, double x, double y, double width) {
    Rectangle2D bounds = shape.getBounds2D();
    double scale = width / bounds.getWidth();
    AffineTransform move = AffineTransform.getTranslateInstance(x, y);
    move.scale(scale, scale);
    move.translate(-bounds.getX(), -bounds.getY());
    return move.createTransformedShape(shape);
  }

  static Path2D polygon(double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    path.closePath();
    return path;
  }
}
