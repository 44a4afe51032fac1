package dev.labelops.demo.drive;

import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Bucket;
import dev.labelops.demo.stack.DetachedStack;
import dev.labelops.demo.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Collectors;

/** The demo's stack with its images, left running to play with. */
public final class UpRun {
  private final DemoSettings settings;
  private final int enginePort;
  private final Terminal terminal = new Terminal();

  public UpRun(DemoSettings settings, int enginePort) {
    this.settings = settings;
    this.enginePort = enginePort;
  }

  /** Runs until the process is asked to end. */
  public void run() throws IOException, InterruptedException {
    Path folder = settings.folder();
    Artifacts artifacts = new Artifacts(settings.root());
    ImageSet images = settings.imageSet();
    Stack stack = Stack.start(artifacts, folder, enginePort, terminal::print);
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    Sample sample = Sample.read(artifacts.workshop());
    sample.fit(images, settings.emails(), settings.workersPerObject());
    Path resources = folder.resolve("resources.yaml");
    sample.write(resources);
    try (Bucket bucket = new Bucket(stack.engineAddress(), sample.bucket())) {
      bucket.upload(images.files(), sample.prefix());
    }
    Path partial = folder.resolve("ready.partial");
    Files.writeString(partial, text(stack, images, sample, resources));
    DetachedStack detached = new DetachedStack(folder);
    Files.move(partial, detached.ready(), StandardCopyOption.ATOMIC_MOVE);
    stack.keepRunning(
        line -> {
          terminal.print(line);
          detached.note(line);
        });
  }

  private String text(Stack stack, ImageSet images, Sample sample, Path resources) {
    Map<String, String> aws = stack.aws();
    String exports =
        aws.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .collect(Collectors.joining(" "));
    return """

        The stack is running. Stop it with 'make down'.

        Kubernetes, as administrator:
          export KUBECONFIG=%s
        Engine, for any AWS client:
          export %s
        Logs: %s

        %d images are in s3://%s/%s. To label them:
          kubectl apply -f %s
          make workers PORT=%d   # simulated workers, until Ctrl-C
          kubectl get ljob -w
        """
        .formatted(
            stack.kubeconfig(),
            exports,
            settings.shown(stack.logs()),
            images.files().size(),
            sample.bucket(),
            sample.prefix(),
            settings.shown(resources),
            stack.engineAddress().getPort());
  }
}
