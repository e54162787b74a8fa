package tsa.program;

import org.jline.utils.Signals;
import org.slf4j.LoggerFactory;

/** What SIGHUP does, which would end the process if nothing were done about it. */
final class HangupSignal {
  private HangupSignal() {}

  /** Has that run on each SIGHUP from now on; one after the other is not promised. */
  static void runs(Runnable what) {
    Runnable apart = () -> Thread.ofVirtual().name("hang-up").start(what);
    if (Signals.register("HUP", apart) == null) {
      LoggerFactory.getLogger(HangupSignal.class)
          .atWarn()
          .log("SIGHUP cannot be handled here; key files are looked at all the same");
    }
  }
}
