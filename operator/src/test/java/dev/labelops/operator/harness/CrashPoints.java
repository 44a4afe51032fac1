package dev.labelops.operator.harness;

import dev.labelops.operator.kube.StatusWriter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Wraps every outgoing AWS call and every status write of one operator: writes them down in order,
 * and can end the operator right before or right after the n-th. Once ended, nothing goes out any
 * more.
 */
public final class CrashPoints implements ExecutionInterceptor {
  /** Where in a call the process dies. */
  public enum Side {
    BEFORE,
    AFTER
  }

  /** The name under which status writes are listed. */
  public static final String STATUS_WRITE = "kubernetes:UpdateStatus";

  private static final ExecutionAttribute<Integer> INDEX =
      new ExecutionAttribute<>("CrashPointIndex");

  private final List<String> calls = new ArrayList<>();
  private final CountDownLatch crashed = new CountDownLatch(1);
  private final int point;
  private final Side side;

  private CrashPoints(int point, Side side) {
    this.point = point;
    this.side = side;
  }

  /** Only writes down. */
  public static CrashPoints none() {
    return new CrashPoints(-1, Side.BEFORE);
  }

  /**
   * Ends the operator at its n-th call.
   *
   * @param point index into {@link #calls()} of an undisturbed run, from 0
   */
  public static CrashPoints at(int point, Side side) {
    return new CrashPoints(point, side);
  }

  /** Calls so far, in order: {@code SageMaker:CreateLabelingJob}, {@code S3:PutObject}, …. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** Calls so far that change something. */
  public List<String> mutations() {
    return calls().stream().filter(CrashPoints::mutates).toList();
  }

  private static boolean mutates(String call) {
    String operation = call.substring(call.indexOf(':') + 1);
    return !(operation.startsWith("Describe")
        || operation.startsWith("Render")
        || operation.startsWith("List")
        || operation.startsWith("Get")
        || operation.startsWith("Head")
        || operation.startsWith("AdminGet")
        || operation.startsWith("AdminList"));
  }

  /** Waits until the operator has died. */
  public boolean awaitCrash(long seconds) throws InterruptedException {
    return crashed.await(seconds, TimeUnit.SECONDS);
  }

  /**
   * Whether the operator is in, or past, the call that it dies at: what it wrote may be seen first.
   */
  public synchronized boolean reached() {
    return point >= 0 && calls.size() > point;
  }

  private int enter(String call) {
    synchronized (this) {
      if (crashed.getCount() == 0) {
        throw new SimulatedCrash("dead before " + call);
      }
      calls.add(call);
      int index = calls.size() - 1;
      if (index == point && side == Side.BEFORE) {
        crashed.countDown();
        throw new SimulatedCrash("before " + call);
      }
      return index;
    }
  }

  private void leave(int index, String call) {
    synchronized (this) {
      if (crashed.getCount() == 0) {
        throw new SimulatedCrash("dead after " + call);
      }
      if (index == point && side == Side.AFTER) {
        crashed.countDown();
        throw new SimulatedCrash("after " + call);
      }
    }
  }

  /** The same writer, seen by this recorder. */
  public StatusWriter around(StatusWriter writer) {
    return new StatusWriter() {
      @Override
      public <T extends HasMetadata> Optional<T> write(T resource) {
        int index = enter(STATUS_WRITE);
        Optional<T> written = writer.write(resource);
        leave(index, STATUS_WRITE);
        return written;
      }
    };
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    attributes.putAttribute(INDEX, enter(name(attributes)));
    return context.request();
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    leave(attributes.getAttribute(INDEX), name(attributes));
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    Integer index = attributes.getAttribute(INDEX);
    if (index != null) {
      leave(index, name(attributes));
    }
  }

  private static String name(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME).replace(" ", "")
        + ":"
        + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
