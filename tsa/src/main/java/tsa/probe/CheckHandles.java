package tsa.probe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tsa.worker.CheckHandle;

/**
 * The handles of one check: its own, and that of the copy which a thorough one makes of its volume.
 * The copy's is as fresh as the check's: the same UUID, but of version 8 (RFC 9562 §5.8) where a
 * random one has 4. So it can be told from any list which of two volumes has to go first.
 */
final class CheckHandles {
  private static final int VERSION = CheckHandle.PREFIX.length() + 14;
  private static final char CHILD = '8';

  private CheckHandles() {}

  /** The handle of the copy that a check makes of its volume. */
  static CheckHandle child(CheckHandle parent) {
    return withVersion(parent, CHILD);
  }

  static boolean isChild(CheckHandle handle) {
    return handle.value().length() > VERSION && handle.value().charAt(VERSION) == CHILD;
  }

  private static CheckHandle withVersion(CheckHandle handle, char version) {
    StringBuilder value = new StringBuilder(handle.value());
    value.setCharAt(VERSION, version);
    return new CheckHandle(value.toString());
  }

  /** Handles of one check together, the copy first; otherwise in their order. */
  static List<List<CheckHandle>> of(Collection<CheckHandle> wellFormed) {
    Map<CheckHandle, List<CheckHandle>> families = new LinkedHashMap<>();
    for (CheckHandle handle : wellFormed) {
      families.computeIfAbsent(child(handle), _ -> new ArrayList<>(2)).add(handle);
    }
    families.values().forEach(each -> each.sort(Comparator.comparing(handle -> !isChild(handle))));
    return List.copyOf(families.values());
  }
}
