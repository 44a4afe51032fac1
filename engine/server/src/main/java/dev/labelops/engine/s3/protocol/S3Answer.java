package dev.labelops.engine.s3.protocol;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/** An answer as S3Proxy may write it: under the request's own id, with any key in its documents. */
public final class S3Answer extends HttpServletResponseWrapper {
  private final Optional<String> location;

  /**
   * @param location the address of the object that a multipart upload creates; S3Proxy knows none
   */
  public S3Answer(HttpServletResponse response, Optional<String> location) {
    super(response);
    this.location = location;
  }

  @Override
  public void addHeader(String name, String value) {
    if (!name.equalsIgnoreCase(ErrorDocument.REQUEST_ID)) {
      super.addHeader(name, value);
    }
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    XmlText text = new XmlText(super.getWriter());
    return new PrintWriter(location.isPresent() ? new LocationText(text, location.get()) : text);
  }
}
