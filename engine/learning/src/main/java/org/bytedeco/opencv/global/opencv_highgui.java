package org.bytedeco.opencv.global;

/**
 * In place of OpenCV's windows, which need GTK: JavaCPP initialises this class before the ones of
 * features2d, whose libraries do not need it. The class of the same name in OpenCV's jar loads a
 * library that cannot be loaded on servers and in containers.
 */
public final class opencv_highgui {
  private opencv_highgui() {}
}
