package tsa.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.sshd.common.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts connections that do not come to their end. The library closes in order, which waits for what
 * is still to be written and for the answers of the peer, without a limit: a peer that does not
 * read would keep its connection for ever. Not thread-safe.
 */
final class CloseTimeout<S> {
  private static final Logger log = LoggerFactory.getLogger(CloseTimeout.class);

  private final Predicate<? super S> open;
  private final Consumer<? super S> cut;
  private List<S> closing = List.of();

  /**
   * @param open whether nobody has begun to close it
   * @param cut ends it at once; must not block
   */
  CloseTimeout(Predicate<? super S> open, Consumer<? super S> cut) {
    this.open = open;
    this.cut = cut;
  }

  /** Of SSH sessions. */
  static CloseTimeout<Session> ofSessions() {
    return new CloseTimeout<>(Session::isOpen, CloseTimeout::cutSession);
  }

  private static void cutSession(Session session) {
    session.getIoSession().close(true);
    session.close(true);
  }

  /** Looks; cuts what was closing at the last look already. */
  void look(Collection<? extends S> sessions) {
    List<S> now = new ArrayList<>();
    for (S session : sessions) {
      if (!open.test(session)) {
        now.add(session);
      }
    }
    for (S session : now) {
      if (closing.contains(session)) {
        log.debug("{} does not come to its end and is cut", session);
        cut.accept(session);
      }
    }
    closing = now;
  }
}
