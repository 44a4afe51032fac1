package dev.labelops.engine.s3.front;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Faults;
import dev.labelops.engine.front.HttpService;
import dev.labelops.engine.front.RequestBody;
import dev.labelops.engine.front.SigV4;
import dev.labelops.engine.front.SignatureVerifier;
import dev.labelops.engine.front.Verification;
import dev.labelops.engine.front.Verification.Refused;
import dev.labelops.engine.front.Verification.Verified;
import dev.labelops.engine.s3.buckets.AclRules;
import dev.labelops.engine.s3.buckets.BucketDocuments;
import dev.labelops.engine.s3.buckets.BucketOperations;
import dev.labelops.engine.s3.buckets.BucketPage;
import dev.labelops.engine.s3.buckets.Buckets;
import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import dev.labelops.engine.s3.buckets.Cors;
import dev.labelops.engine.s3.buckets.UnsetSettings;
import dev.labelops.engine.s3.protocol.CopySource;
import dev.labelops.engine.s3.protocol.ErrorDocument;
import dev.labelops.engine.s3.protocol.QueryRequest;
import dev.labelops.engine.s3.protocol.RequestRules;
import dev.labelops.engine.s3.protocol.S3Address;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.s3.protocol.S3Gateway;
import dev.labelops.engine.s3.protocol.S3OperationName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Amazon S3: verifies the request, answers what S3Proxy lacks, and passes the rest to it. */
public final class S3Service implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(S3Service.class);
  private static final Faults.Codes FAULTS =
      new Faults.Codes(
          S3Errors.SLOW_DOWN.of(), S3Errors.FAILED_BY_QUIRK.of(), S3Errors.DENIED_BY_QUIRK.of());
  private static final int MAX_DOCUMENT_BYTES = 64 * 1024;

  private final Optional<URI> publicUrl;
  private final SignatureVerifier verifier;
  private final Faults faults;
  private final Buckets buckets;
  private final BucketOperations bucketOperations;
  private final BucketDocuments documents;
  private final AclRules acls;
  private final Cors cors;
  private final ObjectRequests objects;
  private final boolean own;

  /**
   * @param publicUrl the engine's public address, where one is set
   * @param own whether the engine keeps the objects itself; otherwise whoever keeps them answers
   *     for what the engine does not know of them
   */
  public S3Service(
      Optional<URI> publicUrl,
      SignatureVerifier verifier,
      Faults faults,
      Buckets buckets,
      BucketOperations bucketOperations,
      Cors cors,
      ObjectRequests objects,
      boolean own) {
    this.publicUrl = publicUrl;
    this.verifier = verifier;
    this.faults = faults;
    this.buckets = buckets;
    this.bucketOperations = bucketOperations;
    this.documents = new BucketDocuments(buckets);
    this.acls = new AclRules(buckets);
    this.cors = cors;
    this.objects = objects;
    this.own = own;
  }

  @Override
  public void handle(HttpServletRequest sent, HttpServletResponse response) throws IOException {
    QueryRequest request = new QueryRequest(sent);
    ErrorDocument.identify(response);
    try {
      S3Address address =
          S3Address.of(
              request.getHeader("Host"),
              request.getMethod(),
              request.getRequestURI(),
              request.getQueryString(),
              publicUrl.map(URI::getHost),
              name -> buckets.find(name).isPresent());
      if (request.getMethod().equals("OPTIONS")) {
        cors.preflight(request, response, address.bucket());
      } else {
        cors.decorate(request, response, address.bucket());
        Verified verified = verify(request, address);
        String operation = S3OperationName.of(request, address);
        faults.around(
            "s3:" + operation,
            FAULTS,
            response,
            out -> answer(request, out, address, verified, operation));
      }
    } catch (AwsError e) {
      ErrorDocument.write(request, response, e);
    } catch (IllegalArgumentException e) {
      ErrorDocument.write(request, response, S3Errors.INVALID_URI.of());
    } catch (EofException e) {
      ErrorDocument.write(request, response, S3Errors.INCOMPLETE_BODY.of());
    } catch (IOException | RuntimeException e) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
      ErrorDocument.write(request, response, S3Errors.FAILED.of());
    }
  }

  private void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      S3Address address,
      Verified verified,
      String operation)
      throws IOException {
    switch (operation) {
      case S3OperationName.NOT_IMPLEMENTED -> throw notImplemented();
      case "ListBuckets" ->
          write(
              response,
              BucketPage.document(
                  request, verified.caller(), buckets.list(verified.caller().accountId())));
      case "CreateBucket" -> {
        byte[] body = body(request);
        S3Gateway.translating(
            request,
            () -> bucketOperations.create(request, verified.caller(), address.bucket(), body));
        response.setHeader("Location", "/" + address.bucket());
      }
      default -> inBucket(request, response, address, verified, operation);
    }
  }

  private void inBucket(
      HttpServletRequest request,
      HttpServletResponse response,
      S3Address address,
      Verified verified,
      String operation)
      throws IOException {
    if (own && UnsetSettings.refuses(operation)) {
      throw notImplemented();
    }
    Bucket bucket = require(address.bucket(), verified.caller());
    RequestRules.expectedOwner(request, "x-amz-expected-bucket-owner", bucket.accountId());
    response.setHeader("x-amz-bucket-region", bucket.region());
    if (operation.equals("GetBucketLocation")) {
      write(response, BucketOperations.location(bucket));
      return;
    }
    checkRegion(bucket, verified.caller());
    Optional<String> unset =
        own && (!operation.equals("GetBucketAcl") || acls.isOff(bucket))
            ? UnsetSettings.answer(request, bucket, operation)
            : Optional.empty();
    if (unset.isPresent()) {
      write(response, unset.get());
    } else if (operation.equals("DeleteBucket")) {
      S3Gateway.translating(request, () -> bucketOperations.delete(bucket));
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else if (BucketDocuments.handles(operation) && (own || !isEncryption(operation))) {
      document(request, response, bucket, operation);
    } else if (!operation.equals("HeadBucket")) {
      CopySource.of(request)
          .ifPresent(
              source ->
                  RequestRules.expectedOwner(
                      request,
                      "x-amz-source-expected-bucket-owner",
                      require(source.bucket(), verified.caller()).accountId()));
      objects.answer(request, response, address, bucket, verified, operation);
    }
  }

  private static boolean isEncryption(String operation) {
    return operation.endsWith("BucketEncryption");
  }

  private static AwsError notImplemented() {
    return S3Errors.OPERATION_NOT_IMPLEMENTED.of();
  }

  private void document(
      HttpServletRequest request, HttpServletResponse response, Bucket bucket, String operation)
      throws IOException {
    if (operation.startsWith("Get")) {
      write(response, documents.get(bucket.name(), operation));
    } else if (operation.startsWith("Put")) {
      documents.put(bucket.name(), operation, body(request));
    } else {
      documents.delete(bucket.name(), operation);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
  }

  private Bucket require(String name, Caller caller) {
    Bucket bucket = buckets.find(name).orElseThrow(S3Errors.NO_SUCH_BUCKET::of);
    if (!bucket.accountId().equals(caller.accountId())) {
      throw S3Errors.ACCESS_DENIED.of();
    }
    return bucket;
  }

  private static void checkRegion(Bucket bucket, Caller caller) {
    if (!bucket.region().equals(caller.region())) {
      throw S3Errors.OTHER_REGION.of(bucket.region());
    }
  }

  static byte[] body(HttpServletRequest request) throws IOException {
    byte[] body = RequestBody.read(request, MAX_DOCUMENT_BYTES);
    String declared = request.getHeader("x-amz-content-sha256");
    if (declared != null && declared.length() == 64 && !SigV4.sha256(body).equals(declared)) {
      throw S3Errors.CONTENT_HASH_MISMATCH.of();
    }
    return body;
  }

  static void write(HttpServletResponse response, String document) throws IOException {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/xml");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private Verified verify(HttpServletRequest request, S3Address address) {
    return switch (verification(request, address)) {
      case Verified verified -> verified;
      case Refused refused -> throw ErrorDocument.of(refused);
    };
  }

  private Verification verification(HttpServletRequest request, S3Address address) {
    if (SignatureVerifier.isPresignedV2(request)) {
      String region =
          buckets.find(address.bucket()).map(Bucket::region).orElse(BucketOperations.GLOBAL_REGION);
      // Of a bucket the slash behind it is signed, whether or not it is sent.
      boolean bare = address.isBucket() && !address.path().endsWith("/");
      String resource = bare ? address.path() + "/" : address.path();
      return verifier.verifyPresignedV2(request, resource, region);
    }
    String declared = request.getHeader("x-amz-content-sha256");
    return verifier.verify(request, declared == null ? "UNSIGNED-PAYLOAD" : declared);
  }
}
