package dev.labelops.testcluster;

/** One cluster for all tests of a JVM, started when it is first asked for. */
public final class SharedCluster {

  private static TestCluster cluster;
  private static ClusterException failure;

  private SharedCluster() {}

  /**
   * The cluster. Nobody closes it; it ends with the JVM.
   *
   * @throws ClusterException when it cannot be started, and immediately on every later call
   */
  public static synchronized TestCluster get() {
    if (failure != null) {
      throw failure;
    }
    if (cluster == null) {
      try {
        cluster = TestCluster.start();
      } catch (ClusterException e) {
        failure = e;
        throw e;
      }
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "close-shared-cluster"));
    }
    return cluster;
  }
}
