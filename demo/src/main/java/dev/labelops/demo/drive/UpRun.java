package dev.labelops.demo.drive;

import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Bucket;
import dev.labelops.demo.stack.DetachedStack;
import dev.labelops.demo.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The demo's stack with its images and an invited person, left running to play with. */
public final class UpRun {
  /** Who joins in beside the simulated workers: a member of the workshop's sample. */
  public static final String PERSON = "ann@example.com";

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
    ObjectSet objects = settings.objects();
    Stack stack = Stack.start(artifacts, folder, enginePort, terminal::print);
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    Sample sample = Sample.read(artifacts.workshop());
    List<String> members = new ArrayList<>(settings.emails());
    members.add(PERSON);
    sample.fit(objects, members, settings.workersPerObject());
    Path resources = folder.resolve("resources.yaml");
    sample.write(resources);
    try (Bucket bucket = new Bucket(stack.engineAddress(), sample.bucket())) {
      sample.upload(objects, bucket, folder);
    }
    SignIn person = SignIn.invited(stack, sample.workforce(), folder, PERSON);
    terminal.print("the operator has created the workforce and invited its members");
    Path partial = folder.resolve("ready.partial");
    Files.writeString(partial, text(stack, objects, sample, resources, person));
    DetachedStack detached = new DetachedStack(folder);
    Files.move(partial, detached.ready(), StandardCopyOption.ATOMIC_MOVE);
    stack.keepRunning(
        line -> {
          terminal.print(line);
          detached.note(line);
        });
  }

  private String text(
      Stack stack, ObjectSet objects, Sample sample, Path resources, SignIn person) {
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

        %d %s are in %s. To label them:
          kubectl apply -f %s
          make workers PORT=%d   # simulated workers, until Ctrl-C
          kubectl get ljob -w
        To label beside them, open the portal and choose a new password after the first sign-in:
          portal:             %s
          user name:          %s
          temporary password: %s
        """
        .formatted(
            stack.kubeconfig(),
            exports,
            settings.shown(stack.logs()),
            objects.count(),
            objects.noun(),
            sample.inputUri(),
            settings.shown(resources),
            stack.engineAddress().getPort(),
            person.portal(),
            person.username(),
            person.temporaryPassword());
  }
}
