package dev.labelops.groundtruth;

import java.util.List;

/**
 * What the objects of a task type are. File extensions: DG:sms-supported-data-formats; the manifest
 * attribute: DG:sms-input-data-input-manifest; CORS: DG:sms-cors-update, DG:sms-video-overview,
 * DG:sms-point-cloud-general-information.
 */
public enum Medium {
  /** An image file. */
  Image(ManifestLine.SOURCE_REF, List.of(".jpg", ".jpeg", ".png"), Cors.Get),
  /** A text within the line. */
  Text(ManifestLine.SOURCE, List.of(), Cors.None),
  /** A video file. */
  Video(ManifestLine.SOURCE_REF, List.of(".mp4", ".ogg", ".webm"), Cors.Get),
  /** A sequence file, which names the images that are the frames of a video. */
  VideoFrames(ManifestLine.SOURCE_REF, List.of(".json"), Cors.GetHeadPut),
  /** A file with the points of one frame; its {@code source-ref-metadata} names the format. */
  PointCloudFrame(ManifestLine.SOURCE_REF, List.of(), Cors.GetHeadPut),
  /** A sequence file, which names the point cloud files that are the frames. */
  PointCloudSequence(ManifestLine.SOURCE_REF, List.of(".json"), Cors.GetHeadPut),
  /**
   * Whatever the template and the functions of the job read: {@code source} or {@code source-ref}.
   */
  Any(null, List.of(), Cors.Get);

  /** Which CORS rule the workers' browsers need on the buckets of a job. */
  public enum Cors {
    /** No rule. */
    None(List.of()),
    /** GET on the input bucket. */
    Get(List.of("GET")),
    /** GET, HEAD and PUT on the input and the output bucket. */
    GetHeadPut(List.of("GET", "HEAD", "PUT"));

    private final List<String> methods;

    Cors(List<String> methods) {
      this.methods = methods;
    }

    /** AllowedMethods of the rule. */
    public List<String> methods() {
      return methods;
    }
  }

  private final String attribute;
  private final List<String> extensions;
  private final Cors cors;

  Medium(String attribute, List<String> extensions, Cors cors) {
    this.attribute = attribute;
    this.extensions = extensions;
    this.cors = cors;
  }

  /** Whether a line may hold its object under this manifest attribute. */
  public boolean in(String manifestAttribute) {
    return attribute == null
        ? manifestAttribute.equals(ManifestLine.SOURCE)
            || manifestAttribute.equals(ManifestLine.SOURCE_REF)
        : attribute.equals(manifestAttribute);
  }

  /**
   * The manifest attribute that holds the object.
   *
   * @throws IllegalStateException for {@link #Any}, which is under either: use {@link #in}
   */
  public String attribute() {
    if (attribute == null) {
      throw new IllegalStateException(name() + " is under source or source-ref");
    }
    return attribute;
  }

  /**
   * Extensions of the files that the service takes, with the dot, lower case; empty: any or none.
   */
  public List<String> extensions() {
    return extensions;
  }

  public Cors cors() {
    return cors;
  }
}
