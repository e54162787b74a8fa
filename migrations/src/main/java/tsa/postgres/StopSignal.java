package tsa.postgres;

import java.time.Duration;
import java.util.List;

/**
 * The stop signals of a Postgres server. Java itself sends only TERM, which would wait for every
 * client to leave, and KILL, which would leave children behind.
 */
enum StopSignal {
  /** Ends all sessions, writes everything down, ends. */
  FAST_STOP("INT"),
  /** Ends at once; the next start recovers from the log. */
  IMMEDIATE_STOP("QUIT");

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final String word;

  StopSignal(String word) {
    this.word = word;
  }

  /** Sends the signal; a process that is gone already is no error. */
  void send(long pid, WaitDeadline deadline) {
    WaitDeadline own = WaitDeadline.in(LIMIT);
    WaitDeadline first = own.atNanos() - deadline.atNanos() < 0 ? own : deadline;
    // By the shell: kill is built into every one, while the program of that name may be missing.
    boolean sent = ProcessRunner.works(List.of("sh", "-c", "kill -" + word + " " + pid), first);
    if (!sent) {
      ProcessHandle.of(pid).filter(ProcessHandle::isAlive).ifPresent(ProcessHandle::destroy);
    }
  }
}
