package dev.labelops.engine.s3.protocol;

import com.google.common.base.Throwables;
import dev.labelops.engine.front.AwsError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import javax.xml.stream.XMLOutputFactory;
import org.eclipse.jetty.io.EofException;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The S3 protocol as S3Proxy speaks it, called in-process. Requests arrive here verified, so
 * S3Proxy itself checks no signature.
 */
public final class S3Gateway {
  private static final long MAX_SINGLE_PART_BYTES = 5L << 30;
  private static final long MAX_DOCUMENT_BYTES = 32L << 20;
  private static final int MAX_CHUNK_BYTES = 32 << 20;

  private final S3ProxyHandler handler;

  public S3Gateway(BlobStore store) {
    this.handler =
        withPlatformsXml(
            () ->
                new S3ProxyHandler(
                    store,
                    AuthenticationType.NONE,
                    null,
                    null,
                    null,
                    MAX_SINGLE_PART_BYTES,
                    MAX_DOCUMENT_BYTES,
                    MAX_CHUNK_BYTES,
                    true,
                    CrossOriginResourceSharing.disabled(),
                    null,
                    (int) java.time.Duration.ofMinutes(15).toSeconds()));
  }

  // S3Proxy takes whatever writer of XML it finds. Woodstox, which is here for Jackson, fails on
  // keys that XML has no characters for, before XmlText could see to them.
  private static <T> T withPlatformsXml(Supplier<T> work) {
    String name = XMLOutputFactory.class.getName();
    String before = System.getProperty(name);
    System.setProperty(name, XMLOutputFactory.newDefaultFactory().getClass().getName());
    try {
      return work.get();
    } finally {
      if (before == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, before);
      }
    }
  }

  /**
   * Answers one request.
   *
   * @throws AwsError when S3Proxy refuses
   */
  public void handle(HttpServletRequest request, HttpServletResponse response, InputStream body)
      throws IOException {
    translating(
        request,
        () ->
            handler.doHandle(
                request, request, response, body, new S3ProxyHandler.RequestContext()));
  }

  /** Something that S3Proxy does. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /** Does it, and turns what S3Proxy throws into S3's errors. */
  public static void translating(HttpServletRequest request, Work work) throws IOException {
    try {
      work.run();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw S3Errors.INVALID_ARGUMENT.of(String.valueOf(e.getMessage()));
    } catch (UnsupportedOperationException e) {
      throw S3Errors.HEADER_NOT_IMPLEMENTED.of();
    } catch (IOException | RuntimeException e) {
      throw translated(e, request);
    }
  }

  private static AwsError translated(Exception e, HttpServletRequest request) throws IOException {
    for (Throwable cause : Throwables.getCausalChain(e)) {
      if (cause instanceof AwsError error) {
        return error;
      }
      if (cause instanceof EofException) {
        return S3Errors.INCOMPLETE_BODY.of();
      }
    }
    Optional<AwsServiceException> service =
        Throwables.getCausalChain(e).stream()
            .filter(AwsServiceException.class::isInstance)
            .map(AwsServiceException.class::cast)
            .findFirst();
    if (service.isPresent()) {
      return translated(service.get(), request);
    }
    Throwables.throwIfInstanceOf(e, IOException.class);
    Throwables.throwIfUnchecked(e);
    throw new IllegalStateException(e);
  }

  private static AwsError translated(AwsServiceException e, HttpServletRequest request) {
    String code = S3Exceptions.errorCode(e);
    if (code != null) {
      String message = e.awsErrorDetails().errorMessage();
      return AwsError.handedOn(e.statusCode(), code, message == null ? "" : message);
    }
    boolean read = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    return switch (e.statusCode()) {
      case 400 ->
          request.getHeader("Content-MD5") == null
              ? S3Errors.INVALID_REQUEST.of(String.valueOf(e.getMessage()))
              : S3Errors.BAD_DIGEST.of();
      case 304 -> S3Errors.NOT_MODIFIED.of();
      case 412 ->
          read && request.getHeader("If-Match") == null
              ? S3Errors.NOT_MODIFIED.of()
              : S3Errors.PRECONDITION_FAILED.of();
      case 416 -> S3Errors.INVALID_RANGE.of();
      case 405 -> S3Errors.METHOD_NOT_ALLOWED.of();
      case 403 -> S3Errors.ACCESS_DENIED.of();
      case 404 -> S3Errors.NO_SUCH_KEY.of();
      default ->
          AwsError.handedOn(e.statusCode(), S3Errors.FAILED.code(), String.valueOf(e.getMessage()));
    };
  }
}
