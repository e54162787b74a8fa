package tsa.lab.simulator;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the containerd backend checks of a create before there is a record
 * (docs/protocol/worker-apis.md#starting-a-container).
 */
final class ContainerdSpec {
  private static final Pattern IDENTIFIER =
      Pattern.compile("^[A-Za-z0-9]+(?:[._-](?:[A-Za-z0-9]+))*$");
  private static final int MAX_IDENTIFIER = 76;

  private ContainerdSpec() {}

  static void check(ContainerSpec spec) throws GardenException {
    String complaint = complaint(spec);
    if (complaint != null) {
      throw GardenException.untyped("new container: garden spec to oci spec: " + complaint);
    }
    String invalid = "new container: create container failed validation: container.ID: identifier ";
    if (spec.handle().length() > MAX_IDENTIFIER) {
      throw GardenException.untyped(
          "%s\"%s\" greater than maximum length (%d characters): invalid argument"
              .formatted(invalid, spec.handle(), MAX_IDENTIFIER));
    }
    if (!IDENTIFIER.matcher(spec.handle()).matches()) {
      throw GardenException.untyped(
          "%s\"%s\" must match %s: invalid argument"
              .formatted(invalid, spec.handle(), IDENTIFIER.pattern()));
    }
  }

  private static @Nullable String complaint(ContainerSpec spec) {
    String rootfs = rootfs(spec);
    int scheme = rootfs.indexOf("://");
    if (spec.handle().isEmpty()) {
      return "handle must be specified";
    } else if (rootfs.isEmpty()) {
      return "rootfs must not be empty";
    } else if (scheme <= 0) {
      return "malformatted rootfs: must be of form 'scheme://<abs_dir>'";
    } else if (!rootfs.startsWith("raw://")) {
      return "unsupported scheme '" + rootfs.substring(0, scheme) + "'";
    } else if (!rootfs.startsWith("raw:///")) {
      return "directory must be an absolute path";
    }
    return bindComplaint(spec);
  }

  private static @Nullable String bindComplaint(ContainerSpec spec) {
    for (ContainerSpec.Bind bind : spec.binds()) {
      if (bind.from().isEmpty() || bind.to().isEmpty()) {
        return "src and dst must not be empty";
      } else if (!bind.from().startsWith("/") || !bind.to().startsWith("/")) {
        return "src and dst must be absolute";
      }
    }
    return null;
  }

  /** Returns the rootfs URI; the newer image field counts only where the older is empty. */
  static String rootfs(ContainerSpec spec) {
    return spec.rootfs().isEmpty() ? spec.imageUri() : spec.rootfs();
  }
}
