package dev.labelops.engine.front;

import dev.labelops.engine.quirks.QuirkBoard;
import dev.labelops.engine.quirks.Quirks.Fault;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Makes calls fail as the present quirks say. */
public final class Faults {
  /** Does the work of a call. */
  @FunctionalInterface
  public interface Call {
    void answer(HttpServletResponse response) throws IOException;
  }

  /** A service's own codes for what can go wrong. */
  public record Codes(AwsError throttled, AwsError failed, AwsError denied) {}

  private final QuirkBoard board;

  public Faults(QuirkBoard board) {
    this.board = board;
  }

  /**
   * Answers a call, or lets it fail.
   *
   * @param operation as {@link Fault#operation()} names it
   * @throws AwsError one of {@code codes}
   */
  public void around(String operation, Codes codes, HttpServletResponse response, Call call)
      throws IOException {
    Optional<Fault> fault = board.take(operation);
    if (fault.isEmpty()) {
      call.answer(response);
      return;
    }
    switch (fault.get().kind()) {
      case THROTTLE -> throw codes.throttled();
      case FAIL -> throw codes.failed();
      case DENY -> throw codes.denied();
      case SLOW -> {
        pause(fault.get());
        call.answer(response);
      }
      case LOSE_ANSWER -> {
        call.answer(new DiscardedResponse(response));
        // Jetty closes the connection on this status.
        response.sendError(-1);
      }
    }
  }

  private static void pause(Fault fault) {
    try {
      Thread.sleep(fault.delay() == null ? java.time.Duration.ZERO : fault.delay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
