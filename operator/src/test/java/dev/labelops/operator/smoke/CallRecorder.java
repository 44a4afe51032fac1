package dev.labelops.operator.smoke;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Writes each call as it went over the wire to a file of its own, scrubbed: operation, body,
 * status, the headers that the operator reads, body. Never credentials: other headers are left out.
 */
final class CallRecorder implements ExecutionInterceptor {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final List<String> HEADERS =
      List.of("Content-Type", "x-amz-bucket-region", "x-amzn-ErrorType");

  private final Path folder;
  private final Scrubber scrubber;
  private final AtomicInteger calls = new AtomicInteger();

  CallRecorder(Path folder, Scrubber scrubber) {
    this.folder = folder;
    this.scrubber = scrubber;
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    try {
      Optional<byte[]> content =
          context.responseBody().isEmpty()
              ? Optional.empty()
              : Optional.of(context.responseBody().get().readAllBytes());
      write(context, attributes, content.map(CallRecorder::text).orElse(""));
      return content.map(ByteArrayInputStream::new);
    } catch (IOException e) {
      throw new UncheckedIOException("the recording of a call cannot be written", e);
    }
  }

  private void write(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes, String answer)
      throws IOException {
    String service =
        attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME).toLowerCase(Locale.ROOT);
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    ObjectNode call = JSON.createObjectNode();
    ObjectNode request = call.putObject("request");
    request.put("service", service).put("operation", operation);
    request.put("method", context.httpRequest().method().name());
    request.put("path", scrubber.scrub(context.httpRequest().encodedPath()));
    body(request, requestBody(context));
    ObjectNode response = call.putObject("response");
    response.put("status", context.httpResponse().statusCode());
    ObjectNode headers = response.putObject("headers");
    for (String name : HEADERS) {
      context
          .httpResponse()
          .firstMatchingHeader(name)
          .ifPresent(value -> headers.put(name, scrubber.scrub(value)));
    }
    body(response, answer);
    Files.createDirectories(folder);
    JSON.writeValue(
        folder
            .resolve("%02d-%s-%s.json".formatted(calls.incrementAndGet(), service, operation))
            .toFile(),
        call);
  }

  private void body(ObjectNode where, String text) throws IOException {
    String scrubbed = scrubber.scrub(text);
    if (scrubbed.stripLeading().startsWith("{") && !scrubbed.strip().contains("\n")) {
      where.set("body", JSON.readTree(scrubbed));
    } else if (!scrubbed.isEmpty()) {
      where.put("body", scrubbed);
    }
  }

  private static String requestBody(Context.ModifyHttpResponse context) throws IOException {
    if (context.requestBody().isEmpty()) {
      return "";
    }
    try (InputStream in = context.requestBody().get().contentStreamProvider().newStream()) {
      return text(in.readAllBytes());
    }
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
