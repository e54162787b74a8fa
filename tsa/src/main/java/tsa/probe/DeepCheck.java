package tsa.probe;

import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tsa.control.SchedulingDelay;
import tsa.control.port.StoreException;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckReport.Problem;
import tsa.lifecycle.CheckReport.Step;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;
import tsa.worker.CheckHandle;
import tsa.worker.GoDuration;

/**
 * One deep check: the steps of a build in small, each within its own limit, on the path that builds
 * use (docs/protocol/worker-apis.md#the-deep-check-on-the-wire). Used once, by one thread.
 */
final class DeepCheck {
  /** One step; returns when it is done. */
  @FunctionalInterface
  private interface StepAction {
    void run(CallDeadline deadline) throws ProbeException;
  }

  /** The check is over. */
  private static final class Stopped extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final transient CheckResult result;

    Stopped(Verdict verdict, Problem problem) {
      super(null, null, false, false);
      this.result = new CheckResult(verdict, problem);
    }
  }

  private record CheckResult(Verdict verdict, @Nullable Problem problem) {}

  private final CheckContext context;
  private final CheckSteps checkSteps;
  private final boolean thorough;
  private final Duration limit;
  private final List<Step> steps = new ArrayList<>();
  private final Duration delayBefore;
  private CallDeadline whole;

  /**
   * @param capacity what is behind Garden; null if it has to be asked
   * @param thorough whether to write into the volume and to copy it as well
   */
  DeepCheck(
      CheckContext context,
      CheckHandle handle,
      GardenClient.@Nullable Capacity capacity,
      boolean thorough,
      Duration limit) {
    this.context = context;
    this.checkSteps = new CheckSteps(context, handle, capacity);
    this.thorough = thorough;
    this.limit = limit;
    this.delayBefore = context.delay().total();
    this.whole = CallDeadline.in(limit, context.ticker());
  }

  /** Runs the check, cleans up, and keeps the journal. */
  CheckReport run() {
    long began = context.ticker().nanos();
    CheckResult result;
    try {
      result = result();
    } finally {
      checkSteps.cleanUp(limit.minus(limit(CheckStep.PING)));
    }
    return new CheckReport(
        result.verdict(), result.problem(), context.ticker().since(began), steps);
  }

  /** What it found behind Garden; null if it did not get so far. */
  GardenClient.@Nullable Capacity capacity() {
    return checkSteps.capacity();
  }

  private CheckResult result() {
    try {
      steps();
      Problem slow = slowness();
      return new CheckResult(slow == null ? Verdict.HEALTHY : Verdict.DEGRADED, slow);
    } catch (Stopped stopped) {
      return stopped.result;
    }
  }

  private void steps() throws Stopped {
    perform(CheckStep.PING, checkSteps::ping);
    perform(CheckStep.CAPACITY, checkSteps::capacity);
    writeDown();
    perform(CheckStep.CREATE_VOLUME, checkSteps::createVolume);
    if (thorough) {
      perform(CheckStep.STREAM_IN, checkSteps::streamIn);
      perform(CheckStep.CHILD_VOLUME, checkSteps::copyVolume);
    }
    perform(CheckStep.CREATE_CONTAINER, checkSteps::createContainer);
    perform(CheckStep.RUN, checkSteps::run);
    perform(CheckStep.DESTROY_CONTAINER, checkSteps::destroyContainer);
    perform(CheckStep.DESTROY_VOLUME, checkSteps::destroyVolume);
  }

  /** The time that our own store takes is not the worker's: its deadline is put off by as much. */
  private void writeDown() throws Stopped {
    long began = context.ticker().nanos();
    try {
      checkSteps.writeDown(thorough, limit.multipliedBy(CheckContext.LIFE_IN_LIMITS));
    } catch (StoreException e) {
      throw new Stopped(
          Verdict.INCONCLUSIVE,
          new Problem(
              CheckStep.CREATE_VOLUME,
              FailureCause.CANCELLED,
              "nothing was made: the handle could not be written down"));
    } finally {
      whole = whole.later(context.ticker().since(began));
    }
  }

  private void perform(CheckStep step, StepAction action) throws Stopped {
    long began = context.ticker().nanos();
    Duration before = context.delay().total();
    try {
      action.run(whole.orSooner(limit(step)));
      steps.add(new Step(step, context.ticker().since(began), null));
    } catch (ProbeException e) {
      Duration took = context.ticker().since(began);
      throw stopped(step, took, excused(step, e.finding(), before));
    }
  }

  /**
   * A step that timed out while this process did not run as it should says nothing of the worker:
   * its answer may have waited here
   * (docs/decisions/0031-health-evaluation-is-suspended-when-in-doubt.md).
   *
   * @param before the delay of this process when the step began
   */
  private Finding excused(CheckStep step, Finding finding, Duration before) {
    SchedulingDelay delay = context.delay();
    boolean excused = delay.explains(before, limit(step)) || delay.explains(delayBefore, limit);
    return excused ? finding.delayed(delay.since(delayBefore)) : finding;
  }

  private Stopped stopped(CheckStep step, Duration took, Finding finding) {
    String said = finding.detail();
    boolean answers = false;
    if (Classification.needsSecondLook(step, finding)) {
      answers = checkSteps.answers(step, CallDeadline.in(limit(CheckStep.PING), context.ticker()));
      said +=
          answers
              ? "; a light call to the same server right after was answered"
              : "; nor was a light call to the same server right after";
    }
    Classification.Classified classified = Classification.of(step, finding, answers);
    Problem problem = new Problem(step, classified.cause(), DetailText.of(said));
    steps.add(new Step(step, took, problem));
    return new Stopped(classified.verdict(), problem);
  }

  /** A step's share of the limit; the shares exceed the whole, since only one is slow as a rule. */
  private Duration limit(CheckStep step) {
    return switch (step) {
      case PING, CAPACITY -> limit.dividedBy(6);
      case CREATE_VOLUME, STREAM_IN, CHILD_VOLUME, RUN, DESTROY_VOLUME -> limit.dividedBy(3);
      case CREATE_CONTAINER, DESTROY_CONTAINER -> limit.dividedBy(2);
    };
  }

  /** The slowest step, if all of them took more than half of the limit; null if they did not. */
  private @Nullable Problem slowness() {
    Duration sum = steps.stream().map(Step::duration).reduce(Duration.ZERO, Duration::plus);
    if (sum.compareTo(limit.dividedBy(2)) <= 0) {
      return null;
    }
    Step slowest = steps.stream().max(Comparator.comparing(Step::duration)).orElseThrow();
    String detail =
        "%s of %s in all, %s of it here"
            .formatted(
                GoDuration.print(sum),
                GoDuration.print(limit),
                GoDuration.print(slowest.duration()));
    return new Problem(slowest.step(), FailureCause.SLOW, detail);
  }
}
