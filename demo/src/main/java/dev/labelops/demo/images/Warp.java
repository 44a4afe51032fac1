package dev.labelops.demo.images;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;

/**
 * Maps a frame onto a quadrilateral in perspective (Heckbert's square-to-quad form), with an
 * optional sine bend before.
 */
final class Warp {
  private static final double LONGEST_SEGMENT = 12;

  private final double width;
  private final double height;
  private final double bend;
  private final double[] m;

  /**
   * @param width width of the frame
   * @param height height of the frame
   * @param bend amplitude of the sine bend, as a share of the height
   * @param corners where top left, top right, bottom right and bottom left of the frame go
   */
  Warp(double width, double height, double bend, Point2D[] corners) {
    this.width = width;
    this.height = height;
    this.bend = bend;
    this.m = squareToQuad(corners);
  }

  Point2D map(double x, double y) {
    double u = x / width;
    double v = y / height + bend * Math.sin(2 * Math.PI * u);
    double w = m[6] * u + m[7] * v + 1;
    return new Point2D.Double((m[0] * u + m[1] * v + m[2]) / w, (m[3] * u + m[4] * v + m[5]) / w);
  }

  /** The warped outline as short straight segments. */
  Shape map(Shape shape) {
    Path2D warped = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double[] point = new double[6];
    double lastX = 0;
    double lastY = 0;
    double startX = 0;
    double startY = 0;
    for (PathIterator it = shape.getPathIterator(null, .25); !it.isDone(); it.next()) {
      switch (it.currentSegment(point)) {
        case PathIterator.SEG_MOVETO -> {
          startX = point[0];
          startY = point[1];
          Point2D to = map(startX, startY);
          warped.moveTo(to.getX(), to.getY());
        }
        case PathIterator.SEG_LINETO -> lineTo(warped, lastX, lastY, point[0], point[1]);
        default -> {
          lineTo(warped, lastX, lastY, startX, startY);
          warped.closePath();
          point[0] = startX;
          point[1] = startY;
        }
      }
      lastX = point[0];
      lastY = point[1];
    }
    return warped;
  }

  private void lineTo(Path2D warped, double x0, double y0, double x1, double y1) {
    int pieces = 1 + (int) (Math.hypot(x1 - x0, y1 - y0) / LONGEST_SEGMENT);
    for (int i = 1; i <= pieces; i++) {
      double t = (double) i / pieces;
      Point2D to = map(x0 + t * (x1 - x0), y0 + t * (y1 - y0));
      warped.lineTo(to.getX(), to.getY());
    }
  }

  private static double[] squareToQuad(Point2D[] c) {
    double dx1 = c[1].getX() - c[2].getX();
    double dx2 = c[3].getX() - c[2].getX();
    double dx3 = c[0].getX() - c[1].getX() + c[2].getX() - c[3].getX();
    double dy1 = c[1].getY() - c[2].getY();
    double dy2 = c[3].getY() - c[2].getY();
    double dy3 = c[0].getY() - c[1].getY() + c[2].getY() - c[3].getY();
    double determinant = dx1 * dy2 - dx2 * dy1;
    double g = (dx3 * dy2 - dx2 * dy3) / determinant;
    double h = (dx1 * dy3 - dx3 * dy1) / determinant;
    return new double[] {
      c[1].getX() - c[0].getX() + g * c[1].getX(),
      c[3].getX() - c[0].getX() + h * c[3].getX(),
      c[0].getX(),
      c[1].getY() - c[0].getY() + g * c[1].getY(),
      c[3].getY() - c[0].getY() + h * c[3].getY(),
      c[0].getY(),
      g,
      h
    };
  }
}
