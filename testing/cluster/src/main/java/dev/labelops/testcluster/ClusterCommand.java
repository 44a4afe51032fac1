package dev.labelops.testcluster;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The test cluster from the command line. */
@Command(
    name = "testcluster",
    description = "A real Kubernetes API server on loopback, without nodes.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ClusterCommand.Build.class,
      ClusterCommand.Start.class,
      ClusterCommand.Stop.class
    })
public final class ClusterCommand {

  private ClusterCommand() {}

  public static void main(String[] arguments) {
    int code =
        new CommandLine(new ClusterCommand())
            .setExecutionExceptionHandler(
                (failure, line, parsed) -> {
                  line.getErr().println(failure.getMessage());
                  return 1;
                })
            .execute(arguments);
    System.exit(code);
  }

  @Command(
      name = "build",
      description = "Builds etcd, kube-apiserver and kube-controller-manager into the cache.")
  static final class Build implements Callable<Integer> {

    @Override
    public Integer call() {
      System.out.println(
          new KubeBuild(KubeBuild.defaultCache(System.getenv())).get().folder().toString());
      return 0;
    }
  }

  @Command(
      name = "start",
      description = "Starts a cluster and writes its kubeconfig; runs until it is ended.")
  static final class Start implements Callable<Integer> {

    @Option(names = "--kubeconfig", required = true, description = "File to write.")
    private Path kubeconfig;

    @Option(names = "--logs", description = "Folder for logs.")
    private Path logs;

    @Option(
        names = "--detach-file",
        description = "Return when the cluster is ready and leave it running; stop needs the file.")
    private Path detachFile;

    @Override
    public Integer call() throws InterruptedException {
      ClusterOptions options = ClusterOptions.defaults().withControllerManager();
      if (logs != null) {
        options = options.withLogs(logs);
      }
      if (detachFile == null) {
        runUntilEnded(options);
      } else {
        new DetachedCluster(detachFile).start(kubeconfig, options.logs());
      }
      System.out.println("export KUBECONFIG=" + kubeconfig.toAbsolutePath());
      return detachFile == null ? waitForEver() : 0;
    }

    private void runUntilEnded(ClusterOptions options) {
      TestCluster cluster = TestCluster.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "close-cluster"));
      cluster.kubeconfig(kubeconfig);
      Progress.say("running " + cluster.description());
    }

    private static int waitForEver() throws InterruptedException {
      new CountDownLatch(1).await();
      return 0;
    }
  }

  @Command(name = "stop", description = "Stops a cluster that was started with --detach-file.")
  static final class Stop implements Callable<Integer> {

    @Option(names = "--detach-file", required = true)
    private Path detachFile;

    @Override
    public Integer call() {
      new DetachedCluster(detachFile).stop();
      return 0;
    }
  }
}
