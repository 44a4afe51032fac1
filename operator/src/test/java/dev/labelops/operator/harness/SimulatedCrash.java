package dev.labelops.operator.harness;

/** The process dies at this point. An Error, so that nothing treats it as a failed call. */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  SimulatedCrash(String at) {
    super(at, null, false, false);
  }
}
