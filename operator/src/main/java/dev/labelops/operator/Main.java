package dev.labelops.operator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the operator. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // Netty serves health and metrics only; with Unsafe the JVM writes warnings between JSON logs.
    System.setProperty("io.netty.noUnsafe", "true");
    Quarkus.run(arguments);
  }
}
