package tsa.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.sshd.common.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts connections that do not come to their end. The library closes in order, which waits for what
 * is still to be written and for the answers of the peer, without a limit: a peer that does not
 * read would keep its connection for ever. Not thread-safe.
 */
final class ClosingWatch {
  private static final Logger log = LoggerFactory.getLogger(ClosingWatch.class);

  private List<Session> closing = List.of();

  /** Looks; cuts what was closing at the last look already. */
  void look(Collection<? extends Session> sessions) {
    List<Session> now = new ArrayList<>();
    for (Session session : sessions) {
      if (!session.isOpen()) {
        now.add(session);
      }
    }
    for (Session session : now) {
      if (closing.contains(session)) {
        log.debug("{} does not come to its end and is cut", session);
        session.getIoSession().close(true);
        session.close(true);
      }
    }
    closing = now;
  }
}
