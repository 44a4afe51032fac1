package dev.labelops.engine.labeling.run;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.labelops.engine.labeling.job.RunKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the due runs of one kind from their queue, each on a thread that only runs of this kind
 * have. db-scheduler does the work: it picks a run for one engine only, renews its heartbeat while
 * it is in progress, and gives it to the next engine when the heartbeats stop.
 */
final class RunExecutor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);

  /** How long a run in progress is waited for, twice. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(1);
  private static final int HEARTBEATS_PER_LEASE = 4;

  /** With every thread busy nothing more is picked; one that gets free asks for the next run. */
  private static final double NEARLY_ALL = 0.99;

  /** This process among others on any machine: its id, for people who inspect a queue, and more. */
  private static final String OWNER = ProcessHandle.current().pid() + "-" + UUID.randomUUID();

  /** What is done in a run; also ends it in the queue. */
  interface Work {
    void run(String id, Hold hold);
  }

  /**
   * The hold on a run in progress.
   *
   * @param version version of its row in the queue
   */
  record Hold(long version, ExecutionContext context) {
    /** Whether heartbeats failed for so long that another engine may have the run. */
    boolean stale() {
      return context.getCurrentlyExecuting().getHeartbeatState().hasStaleHeartbeat();
    }
  }

  private final Scheduler scheduler;

  /**
   * @param database its connections, beside those of {@code work}: one each for picking, for
   *     heartbeats and for finding dead runs
   * @param poll how often the queue is checked when nobody calls {@link #check}
   * @param lease how long a run stays with an engine that sends no heartbeats
   */
  RunExecutor(
      RunKind kind,
      int threads,
      DataSource database,
      Duration poll,
      Duration lease,
      Clock clock,
      Work work) {
    Task<Void> task =
        Tasks.custom(kind.name(), Void.class)
            .onFailure(
                (failed, operations) ->
                    operations.reschedule(failed, clock.instant().plus(AFTER_AN_ERROR)))
            .onDeadExecution(
                (dead, operations) -> {
                  LOG.info(
                      "continuing {} {} of engine {}: no heartbeat within the lease",
                      kind,
                      dead.getExecution().taskInstance.getId(),
                      dead.getExecution().pickedBy);
                  operations.reschedule(dead, clock.instant());
                })
            .execute(
                (instance, context) -> {
                  work.run(instance.getId(), new Hold(context.getExecution().version, context));
                  return (done, operations) -> {};
                });
    String name = "labeling-" + kind.name().toLowerCase(Locale.ROOT) + "-";
    scheduler =
        Scheduler.create(database, List.of(task))
            .tableName(kind.table())
            .schedulerName(new SchedulerName.Fixed(OWNER))
            .jdbcCustomization(dialect(database))
            .clock(clock::instant)
            .threads(threads)
            .executorService(new Threads(threads, daemons(name)))
            .dueExecutor(new Threads(1, daemons(name + "queue-"), this::check))
            .housekeeperExecutor(new Housekeepers(daemons(name + "lease-")))
            .pollingInterval(poll)
            .pollUsingLockAndFetch(NEARLY_ALL, 1)
            .heartbeatInterval(lease.dividedBy(HEARTBEATS_PER_LEASE))
            .missedHeartbeatsLimit(HEARTBEATS_PER_LEASE)
            .shutdownMaxWait(PATIENCE)
            .build();
  }

  void start() {
    scheduler.start();
  }

  /** Checks the queue immediately. */
  void check() {
    scheduler.triggerCheckForDueExecutions();
  }

  /** Ends after the runs in progress, without interrupting them. */
  @Override
  public void close() {
    scheduler.stop();
  }

  private static ThreadFactory daemons(String prefix) {
    return Thread.ofPlatform().name(prefix, 0).daemon().factory();
  }

  private static JdbcCustomization dialect(DataSource database) {
    try (Connection connection = database.getConnection()) {
      return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
          ? new PostgreSqlJdbcCustomization(false, false)
          : new H2();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** db-scheduler has no dialect of H2; since 2.2 H2 can skip what others have locked. */
  private static final class H2 extends DefaultJdbcCustomization {
    H2() {
      super(false);
    }

    @Override
    public String getName() {
      return "H2";
    }

    @Override
    public boolean supportsGenericLockAndFetch() {
      return true;
    }

    @Override
    public String createGenericSelectForUpdateQuery(
        String tableName, int limit, String andCondition, boolean orderByPriority) {
      return createSelectDueQuery(tableName, limit, andCondition, orderByPriority)
          + " FOR UPDATE SKIP LOCKED";
    }
  }

  /** Never interrupts: H2 closes its file when a thread that uses it is interrupted. */
  private static final class Threads extends ThreadPoolExecutor {
    private final Runnable onShutdown;

    Threads(int size, ThreadFactory factory) {
      this(size, factory, () -> {});
    }

    /**
     * @param onShutdown ends a wait, in place of an interrupt
     */
    Threads(int size, ThreadFactory factory, Runnable onShutdown) {
      super(size, size, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
      this.onShutdown = onShutdown;
    }

    @Override
    public List<Runnable> shutdownNow() {
      shutdown();
      onShutdown.run();
      return List.of();
    }
  }

  /** Like {@link Threads}. Two: a slow search for dead runs must not hold up the heartbeats. */
  private static final class Housekeepers extends ScheduledThreadPoolExecutor {
    Housekeepers(ThreadFactory factory) {
      super(2, factory);
    }

    @Override
    public List<Runnable> shutdownNow() {
      shutdown();
      return List.of();
    }
  }
}
