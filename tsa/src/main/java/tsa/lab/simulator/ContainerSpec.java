package tsa.lab.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a container create asks for (docs/protocol/worker-apis.md#asking-for-a-container); fields
 * the simulator has no use for are accepted and dropped.
 *
 * @param handle empty when the client leaves it to the server
 * @param graceNanos grace time in nanoseconds, 0 when absent
 * @param rootfs URI, empty when absent
 * @param imageUri URI of the newer field, empty when absent
 * @param binds what is to be mounted
 * @param properties never null here: Garden does not tell null from empty
 * @param privileged whether the container is to run as real root
 * @param hermetic no network rule was given, which containerd takes as "drop all traffic"
 */
record ContainerSpec(
    String handle,
    long graceNanos,
    String rootfs,
    String imageUri,
    List<Bind> binds,
    Map<String, String> properties,
    boolean privileged,
    boolean hermetic) {

  /**
   * A directory of the worker in a container.
   *
   * @param from its path on the worker; may be empty
   * @param to its path in the container; may be empty
   */
  record Bind(String from, String to) {}

  private static final String STRUCT = "ContainerSpec";

  static ContainerSpec decode(byte[] body) throws GoJsonException {
    GoObject spec = GoObject.decode(STRUCT, body);
    @Nullable GoObject image = spec.object("image", "garden.ImageRef");
    List<Bind> binds = new ArrayList<>();
    for (GoObject mount : spec.objects("bind_mounts", "garden.BindMount")) {
      mount.integer("mode", "garden.BindMountMode");
      mount.integer("origin", "garden.BindMountOrigin");
      binds.add(new Bind(mount.text("src_path"), mount.text("dst_path")));
    }
    Map<String, String> properties = spec.texts("properties", "garden.Properties");
    return new ContainerSpec(
        spec.text("handle"),
        spec.integer("grace_time", "time.Duration"),
        spec.text("rootfs"),
        image == null ? "" : image.text("uri"),
        binds,
        properties == null ? Map.of() : properties,
        spec.flag("privileged"),
        spec.objects("netout_rules", "garden.NetOutRule").isEmpty());
  }

  List<String> bindSources() {
    return binds.stream().map(Bind::from).toList();
  }

  /** Returns it with a handle of the server's own choice, if the client named none. */
  ContainerSpec named() {
    String chosen = handle.isEmpty() ? UUID.randomUUID().toString() : handle;
    return new ContainerSpec(
        chosen, graceNanos, rootfs, imageUri, binds, properties, privileged, hermetic);
  }
}
